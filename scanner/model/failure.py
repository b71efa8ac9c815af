"""What stops a run and is the user's to put right."""

from __future__ import annotations


class CannotRun(Exception):  # noqa: N818 - it reads as what happened, and exit code 2 is its meaning
    """The run cannot begin or go on; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the message and the hint: one sentence each."""
        super().__init__(message)
        self.message = message
        self.hint = hint
