"""What is kept of files in the cache, found by what git calls their content: without opening them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from scanner.adapters.cache import Cache
from scanner.model.facts import Answers, Known
from scanner.model.outcome import FileWrites
from scanner.model.snapshot import Contents, Skipped, identify

Value = TypeVar("Value", FileWrites, Answers)

Entries = tuple[tuple[bytes, bytes], ...]
"""Names in the cache, and what to put there."""


class Held(Struct, frozen=True):
    """Some files of a snapshot with their contents, to be sent to where the others are not."""

    contents: Mapping[str, bytes | Skipped]
    identities: Mapping[str, str | None]

    @staticmethod
    def of(snapshot: Contents, paths: Sequence[str]) -> Held:
        """Return these files."""
        return Held(
            {path: snapshot.read(path) for path in paths}, {path: snapshot.identity(path) for path in paths}
        )

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content, or why it was not read."""
        return self.contents[path]

    def identity(self, path: str) -> str | None:
        """Return what git calls its content."""
        return self.identities[path]


class Memory(Struct, frozen=True):
    """The entries of a snapshot's files; `asked` is all that one depends on beside path and content."""

    snapshot: Contents
    cache: Cache

    def sent(self, held: Held) -> Memory:
        """Return what gives the same names, for files that are sent, and has none of the entries."""
        return Memory(held, self.cache.empty())

    def recall(
        self, kind: type[Value], path: str, asked: tuple[str, ...], *, look: bool
    ) -> Value | Skipped | None:
        """Return a file's entry, None when there is none.

        The file itself is only read to `look` at it, or where git cannot tell what it holds.
        """
        identity = self.snapshot.identity(path)
        if identity is None or look:
            content = self.snapshot.read(path)
            if isinstance(content, Skipped):
                return content
            identity = identify(content, like=identity)
        return self.cache.load(kind, self._name(path, identity, asked))

    def holds(self, path: str, asked: tuple[str, ...]) -> bool:
        """Tell whether there is an entry for what git says that a file holds."""
        identity = self.snapshot.identity(path)
        return identity is not None and self.cache.holds(self._name(path, identity, asked))

    def keep(self, path: str, asked: tuple[str, ...], value: FileWrites) -> None:
        """Keep an entry for what git says that a file holds, if it says it."""
        identity = self.snapshot.identity(path)
        if identity is not None:
            self.cache.keep(self._name(path, identity, asked), value)

    def name(self, path: str, content: bytes, asked: tuple[str, ...]) -> bytes:
        """Return the name of the entry of what was read of a file."""
        return self._name(path, identify(content, like=self.snapshot.identity(path)), asked)

    def _name(self, path: str, identity: str, asked: tuple[str, ...]) -> bytes:
        return self.cache.name("file", path, identity, *asked)


def told(known: Known) -> tuple[str, str]:
    """Return texts that differ where what is known does: what all files share, and what concerns one."""
    return shared(known), own(known)


def shared(known: Known) -> str:
    """Return a text that differs where what every file is told does."""
    return repr((known.sinks, sorted(known.folding)))


def own(known: Known) -> str:
    """Return a text that differs where what one file is told does."""
    return repr((sorted(known.texts.items()), [(name, known.rows[name]) for name in sorted(known.rows)]))
