"""What git's index says of the files below a folder, and where the disk differs from it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from scanner.adapters import git
from scanner.adapters.cache import Cache
from scanner.adapters.modified import Modified
from scanner.adapters.tracked import FILES, Tracked
from scanner.adapters.untracked import OTHERS, Untracked
from scanner.find.selection import FOREIGN, is_foreign

T = TypeVar("T")

_GITLINK = "160000"
DIFFERING = ("diff-files", "--raw", "-z", "--no-renames", "--relative", "--ignore-submodules=all")
_FOREIGN = b"[\t/](?:" + b"|".join(re.escape(name.encode()) for name in FOREIGN) + b")/"
"""Where a path may lie in a folder of installed code."""


class Entries(Struct, frozen=True, dict=True):
    """Index lines as git writes them, one for each file: tag, mode, object, stage 0, a tab, the path.

    The disk holds each of these files as the index has it.
    """

    lines: Sequence[bytes]

    @cached_property
    def joined(self) -> bytes:
        """The lines, a NUL between two."""
        return b"\0".join(self.lines)

    @cached_property
    def named(self) -> Mapping[str, bytes]:
        """Each path with its line."""
        path = self.lines[0].index(b"\t") + 1 if self.lines else 0
        return dict(zip((decoded(line[path:]) for line in self.lines), self.lines, strict=True))


def name_of(line: bytes) -> str:
    """Return the object's name in a line: 40 hexadecimal digits, 64 where git counts in SHA-256."""
    return line.split(b" ", 3)[2].decode()


def path_of(line: bytes) -> bytes:
    """Return the path in a line."""
    return line.partition(b"\t")[2]


class Blob(Struct, frozen=True):
    """A file that git holds: its object's name and its mode."""

    name: str
    mode: str


Differences = Mapping[str, Blob | None]
"""What a state of the tree has in a path's place; None where it has no such file."""


class Index(Struct, frozen=True, dict=True):
    """The files below a folder: those that are as the index has them, and all others.

    Of the `others` (changed, untracked, or not watched by git) only the disk can tell; some may not
    be there. `changed` are those that the index has otherwise, `untracked` those that it has not. `nested`
    are folders that are repositories of their own, `absent` are files that a sparse checkout leaves out.
    `folders` are those of all tracked files, where they are known. `digest` tells this from every other
    answer.
    """

    tracked: Tracked
    others: frozenset[str]
    changed: frozenset[str]
    untracked: frozenset[str]
    nested: frozenset[str]
    absent: Differences
    folders: Collection[bytes]
    digest: bytes

    @cached_property
    def entries(self) -> Entries:
        """The lines of the files that are as the index has them; none if it is another one by now."""
        plain = [line for line in (self.tracked.lines or b"").split(b"\0") if line.startswith(FILES)]
        if self.others and plain:
            others = {encoded(path) for path in self.others}
            path = plain[0].index(b"\t") + 1
            plain = [line for line in plain if line[path:] not in others]
        if re.search(_FOREIGN, b"\t".join((b"", *(self.folders or _folders(plain))))):
            plain = [line for line in plain if not is_foreign(decoded(path_of(line)))]
        return Entries(plain)


class Question:
    """What is asked of git about a folder; it works on the answer until that is wanted."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        """Begin to ask; OSError where there is no git.

        With a cache git looks only where it has to, from the second time on; in CI's clones there is none.
        """
        self._root = root
        self._cache = cache
        self._tracked = Tracked(root, cache)
        ignoring = [f"--exclude={name}/" for name in FOREIGN]
        stamps = cache is not None and self._tracked.is_known and os.stat in os.supports_dir_fd
        self._untracked = Untracked(root, ignoring, cache) if cache and stamps else None
        self._others = None if stamps else git.start(root, ["ls-files", "-z", *OTHERS, *ignoring])
        told, linked = self._tracked, not stamps
        self._modified = Modified(root, told.file, crowded=told.crowded, linked=linked)
        drivers = [f":(attr:filter={name})" for name in git.filters(root)]
        self._filtered = git.start(root, ["ls-files", "-z", *drivers]) if drivers else None

    def answer(self) -> Index | None:
        """Return what git said of one index, None when it refused or the index does not rest."""
        found = self._answer()
        if found is None:
            return None
        if not self._tracked.stays():
            found = Question(self._root, self._cache)._answer()
            return found if found and found.tracked.stays() else None
        self._tracked.keep(crowded=self._modified.crowded)
        if self._untracked:
            self._untracked.keep()
        return found

    def _answer(self) -> Index | None:
        filtered = git.said(self._filtered) if self._filtered else b""
        said, found, changed = self._tracked.said, self._found(), self._changed()
        if changed is None or filtered is None or said is None or found is None:
            return None
        odd, told = [*map(_line, said.odd)], (said.digest, *found, b"", *map(encoded, sorted(changed)), b"")
        nested, untracked = _parted(map(decoded, found), lambda path: path.endswith("/"))
        modules, unwatched = _parted(odd, lambda each: each[2].mode == _GITLINK)
        filters = map(decoded, filtered.split(b"\0"))
        return Index(
            tracked=self._tracked,
            others=_own({*untracked, *changed, *filters, *(path for _, path, _ in unwatched)}),
            changed=changed,
            untracked=frozenset(untracked),
            nested=_own({*(path.rstrip("/") for path in nested), *(path for _, path, _ in modules)}),
            absent={path: blob for tag, path, blob in odd if tag == "S"},
            folders=self._untracked.folders if self._untracked else (),
            digest=blake2b(b"\0\0".join((*told, filtered))).digest(),
        )

    def _found(self) -> Sequence[bytes] | None:
        """Return the files that git does not track, None when it does not tell."""
        if self._untracked:
            return self._untracked.find(self._tracked)
        said = git.said(self._others) if self._others else None
        return None if said is None else said.split(b"\0")[:-1]

    def _changed(self) -> frozenset[str] | None:
        """Return the files that are not on disk as the index has them, None when git does not tell."""
        found = self._modified.paths()
        if self._untracked and self._untracked.lost:
            return changed(self._root)
        return None if found is None else frozenset(map(decoded, found))


def changed(root: Path) -> frozenset[str] | None:
    """Return the files that are not on disk as the index has them, None when git does not tell."""
    differing = git.said(git.start(root, DIFFERING))
    return None if differing is None else frozenset(differences(differing))


def differences(output: bytes) -> dict[str, Blob | None]:
    """Read the raw format of git's diffs (`:mode mode name name status`, then the path) for its left side."""
    fields = output.split(b"\0")
    found: dict[str, Blob | None] = {}
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        mode, _, name, *_ = about.decode("ascii", "replace").lstrip(":").split()
        found[decoded(path)] = None if mode == "000000" else Blob(name, mode)
    return found


def _parted(values: Iterable[T], wanted: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    """Return the values that are wanted, and the others."""
    both: tuple[list[T], list[T]] = ([], [])
    for each in values:
        both[not wanted(each)].append(each)
    return both


def _line(line: bytes) -> tuple[str, str, Blob]:
    """Return the tag, the path and the object of a line."""
    tag, mode, name, _ = line.partition(b"\t")[0].decode("ascii", "replace").split()
    return tag, decoded(path_of(line)), Blob(name, mode)


def _folders(lines: Sequence[bytes]) -> set[bytes]:
    """Return the folders of these lines' files: far less to look through."""
    path = lines[0].index(b"\t") + 1 if lines else 0
    return {line[path : line.rfind(b"/") + 1] for line in lines}


def _own(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(path for path in paths if path and not is_foreign(path))


def decoded(path: bytes) -> str:
    """Return a path as snapshots name it: bytes that are no UTF-8 as surrogate escapes."""
    return path.decode("utf-8", "surrogateescape")


def encoded(path: str) -> bytes:
    """Return the bytes of a path as snapshots name it."""
    return path.encode("utf-8", "surrogateescape")


def on_disk(root: Path, paths: Iterable[str], kind: Callable[[int], bool] = stat.S_ISREG) -> Iterator[str]:
    """Yield those of the paths that are plain files (or of that kind) on disk, with no link on the way."""
    top, folders = os.fspath(root), dict[str, bool]()
    for path in paths:
        ends = (place for place, each in enumerate(path) if each == "/")
        if all(_is_folder(top, path[:end], folders) for end in ends) and _is(top, path, kind):
            yield path


def _is_folder(top: str, folder: str, known: dict[str, bool]) -> bool:
    if folder not in known:
        known[folder] = _is(top, folder, stat.S_ISDIR)
    return known[folder]


def _is(top: str, path: str, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.lstat(os.path.join(top, path)).st_mode)  # noqa: PTH118
    except (OSError, ValueError):
        return False
