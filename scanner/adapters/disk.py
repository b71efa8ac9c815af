"""A folder on disk as a snapshot: what git would track there, without vendored and installed code."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from scanner.adapters import git, ripgrep
from scanner.find.selection import FOREIGN, is_foreign, select
from scanner.model.snapshot import Skipped

MAXIMUM = 4 * 1024 * 1024
"""The largest file that is read, in bytes: parsers know no time limit."""


class DiskSnapshot:
    """The files below `root` that are not ignored by git unless tracked, hidden ones included.

    `include` and `exclude` are patterns in gitignore syntax, relative to the root. Symbolic links
    are never followed, and nothing outside the root is read.
    """

    def __init__(self, root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        """Describe the tree; nothing is read yet, and what is searched is searched once."""
        self.root = root.resolve()
        self._searched: dict[tuple[str, frozenset[str]], list[str | Skipped]] = {}
        self._include = tuple(include)
        self._exclude = tuple(exclude)
        self._repository = git.enclosing(self.root)

    def paths(self) -> Collection[str]:
        """Return every file that is looked at, in order."""
        return self._listing.paths.keys()

    def search(self, pattern: str, suffixes: Collection[str]) -> Iterator[str | Skipped]:
        """Yield the files with one of these suffixes whose text matches, in order of their paths.

        Files with a NUL byte come too (as `read` will tell, they are binary or UTF-16).
        """
        asked = (pattern, frozenset(suffixes))
        if asked not in self._searched:
            self._searched[asked] = self._found(pattern, suffixes)
        yield from self._searched[asked]

    def _found(self, pattern: str, suffixes: Collection[str]) -> list[str | Skipped]:
        endings = tuple(suffix.lower() for suffix in suffixes)
        ignored = [path for path in self._listing.ignored if path.lower().endswith(endings)]
        found = [*self._listing.skipped, *ripgrep.matching(self._tree, pattern, suffixes, ignored)]
        skipped = {each for each in found if isinstance(each, Skipped)}
        matching = {each for each in found if isinstance(each, str)} & self._listing.paths.keys()
        return [*sorted(matching), *sorted(skipped, key=lambda each: each.path)]

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content, or why it is not read."""
        place = os.path.join(os.fsencode(self.root), path.encode("utf-8", "surrogateescape"))  # noqa: PTH118
        real = place if path in self._listing.paths else os.path.realpath(place)
        if not real.startswith(os.path.join(os.fsencode(self.root), b"")):  # noqa: PTH118
            return Skipped(path, "it is outside the root")
        try:
            return _content(path, real)
        except OSError as error:
            return Skipped(path, f"it cannot be read: {error.strerror}")

    @cached_property
    def _tree(self) -> ripgrep.Tree:
        return ripgrep.Tree(self.root, self._repository is not None, FOREIGN)

    @cached_property
    def _listing(self) -> _Listing:
        listed = [*ripgrep.listed(self._tree)]
        walked = {each for each in listed if isinstance(each, str)}
        tracked = git.tracked_but_ignored(self.root) if self._repository else ()
        ignored = {path for path in tracked if path not in walked and self._is_plain(path)}
        paths = select(walked | ignored, self._include, self._exclude)
        return _Listing(
            paths=dict.fromkeys(paths),
            ignored=tuple(path for path in paths if path in ignored),
            skipped=tuple(each for each in listed if isinstance(each, Skipped)),
        )

    def _is_plain(self, path: str) -> bool:
        """Tell whether a tracked path is a file of the project: no link on the way, not installed code."""
        place = self.root / path
        linked = any((self.root / each).is_symlink() for each in (place, *PurePosixPath(path).parents))
        return not linked and place.is_file() and not is_foreign(path)


@dataclass(frozen=True, slots=True)
class _Listing:
    """All paths in order, those of them that git tracks although ignored, and what could not be listed."""

    paths: Mapping[str, None]
    ignored: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def _content(path: str, real: bytes) -> bytes | Skipped:
    descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, "it is no regular file")
        if status.st_size > MAXIMUM:
            return Skipped(path, f"it is larger than 4 MB ({status.st_size / 1_000_000:.1f} MB)")
        content = file.read(MAXIMUM + 1)
    if b"\0" in content:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return Skipped(path, "it is UTF-16, not UTF-8" if utf16 else "it is binary: it holds NUL bytes")
    return content
