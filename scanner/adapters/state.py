"""What tells a tree from all that it was before, and what a run has looked at of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from scanner.adapters.index import Index, encoded, on_disk
from scanner.adapters.stamp import is_young, stamp

MOST_OTHERS, MOST_BYTES = 200, 32 * 1024 * 1024
"""So many files, and bytes of them, are read to tell a state of which git does not tell all."""

MOST_SEEN = 100_000
"""Of so many files that were looked at it is asked whether they have changed meanwhile."""


def state(root: Path, known: Index, largest: int) -> bytes | None:
    """Return a digest of what git tells of the files and of the content of all others, as they are on disk.

    None where that is too much to read, or where there are repositories in the tree. Files over `largest`
    bytes, which are not read otherwise either, are told by their sizes and times.
    """
    if known.nested or len(known.others) > MOST_OTHERS:
        return None
    digest, left = blake2b(known.digest), MOST_BYTES
    for path in sorted(on_disk(root, known.others)):
        try:
            told = os.lstat(root / path)
            small = told.st_size <= largest
            content = (root / path).read_bytes() if small else repr(_times(told)).encode()
        except OSError:
            return None
        left -= len(content)
        if left < 0:
            return None
        digest.update(b"".join((encoded(path), b"\0", b"%d" % small, blake2b(content).digest())))
    return digest.digest()


def _times(told: os.stat_result) -> tuple[int, ...]:
    return (told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


class Looked(Struct, frozen=True):
    """What was looked at: listed files with their sizes, others with a digest of what was read of them.

    Git names the content of the listed ones, but for line endings that are changed on the way to the disk.
    """

    sizes: Mapping[str, int]
    strays: Mapping[str, str]


class Look:
    """Takes down what one run looks at."""

    def __init__(self) -> None:
        """Nothing has been looked at yet."""
        self._searched: set[str] = set()
        self._listed: set[str] = set()
        self._strays: dict[str, str] = {}

    def through(self, paths: Iterable[str]) -> None:
        """Take down files that are searched."""
        self._searched.update(paths)

    def at(self, *paths: str) -> None:
        """Take down listed files whose content counts."""
        self._listed.update(paths)

    def at_stray(self, path: str, told: str) -> None:
        """Take down a file that is not listed, and what was told of it."""
        self._strays.setdefault(path, told)

    def looked(self, root: Path, began: int) -> Looked | None:
        """Return all that was looked at, None where that is much or may have changed since a time."""
        every = self._searched | self._listed
        if len(every) > MOST_SEEN:
            return None
        sizes = {}
        for path in sorted(every):
            try:
                told = os.lstat(os.path.join(root, path))  # noqa: PTH118
            except (OSError, ValueError):
                return None
            if is_young(stamp(told), began):
                return None
            if path in self._listed:
                sizes[path] = told.st_size
        return Looked(sizes, self._strays)


def is_same(root: Path, looked: Looked) -> bool:
    """Tell whether all listed files have these sizes."""
    top = os.fspath(root)
    try:
        return all(os.lstat(f"{top}/{path}").st_size == size for path, size in looked.sizes.items())
    except (OSError, ValueError):
        return False
