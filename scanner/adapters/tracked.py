"""The files that git tracks below a folder; git is asked for them anew when its index is another one.

An index ends with a checksum of all that it holds (https://git-scm.com/docs/index-format): what was said
of it is true for as long as it ends so.
"""

from __future__ import annotations

import os
import re
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from scanner.adapters import git
from scanner.adapters.cache import Cache

FILES = (b"H 100644 ", b"H 100755 ")
"""How `git ls-files -s -v` begins the line of a plain file that git keeps an eye on."""

_ODD = rb"\0(?!H 100(?:644|755) )([^\0]+)"
"""The lines that begin in another way."""

_ASKED = ("ls-files", "-z", "-s", "-v", "--cached")
_CHECKSUM = 20
_END = 32
"""The bytes of the longest checksum that git uses; a shorter one stands at their end."""


class Said(Struct, frozen=True):
    """A digest of git's lines, and those of all that is no plain file or that git keeps no eye on.

    They are of an index in that file, below the folder, for as long as its `sign` is this one. `crowded`
    tells whether many files are as young as it.
    """

    file: str
    sign: bytes
    digest: bytes
    odd: tuple[bytes, ...]
    crowded: bool = True


class Tracked:
    """What git tracks below a folder, a line for each file: tag, mode, object, stage, a tab, the path.

    The folder `is_known` where an earlier run has asked about it, of whatever index.
    """

    def __init__(self, root: Path, cache: Cache | None) -> None:
        """Begin to ask, unless the cache knows the index; OSError where there is no git."""
        self._root = root
        self._cache = cache
        kept = cache.load(Said, self._name(cache)) if cache else None
        self.is_known = kept is not None
        self._kept = kept if kept and kept.sign == _sign(root, kept.file) else None
        if self._kept is None:
            self._sign = _sign(root, self.file)
            self._asked = git.start(root, _ASKED)

    @cached_property
    def file(self) -> str:
        """The index's path from the folder; empty where it is not needed, or git refused."""
        if self._kept:
            return self._kept.file
        return git.line(self._root, ["rev-parse", "--git-path", "index"]) if self._cache else ""

    @cached_property
    def said(self) -> Said | None:
        """What tells the lines from all others, None when git refused."""
        if self._kept or self.lines is None:
            return self._kept
        odd = tuple(re.findall(_ODD, b"\0" + self.lines))
        return Said(self.file, self._sign, _digest(self.lines), odd)

    @cached_property
    def lines(self) -> bytes | None:
        """All lines, a NUL behind each; None when git refused, or the index is another one by now."""
        if self._kept is None:
            return git.said(self._asked)
        lines = git.said(git.start(self._root, _ASKED))
        return lines if lines is not None and _digest(lines) == self._kept.digest else None

    def stays(self) -> bool:
        """Tell whether the index is still that which was asked about."""
        return self.said is not None and self.said.sign == _sign(self._root, self.said.file)

    @property
    def crowded(self) -> bool:
        """Whether many files may be as young as the index."""
        return self._kept is None or self._kept.crowded

    def keep(self, *, crowded: bool) -> None:
        """Keep in the cache what was said, and whether many files are as young as the index."""
        if self._cache is not None and self._kept is None and self.said and self.said.sign:
            self._cache.keep(self._name(self._cache), replace(self.said, crowded=crowded))

    def _name(self, cache: Cache) -> bytes:
        return cache.name("index", os.fspath(self._root))


def _sign(root: Path, file: str) -> bytes:
    """Return what tells a state of an index from all others, nothing where it tells none."""
    try:
        with (root / file).open("rb") as opened:
            about = os.fstat(opened.fileno())
            opened.seek(-_END, os.SEEK_END)
            end = opened.read()
    except OSError:
        return b""
    times = f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino} "
    return times.encode() + end if any(end[-_CHECKSUM:]) else b""


def _digest(lines: bytes) -> bytes:
    return blake2b(lines, digest_size=20).digest()
