"""What git's index says of the files below a folder, and where the disk differs from it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from scanner.adapters import git
from scanner.adapters.cache import Cache
from scanner.adapters.untracked import OTHERS, Untracked
from scanner.find.selection import FOREIGN, is_foreign

_DIFFERING = ("diff-files", "--raw", "-z", "--no-renames", "--relative", "--ignore-submodules=all")
_FILES = (b"H 100644 ", b"H 100755 ")
"""How `git ls-files -s -v` begins the line of a plain file that git keeps an eye on."""

_NO_FILE = re.compile(rb"\0(?!H 100(?:644|755) )([^\0]+)")
"""The lines that begin in another way."""

_FOREIGN = re.compile(b"[\t/](?:" + b"|".join(re.escape(name.encode()) for name in FOREIGN) + b")/")
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
    be there. `nested` are folders that are repositories of their own. `differing` is what the index has
    in the place of files on disk, `absent` are those that a sparse checkout leaves out. `folders` are those
    of all tracked files, where they are known. `digest` tells this from every other answer.
    """

    listed: bytes
    others: frozenset[str]
    nested: frozenset[str]
    differing: Differences
    absent: Differences
    folders: Collection[bytes]
    digest: bytes

    @cached_property
    def entries(self) -> Entries:
        """The lines of the files that are as the index has them."""
        plain = [line for line in self.listed.split(b"\0") if line.startswith(_FILES)]
        if self.others and plain:
            others = {encoded(path) for path in self.others}
            path = plain[0].index(b"\t") + 1
            plain = [line for line in plain if line[path:] not in others]
        if _FOREIGN.search(b"\t".join((b"", *(self.folders or _folders(plain))))):
            plain = [line for line in plain if not is_foreign(decoded(path_of(line)))]
        return Entries(plain)


class Question:
    """What is asked of git about a folder; it works on the answer until that is wanted."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        """Begin to ask; OSError where there is no git. With a cache git looks only where it has to."""
        ignoring = [f"--exclude={name}/" for name in FOREIGN]
        looks = os.stat in os.supports_dir_fd
        self._untracked = Untracked(root, ignoring, cache) if cache is not None and looks else None
        others = () if self._untracked else (*OTHERS, *ignoring)
        self._listed = git.start(root, ["ls-files", "-z", "-s", "-v", "--cached", *others])
        self._differing = git.start(root, _DIFFERING)
        drivers = [f":(attr:filter={name})" for name in git.filters(root)]
        self._filtered = git.start(root, ["ls-files", "-z", *drivers]) if drivers else None

    def answer(self) -> Index | None:
        """Return what git said, None when it refused."""
        listed, differing = git.said(self._listed), git.said(self._differing)
        filtered = git.said(self._filtered) if self._filtered else b""
        if listed is None or differing is None or filtered is None:
            return None
        digest = blake2b(listed)
        others = self._untracked.find(listed, digest.digest()) if self._untracked else ()
        if others is None:
            return None
        untracked = b"".join(b"? %b\0" % path for path in others)
        digest.update(b"\0\0".join((untracked, differing, filtered)))
        listed += untracked
        names = {*map(decoded, filtered.split(b"\0"))} - {""}
        folders = self._untracked.folders if self._untracked else ()
        return _index(listed, differences(differing), names, folders, digest.digest())


def changed(root: Path) -> frozenset[str] | None:
    """Return the files that are not on disk as the index has them, None when git does not tell."""
    differing = git.said(git.start(root, _DIFFERING))
    return None if differing is None else frozenset(differences(differing))


def differences(output: bytes) -> dict[str, Blob | None]:
    """Read the raw format of git's diffs (`:mode mode name name status`, then the path) for its left side."""
    fields = output.split(b"\0")
    found: dict[str, Blob | None] = {}
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        mode, _, name, *_ = about.decode("ascii", "replace").lstrip(":").split()
        found[decoded(path)] = None if mode == "000000" else Blob(name, mode)
    return found


def _index(
    listed: bytes, changed: Differences, filtered: Set[str], folders: Collection[bytes], digest: bytes
) -> Index:
    others, nested, untracked = {*changed, *filtered}, set[str](), set[str]()
    absent: dict[str, Blob | None] = {}
    for line in _NO_FILE.findall(b"\0" + listed):
        if line.startswith(b"? "):
            (nested if line.endswith(b"/") else untracked).add(decoded(line[2:].rstrip(b"/")))
        else:
            tag, mode, blob, _ = line.partition(b"\t")[0].decode("ascii", "replace").split()
            path = decoded(path_of(line))
            (nested if mode == "160000" else others).add(path)
            if tag == "S":
                absent[path] = Blob(blob, mode)
    differing = {**dict.fromkeys(untracked), **changed}
    return Index(listed, _own(others | untracked), _own(nested), differing, absent, folders, digest)


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
