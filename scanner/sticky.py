"""The one comment of ours in a pull request's conversation: created once, then kept up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from msgspec import Struct

from scanner.model.failure import CannotRun

Outcome = Literal["created", "updated", "unchanged", "silent"]

ATTEMPTS = 3
"""How often to begin anew when somebody deletes our comment while we write it."""


class Comment(Struct, frozen=True):
    """A comment as a forge keeps it; ids grow with time, `author` is as `Conversation.author`."""

    id: int
    author: str
    body: str


class Conversation(Protocol):
    """The comments of one pull request."""

    def author(self) -> str:
        """Return who we are."""
        ...

    def comments(self) -> Iterable[Comment]:
        """Yield every comment, on all pages."""
        ...

    def create(self, body: str) -> Comment:
        """Add a comment."""
        ...

    def update(self, comment: Comment, body: str) -> bool:
        """Replace a comment's body; False when it is gone."""
        ...

    def delete(self, comment: Comment) -> None:
        """Take a comment away; one that is gone is no error."""
        ...


def keep_one(conversation: Conversation, marker: str, body: str, *, worth_saying: bool) -> Outcome:
    """Make `body`, which begins with `marker`, our only comment; none is created unless it is worth it.

    Runs may overlap: each looks again after it has created, keeps the oldest comment of ours and
    deletes the younger ones, so that all agree on the same one.
    """
    author = conversation.author()
    for _ in range(ATTEMPTS):
        ours = _ours(conversation, author, marker)
        new = None
        if not ours:
            if not worth_saying:
                return "silent"
            new = conversation.create(body)
            ours = _ours(conversation, author, marker) or [new]
        for younger in ours[1:]:
            conversation.delete(younger)
        if ours[0] == new:
            return "created"
        if ours[0].body == body:
            return "unchanged"
        if conversation.update(ours[0], body):
            return "updated"
    raise CannotRun("our comment is deleted as fast as it is written", "does another tool clean up comments?")


def _ours(conversation: Conversation, author: str, marker: str) -> list[Comment]:
    found = [
        each for each in conversation.comments() if each.author == author and each.body.startswith(marker)
    ]
    return sorted(found, key=lambda each: each.id)
