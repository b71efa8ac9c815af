"""Files that git neither tracks nor ignores: from an earlier look, and from the folders that have changed.

To look for them git opens every folder, which is half of what a warm run would cost. A folder with the
times and the number that it had holds the same names: POSIX marks its times with each entry that comes
or goes, and no program can set the time of a change. git is asked of the other folders alone.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from scanner.adapters import git
from scanner.adapters.cache import Cache

YOUNG = 2_000_000_000
"""Nanoseconds within which two changes may leave one time: the coarsest clock of a file system, FAT's."""

MOST = 400
"""Folders that git may be told of: it compares each name that it comes by with each of them."""

Stamp = tuple[int, int, int]
"""When an entry was modified and changed, in nanoseconds since 1970, and its number; zeros for no entry."""

Folder = bytes
"""A folder's path with a slash behind it; the root's is empty."""

OTHERS = ("--others", "--exclude-per-directory=.gitignore")
"""What `git ls-files` is asked for."""

_IGNORE = b".gitignore"
_NONE = (0, 0, 0)
_PATH = re.compile(rb"\t([^\0]*)")
_SPECIAL = re.compile(rb"([*?\[\]\\])")


class Seen(Struct, frozen=True):
    """A look: the tracked folders and the ignore files as they were when it began, and what was untracked.

    Of the paths in `found`, those of folders in which nothing is tracked end with a slash. `listing` and
    `paths` are digests of git's lines of the tracked files, and of their paths alone.
    """

    began: int
    listing: bytes
    paths: bytes
    stamps: Mapping[Folder, Stamp]
    ignores: Mapping[bytes, Stamp] = {}
    found: tuple[bytes, ...] = ()

    def changed(self, then: Mapping[bytes, Stamp], now: Mapping[bytes, Stamp]) -> set[bytes]:
        """Return which entries may not be as they were; one that was young then may have changed unseen."""
        young = self.began - YOUNG
        return {each for each, stamp in now.items() if stamp != then.get(each) or max(stamp[:2]) > young}


class Untracked:
    """The untracked files below a folder; the last look is kept in the cache."""

    def __init__(
        self, root: Path, ignoring: Sequence[str], cache: Cache, now: Callable[[], int] = time.time_ns
    ) -> None:
        """Describe a folder; `ignoring` are git's options for what is ignored, beside any .gitignore."""
        self._root = root
        self._above = root.relative_to(git.enclosing(root) or root)
        self._ignoring = tuple(ignoring)
        self._cache = cache
        self._now = now
        self.folders: Collection[Folder] = ()

    def find(self, tracked: bytes, listing: bytes) -> Sequence[bytes] | None:
        """Return the paths in order, that of a nested repository with a slash; None when git does not tell.

        `tracked` are the lines of `git ls-files -z -s --cached`, and `listing` a digest of them; `folders`
        are from then on theirs.
        """
        name = self._name("untracked")
        before = self._cache.load(Seen, name)
        seen = self._seen(tracked, listing, before)
        if seen is None:
            return None
        if seen is not before:
            self._cache.keep(name, seen)
        self.folders = seen.stamps.keys()
        folders = [path for path in seen.found if path.endswith(b"/")]
        below = self._below(folders) if folders else []
        return None if below is None else sorted({*seen.found} - {*folders} | {*below})

    def _seen(self, tracked: bytes, listing: bytes, before: Seen | None) -> Seen | None:
        """Return what there is now: what there was, where nothing has changed."""
        began = self._now()
        if before and before.listing == listing:
            now = replace(before, began=began, stamps=self._stamps(before.stamps))
            moved: Collection[bytes] | None = ()
        else:
            paths = b"\0".join(_PATH.findall(tracked))
            now = Seen(began, listing, _digest(paths), self._stamps({b"", *_folders(_split(paths))}))
            moved = self._moved(before, paths)
        if before is None or moved is None or self._is_changed(before.ignores, before):
            return self._whole(now)
        changed = before.changed(before.stamps, now.stamps) | (_folders(moved) & now.stamps.keys())
        opened = _folders(changed)
        return self._part(now, before, opened) if opened else replace(before, listing=listing)

    def _moved(self, before: Seen | None, paths: bytes) -> Collection[bytes] | None:
        """Return the paths that are tracked now and were not, or were; None when that is not known."""
        kept = self._cache.load_bytes(self._name("tracked")) or b""
        self._cache.keep_bytes(self._name("tracked"), paths)
        known = before is not None and _digest(kept) == before.paths
        return {*_split(kept)} ^ {*_split(paths)} if known else None

    def _is_changed(self, ignores: Mapping[bytes, Stamp], before: Seen) -> bool:
        return bool(before.changed(ignores, self._stamps(ignores)))

    def _whole(self, now: Seen) -> Seen | None:
        """Return a look at all folders."""
        ignores = {**self._ignore_files(now.stamps), **self._stamps(_above(self._root))}
        found = self._ask("--directory")
        return None if found is None else replace(now, ignores=ignores, found=tuple(found))

    def _part(self, now: Seen, before: Seen, opened: Collection[Folder]) -> Seen | None:
        """Return a look that differs from the one before only in these folders."""
        ignores = self._ignore_files(opened)
        closed = [each for each in now.stamps if each not in opened and _parent(each) in opened]
        if len(closed) > MOST or not ignores.keys() <= before.ignores.keys():
            return self._whole(now)
        found = self._ask("--directory", *(f"--exclude=/{self._pattern(folder)}" for folder in closed))
        kept = [path for path in before.found if _parent(path) in now.stamps and _parent(path) not in opened]
        ignores = {**before.ignores, **ignores}
        return None if found is None else replace(now, ignores=ignores, found=(*kept, *found))

    def _below(self, folders: Sequence[Folder]) -> list[bytes] | None:
        """Return the untracked files in untracked folders."""
        if len(folders) > MOST:
            return self._ask()
        return self._ask("--", *(f":(literal){os.fsdecode(folder)}" for folder in folders))

    def _ask(self, *arguments: str) -> list[bytes] | None:
        output = git.said(git.start(self._root, ["ls-files", "-z", *OTHERS, *self._ignoring, *arguments]))
        return None if output is None else _split(output)

    def _ignore_files(self, folders: Iterable[Folder]) -> dict[bytes, Stamp]:
        """Return the ignore files in these folders; git takes none that is a link."""
        with _opened(self._root) as place:
            paths = [folder + _IGNORE for folder in folders]
            return self._stamps(path for path in paths if os.access(path, os.F_OK, dir_fd=place))

    def _stamps(self, paths: Iterable[bytes]) -> dict[bytes, Stamp]:
        """Return the stamp of each path; links on the way are followed, one at the end is not."""
        with _opened(self._root) as place:
            return {path: _stamp(path, place) for path in paths}

    def _pattern(self, folder: Folder) -> str:
        """Return what only this folder matches; git takes such a pattern from the top of the repository."""
        path = os.fsencode(self._above / os.fsdecode(folder))
        return os.fsdecode(_SPECIAL.sub(rb"\\\1", path)) + "/"

    def _name(self, part: str) -> bytes:
        return self._cache.name(part, os.fspath(self._root), *self._ignoring)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    place = os.open(folder, os.O_RDONLY)
    try:
        yield place
    finally:
        os.close(place)


def _stamp(path: bytes, place: int) -> Stamp:
    try:
        found = os.lstat(path.removesuffix(b"/") or b".", dir_fd=place)
    except (OSError, ValueError):
        return _NONE
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _above(root: Path) -> Iterator[bytes]:
    """Yield where ignore files above a folder may lie that count in it: up to the top of its repository."""
    up = b""
    for folder in (root, *root.parents):
        if os.path.lexists(folder / ".git"):
            return
        up += b"../"
        yield up + _IGNORE


def _folders(paths: Iterable[bytes]) -> set[Folder]:
    """Return the folders that hold these paths, and all above them; a folder holds itself."""
    found = {path[: path.rfind(b"/") + 1] for path in paths}
    for folder in tuple(found):
        while folder and (folder := _parent(folder)) not in found:
            found.add(folder)
    return found


def _parent(path: bytes) -> Folder:
    """Return the folder in which a file or a folder lies."""
    return path[: path.rfind(b"/", 0, -1) + 1]


def _split(paths: bytes) -> list[bytes]:
    return paths.removesuffix(b"\0").split(b"\0") if paths else []


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=20).digest()
