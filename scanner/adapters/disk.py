"""A folder on disk as a snapshot: what git would track there, without vendored and installed code."""

from __future__ import annotations

import os
import stat
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.adapters import git, index
from scanner.adapters.cache import Cache
from scanner.adapters.index import Index
from scanner.adapters.state import Look, Looked, is_same, state
from scanner.find.selection import FOREIGN, ending, select
from scanner.model.snapshot import Skipped

if TYPE_CHECKING:
    from scanner.adapters.searches import Searches
    from scanner.adapters.walk import Walk

MAXIMUM = 8 * 1024 * 1024
"""The largest file that is read, in bytes: parsers know no time limit."""

_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
"""A pipe is not waited for, a link not followed, and no line ending changed."""


class DiskSnapshot:
    """The files below `root` that are not ignored by git unless tracked, hidden ones included.

    `include` and `exclude` are patterns in gitignore syntax, relative to the root. Symbolic links
    are never followed, and nothing outside the root is read.
    """

    def __init__(
        self,
        root: Path,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        cache: Cache | None = None,
        *,
        anonymous: bool = False,
    ) -> None:
        """Describe the tree; nothing is read yet, and what is searched is searched once.

        Of an anonymous one no file's content is known by git's name for it, which is the quickest to list.
        """
        self.root = root.resolve()
        self._top = os.path.join(os.fsencode(self.root), b"")  # noqa: PTH118
        self._searched: dict[tuple[str, frozenset[str]], list[str | Skipped]] = {}
        self._include = tuple(include)
        self._exclude = tuple(exclude)
        self._repository = git.enclosing(self.root)
        self._cache = cache
        self._anonymous = anonymous
        self._asked: index.Question | None = None
        self._walk: Walk | None = None
        self._sizes: dict[str, int] = {}
        self._began = 0
        self._look = Look()

    def begin(self) -> None:
        """Let git, or a walk, work on the list of files while other things are done."""
        if self._anonymous:
            self._walk = self._walk or self._walking()
        else:
            self._ask()

    def _ask(self) -> None:
        if self._repository is not None and self._asked is None:
            self._began = time.time_ns()
            with suppress(OSError):
                self._asked = index.Question(self.root, self._cache)

    def _walking(self) -> Walk:
        from scanner.adapters.walk import Walk  # with what runs rg, which a run that knows all spares

        return Walk(self.root, in_repository=self._repository is not None)

    @cached_property
    def state(self) -> bytes | None:
        """What tells the files from all that they were before, None where that is not known."""
        return state(self.root, self.index, MAXIMUM) if self.index else None

    def looked(self) -> Looked | None:
        """Return what was looked at since `begin`, None where that is much or may have changed since."""
        rests = self.index is not None and self.index.tracked.lines is not None
        return self._look.looked(self.root, self._began) if rests else None

    def looks(self, looked: Looked) -> bool:
        """Tell whether a look at all this would find, in the same state of the tree, what it once found."""
        strays = all(self._told(path) == told for path, told in looked.strays.items())
        return strays and is_same(self.root, looked)

    def paths(self) -> Collection[str]:
        """Return every file that is looked at, in order."""
        return self._listing.paths.keys()

    def search(
        self, pattern: str, suffixes: Collection[str], within: Collection[str] | None = None
    ) -> Iterator[str | Skipped]:
        """Yield the files with one of these suffixes whose text matches, in order of their paths.

        Bytes are searched as they are: a file that is binary or UTF-16 comes too where it matches. Where
        it is known that no file can match but those `within`, no other one is opened.
        """
        asked = (pattern, frozenset(suffixes))
        if asked not in self._searched:
            self._searched[asked] = self._found(pattern, suffixes, within)
        yield from self._searched[asked]

    def among(self, pattern: str, paths: Collection[str]) -> Iterator[str]:
        """Yield those of the files whose text matches, and any that could not be searched."""
        from scanner.adapters import ripgrep  # as in `_found`

        self._look.through(paths)
        found = ripgrep.matching(self.root, pattern, [*paths], across=True)
        yield from (each if isinstance(each, str) else each.path for each in found)

    def matched(self, pattern: str, suffixes: Collection[str], path: str, name: str) -> bool | None:
        """Tell whether a file matched when git called its content that, None where that is not known."""
        return None if self._searches is None else self._searches.matched(pattern, suffixes, path, name)

    def identity(self, path: str) -> str | None:
        """Return git's name of a file's content where the disk has it as the index does, and its size."""
        line = self._listing.paths.get(path)
        if line is None:
            return None
        if path not in self._sizes:
            self._look.at(path)
            try:
                self._sizes[path] = os.lstat(os.path.join(self.root, path)).st_size  # noqa: PTH118
            except (OSError, ValueError):
                return None
        return f"{index.name_of(line)}:{self._sizes[path]}"

    def _found(
        self, pattern: str, suffixes: Collection[str], within: Collection[str] | None
    ) -> list[str | Skipped]:
        from scanner.adapters import ripgrep  # with what runs it, which a run that knows all spares

        listing = self._listing
        kept = None if self._searches is None else self._searches.recall(pattern, suffixes)
        if kept is None:
            looked = self._of_kinds(suffixes)
        else:
            looked = ending(sorted(kept.unknown | listing.others), suffixes)
        if within is not None:
            looked = [path for path in looked if path in within or path not in listing.paths]
        found = {*(kept.matching if kept else ()), *ripgrep.matching(self.root, pattern, looked)}
        self._look.through(looked)
        matching = {each for each in found if isinstance(each, str)}
        skipped = {*listing.skipped, *(each for each in found if isinstance(each, Skipped))}
        if self._searches is not None and not skipped:
            self._searches.note(pattern, suffixes, matching, recalled=kept is not None)
        own = matching & listing.paths.keys()
        self._look.at(*own)
        return [*sorted(own), *sorted(skipped, key=lambda each: each.path)]

    def _of_kinds(self, suffixes: Collection[str]) -> list[str]:
        """Return all files, selected or not, that have one of these suffixes."""
        kinds = {suffix[suffix.rfind(".") :].lower() for suffix in suffixes}
        found = [path for kind in sorted(kinds) for path in self._kinds.get(kind, ())]
        return found if kinds.issubset(suffixes) else ending(found, suffixes)

    @cached_property
    def _kinds(self) -> Mapping[str, Sequence[str]]:
        """All paths by what follows their last dot, with that."""
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._listing.every:
            kinds[path[path.rfind(".") :].lower()].append(path)
        return kinds

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content, or why it is not read."""
        if path in self._listing.paths:
            self._look.at(path)
            return self._read(path, os.fspath)
        found = self._read(path, os.path.realpath)
        self._look.at_stray(path, _told(found))
        return found

    def _read(self, path: str, real: Callable[[bytes], bytes]) -> bytes | Skipped:
        place = real(os.path.join(self._top, index.encoded(path)))  # noqa: PTH118
        if not place.startswith(self._top):
            return Skipped(path, "it is outside the root")
        try:
            return _content(path, place)
        except OSError as error:
            return Skipped(path, f"it cannot be read: {error.strerror}")

    def _told(self, stray: str) -> str:
        return _told(self._read(stray, os.path.realpath))

    @cached_property
    def index(self) -> Index | None:
        """What git tells of the folder, None where it does not."""
        self._ask()
        return self._asked.answer() if self._asked else None

    @property
    def _index(self) -> Index | None:
        """What git tells when it knows any file here, and the files are to be told by its names."""
        return None if self._anonymous else self.index if self.index and self.index.entries.lines else None

    @cached_property
    def _searches(self) -> Searches | None:
        if self._cache is None or self._index is None:
            return None
        from scanner.adapters.searches import Searches

        return Searches(self._cache, self.root, self._index.entries, partial(index.changed, self.root))

    @cached_property
    def _listing(self) -> _Listing:
        return self._walked() if self._index is None else self._indexed(self._index)

    def _walked(self) -> _Listing:
        files, skipped = (self._walk or self._walking()).files()
        paths = dict.fromkeys(select(files, self._include, self._exclude))
        return _Listing(paths, files, frozenset(files), tuple(skipped))

    def _indexed(self, known: Index) -> _Listing:
        nested = frozenset(index.on_disk(self.root, known.nested, stat.S_ISDIR))
        listed = self._listed(sorted(nested)) if nested else ()
        others = {
            *index.on_disk(self.root, known.others),
            *(each for each in listed if isinstance(each, str)),
        }
        return self._selected(known.entries.named, others, listed)

    def _listed(self, folders: Sequence[str]) -> Sequence[str | Skipped]:
        """Return what a walk of these folders finds."""
        from scanner.adapters import ripgrep

        tree = ripgrep.Tree(self.root, self._repository is not None, FOREIGN)
        return ripgrep.Listing(tree, folders).files()

    def _selected(
        self, entries: Mapping[str, bytes], others: Set[str], listed: Sequence[str | Skipped]
    ) -> _Listing:
        every = [*entries, *sorted(others - entries.keys())]
        paths = select(every, self._include, self._exclude)
        lines = entries if paths == [*entries] else {path: entries.get(path) for path in paths}
        skipped = tuple(each for each in listed if isinstance(each, Skipped))
        return _Listing(lines, every, frozenset(others), skipped)


def _told(found: bytes | Skipped) -> str:
    return found.reason if isinstance(found, Skipped) else blake2b(found, digest_size=20).hexdigest()


class _Listing(Struct, frozen=True):
    """The selected paths in order with the index's lines that tell their contents, and what was not listed.

    `every` are those that were not selected as well; of `others` git does not tell what they hold.
    """

    paths: Mapping[str, bytes | None]
    every: Sequence[str]
    others: frozenset[str]
    skipped: tuple[Skipped, ...]


def _content(path: str, real: bytes) -> bytes | Skipped:
    descriptor = os.open(real, _READING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, "it is no regular file")
        if status.st_size > MAXIMUM:
            return Skipped(path, f"it is larger than 8 MB ({status.st_size / 1_000_000:.1f} MB)")
        content = os.read(descriptor, status.st_size)
    finally:
        os.close(descriptor)
    if b"\0" in content:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return Skipped(path, "it is UTF-16, not UTF-8" if utf16 else "it is binary: it holds NUL bytes")
    return content
