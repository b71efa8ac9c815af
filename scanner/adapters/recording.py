"""A snapshot that notes what it is asked, so that what is made of the answers can be kept while they hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

from msgspec import Struct

from scanner.find.selection import ending
from scanner.model.snapshot import Skipped, Snapshot, identify

LISTED = (".py", ".toml", ".cfg", ".ini", ".sql")
"""The files that may say something of tables."""


class Read(Struct, frozen=True):
    """A file that was read: what tells its content from others, or why it was not read.

    A `stamp` tells that it is the same without reading it, where there is one.
    """

    path: str
    told: str
    stamp: str = ""


class Search(Struct, frozen=True):
    """A search, and a digest of what it found."""

    pattern: str
    suffixes: tuple[str, ...]
    digest: str


class Asked(Struct, frozen=True):
    """All that was asked of a snapshot; `paths` is a digest of its listing where that was asked for."""

    paths: str = ""
    searches: tuple[Search, ...] = ()
    reads: tuple[Read, ...] = ()


class RecordingSnapshot:
    """Another snapshot's files of LISTED suffixes; it remembers what tells the answers that it gave.

    `stamp` is what tells a file of another time cheaply, where git does not.
    """

    def __init__(self, snapshot: Snapshot, stamp: Callable[[str], str] = lambda _: "") -> None:
        """Nothing has been asked yet."""
        self._snapshot = snapshot
        self._stamp = stamp
        self._reads: dict[str, Read] = {}
        self._searches: dict[tuple[str, tuple[str, ...]], str] = {}
        self._listed = False

    def afresh(self) -> RecordingSnapshot:
        """Return the same files, of which nothing has been asked."""
        found = RecordingSnapshot(self._snapshot, self._stamp)
        found._paths, found._listing = self._paths, self._listing
        return found

    def paths(self) -> Collection[str]:
        """Return every such file, in order."""
        self._listed = True
        return self._paths

    def search(self, pattern: str, suffixes: Collection[str]) -> Iterator[str | Skipped]:
        """Yield what the other snapshot finds."""
        found = [*self._snapshot.search(pattern, suffixes)]
        self._searches[pattern, tuple(sorted(suffixes))] = _digest(map(repr, found))
        yield from found

    def read(self, path: str) -> bytes | Skipped:
        """Return what the other snapshot reads."""
        stamp = self._stamp(path)
        content = self._snapshot.read(path)
        if path not in self._reads:
            self._reads[path] = Read(path, self._told(path, content), stamp)
        return content

    def identity(self, path: str) -> str | None:
        """Return what the other snapshot knows of a file without reading it."""
        known = self._snapshot.identity(path)
        if known is not None and path not in self._reads:
            self._reads[path] = Read(path, known, self._stamp(path))
        return known

    def asked(self) -> Asked:
        """Return all that has been asked so far."""
        searches = tuple(Search(*key, digest) for key, digest in sorted(self._searches.items()))
        reads = tuple(read for _, read in sorted(self._reads.items()))
        return Asked(self._listing if self._listed else "", searches, reads)

    def answers(self, asked: Asked) -> bool:
        """Tell whether this snapshot answers all that was asked of another one in the same way."""
        return (
            asked.paths in ("", self._listing)
            and all(self._found(each) == each.digest for each in asked.searches)
            and all(map(self._is_same, asked.reads))
        )

    def _found(self, search: Search) -> str:
        key = (search.pattern, search.suffixes)
        if key not in self._searches:
            for _ in self.search(*key):
                pass
        return self._searches[key]

    def _is_same(self, read: Read) -> bool:
        """Tell whether a file is what it was; it is only opened where nothing else tells."""
        if read.stamp and self._stamp(read.path) == read.stamp:
            return True
        if self._snapshot.identity(read.path) == read.told:
            return True
        if read.path not in self._reads:
            self.read(read.path)
        return self._reads[read.path].told == read.told

    def _told(self, path: str, content: bytes | Skipped) -> str:
        if isinstance(content, Skipped):
            return f"skipped: {content.reason}"
        return identify(content, like=self._snapshot.identity(path))

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted(ending(self._snapshot.paths(), LISTED)))

    @cached_property
    def _listing(self) -> str:
        return _digest(self._paths)


def _digest(parts: Iterable[str]) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogateescape")
    return blake2b(joined, digest_size=20).hexdigest()
