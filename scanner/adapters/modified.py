"""The files that are not on disk as git's index has them, without reading all that are as young as it is.

Git goes by seconds: it reads each file of the second in which the index was written, in every run, to see
whether it has changed since. Of a fresh clone those are thousands. The index holds nanoseconds too
(https://git-scm.com/docs/index-format), which are sure of nearly all of them; so git is given a copy that is
younger than any file, and what it trusts for that is looked at here.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from scanner.adapters import git
from scanner.model.snapshot import identify

FEW = 1000
"""So many young files git reads as quickly as an index is taken apart; and so many may be read here."""

MARGIN = 20_000_000
"""Nanoseconds within which two changes may leave one time: two of the longest ticks of a kernel."""

_COARSE = 1_000_000
"""Times of whole milliseconds may be those of a file system that knows no finer ones."""

_ASKED = ("diff-files", "-z", "--name-only", "--no-renames", "--relative", "--ignore-submodules=all")
_ASKED_BEHIND_LINKS = ("ls-files", "-z", "--modified")
"""What takes a fifth less, but follows a link that stands in the place of a folder."""

_SECOND = 1_000_000_000
_DAY = 86_400
_HEAD = struct.Struct(">4sII")
_ENTRY = struct.Struct(">8xI48xH")
_TIMES_AND_NAME = struct.Struct(">4I24x20s")
_EXTENSION = struct.Struct(">4sI")
_CHECKSUM = 20
_EXTENDED, _LENGTH = 0x4000, 0x0FFF


class Young(Struct, frozen=True):
    """A file as the index has it: its path, its object, when it was changed and when modified."""

    path: bytes
    name: str
    changed: int
    modified: int

    def is_sure(self, top: bytes, written: int) -> bool:
        """Tell whether the times are the file's, and differ from those of any later change."""
        try:
            told = os.lstat(top + self.path)
        except OSError:
            return True  # git says itself that it is gone
        same = told.st_ctime_ns == self.changed and told.st_mtime_ns == self.modified
        return same and self.changed < written - MARGIN and self.changed % _COARSE != 0

    def is_same(self, top: bytes) -> bool:
        """Tell whether the file holds what the index says, byte by byte."""
        path = top + self.path
        with suppress(OSError):
            if os.path.islink(path):  # noqa: PTH114
                content = os.readlink(path)  # noqa: PTH115
            else:
                with open(path, "rb") as file:  # noqa: PTH123
                    content = file.read()
            return identify(content).partition(":")[0] == self.name
        return False


class Modified:
    """What git is asked about the files of an index below a folder.

    `index` is its path from there, `crowded` if many files may be as young, and `linked` if a link may
    stand in the place of a folder.
    """

    def __init__(self, root: Path, index: str, *, crowded: bool = True, linked: bool = True) -> None:
        """Begin to ask."""
        top = git.enclosing(root) or root
        self._root = root
        self._top = os.fsencode(top) + b"/"
        self._below = b"" if top == root else os.fsencode(root.relative_to(top)) + b"/"
        self._copy, self._written, self._young = -1, 0, tuple[Young, ...]()
        if crowded:
            with suppress(OSError, ValueError, struct.error):
                self._take_apart(root / index)
        file = f"/proc/{os.getpid()}/fd/{self._copy}" if self._copy >= 0 else None
        self._question = _ASKED if linked else _ASKED_BEHIND_LINKS
        self._asked = git.start(root, self._question, file)

    @property
    def crowded(self) -> bool:
        """Whether many files are as young as the index."""
        return len(self._young) >= FEW

    def _take_apart(self, index: Path) -> None:
        """Copy an index with many young files; OSError, ValueError or struct.error where it cannot be."""
        with index.open("rb") as file:
            self._written = os.fstat(file.fileno()).st_mtime_ns
            content = file.read()
        second = self._written // _SECOND
        if content.count(second.to_bytes(4, "big")) >= 2 * FEW and hasattr(os, "memfd_create"):
            self._young = tuple(_young(content, second))
            self._copy = _copied(content, second + _DAY)

    def paths(self) -> frozenset[bytes] | None:
        """Return the paths from the folder, None when git does not tell."""
        said = git.said(self._asked)
        if self._copy >= 0:
            os.close(self._copy)
        inside = (each for each in self._young if each.path.startswith(self._below))
        unsure = [each for each in inside if not each.is_sure(self._top, self._written)]
        if len(unsure) > FEW:
            unsure, said = [], git.said(git.start(self._root, self._question))
        if said is None:
            return None
        other = (each.path[len(self._below) :] for each in unsure if not each.is_same(self._top))
        return frozenset((*said.split(b"\0")[:-1], *other))


def _young(content: bytes, second: int) -> Iterator[Young]:
    """Yield the entries that are not older than a second; ValueError for an index of another format."""
    signature, version, count = _HEAD.unpack_from(content)
    if signature != b"DIRC" or version not in (2, 3):
        raise ValueError("another format")
    at = _HEAD.size
    for _ in range(count):
        modified, flags = _ENTRY.unpack_from(content, at)
        start = at + _ENTRY.size + (2 if flags & _EXTENDED else 0)
        length = flags & _LENGTH
        end = start + length if length < _LENGTH else content.index(b"\0", start)
        if modified >= second:
            changed, fraction, _, rest, name = _TIMES_AND_NAME.unpack_from(content, at)
            times = changed * _SECOND + fraction, modified * _SECOND + rest
            yield Young(content[start:end], name.hex(), *times)
        at += (end - at + 8) & ~7
    while at < len(content) - _CHECKSUM:
        signature, size = _EXTENSION.unpack_from(content, at)
        if not signature.isupper():
            raise ValueError("not all entries are here")
        at += _EXTENSION.size + size
    if at != len(content) - _CHECKSUM:
        raise ValueError("another format")


def _copied(content: bytes, second: int) -> int:
    """Return the descriptor of a file in memory with that content and time."""
    place = os.memfd_create("index")
    with open(place, "wb", closefd=False) as file:
        file.write(content)
    os.utime(place, (second, second))
    if os.stat(f"/proc/{os.getpid()}/fd/{place}").st_size != len(content):  # noqa: PTH116
        raise OSError("git would find no index")
    return place
