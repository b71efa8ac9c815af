"""What the terminal and the environment say of how to show things."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from scanner.command_line.options import Color
from scanner.reporters.style import Source

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 0.5
"""Seconds that a person waits before a progress bar is worth showing."""

WIDTH = 100
"""Cells of a line where there is no terminal to ask."""


def warn(message: str) -> None:
    """Say on stderr what does not end the run."""
    from scanner.reporters.escape import visible

    sys.stderr.write(f"warning: {visible(message)}\n")


def colored(color: Color, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to use colour: what was asked for, else the usual variables, else only on a terminal.

    https://no-color.org, https://force-color.org and https://bixense.com/clicolors
    """
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """Return how many cells a line has."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if stream.isatty() else WIDTH


def browsable(environment: Mapping[str, str], foreign: tuple[str, ...] = ()) -> Source | None:
    """Return where the tree can be read in a browser, as GitHub's runners tell; `foreign` are other trees."""
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    sha = environment.get("GITHUB_SHA")
    return Source(server, repository, sha, foreign) if server and repository and sha else None


class Progress:
    """A bar on stderr, shown only to a terminal that has waited for a while."""

    def __init__(self, *, wanted: bool) -> None:
        """Begin to wait; without `wanted`, or without a terminal, nothing is ever shown."""
        self._wanted = wanted and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._began = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` files are read."""
        if not self._wanted or time.monotonic() - self._began < PATIENCE:
            return
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task("reading", total=total)
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def __enter__(self) -> Progress:
        """Return the progress itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Bar:
    from rich.console import Console  # imported here: it takes longer than most runs
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
