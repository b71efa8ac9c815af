"""What became of one file once it is read."""

from __future__ import annotations

from typing import Generic, TypeVar

from scanner.model.facts import Diagnostic, Sink, Suppression, Wanted, Write
from scanner.model.snapshot import shown
from scanner.model.value import Value

Item = TypeVar("Item")


class Lost(Value, Generic[Item], frozen=True):
    """Something that another process was to work on, which died or ran out of time: the reason says which."""

    item: Item
    reason: str


class FileWrites(Value, frozen=True):
    """A file's writes, what could not be read in it, and what it tells and asks of others.

    `candidate` is False when nothing in the file could be a write, so that it was not parsed.
    """

    candidate: bool
    writes: tuple[Write, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    sinks: tuple[Sink, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    folding: tuple[str, ...] = ()


NOTHING = FileWrites(candidate=False)


class Outcome(Value, frozen=True):
    """What became of one file; `unread` says that it could not be opened or understood at all."""

    path: str
    content: FileWrites
    cached: bool = False
    unread: bool = False

    @property
    def builds(self) -> bool:
        """Whether the file writes with a query builder."""
        return any(write.kind == "query-builder" for write in self.content.writes)


def unread(path: str, reason: str) -> Outcome:
    """Return the outcome of a file that could not be read."""
    content = FileWrites(candidate=False, diagnostics=(Diagnostic(shown(path), None, reason),))
    return Outcome(path, content, unread=True)
