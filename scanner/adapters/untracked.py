"""Files that git neither tracks nor ignores: from an earlier look, and from the folders that have changed.

To look for them git opens every folder, which is half of what a warm run would cost. A folder with the
times and the number that it had holds the same names: POSIX marks its times with each entry that comes
or goes, and no program can set the time of a change. git is asked of the other folders alone.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from scanner.adapters import git
from scanner.adapters.cache import Cache
from scanner.adapters.stamp import ABSENT, Stamp, is_young, stamp
from scanner.adapters.tracked import Tracked

MOST = 400
"""Folders that git may be told of: it compares each name that it comes by with each of them."""

Folder = bytes
"""A folder's path with a slash behind it; the root's is empty."""

OTHERS = ("--others", "--exclude-per-directory=.gitignore")
"""What `git ls-files` is asked for."""

_IGNORE = b".gitignore"
_PATH = rb"\t([^\0]*)"
_SPECIAL = rb"([*?\[\]\\])"


class Seen(Struct, frozen=True):
    """A look: the tracked folders and the ignore files as they were when it began, and what was untracked.

    Those that were young have no stamp. Of the paths in `found`, those of folders in which nothing is
    tracked end with a slash. `listing` and `paths` are digests of git's lines of the tracked files, and of
    their paths alone.
    """

    listing: bytes
    paths: bytes
    stamps: Mapping[Folder, Stamp | None]
    ignores: Mapping[bytes, Stamp | None] = {}
    found: tuple[bytes, ...] = ()


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
        self._began = 0
        self._before = cache.load(Seen, self._name("untracked"))
        self._after: Seen | None = None

    @property
    def folders(self) -> Collection[Folder]:
        """The folders of all tracked files, once somebody has looked."""
        return self._after.stamps.keys() if self._after else ()

    @property
    def lost(self) -> bool:
        """Whether any of these is no folder now."""
        return self._after is not None and ABSENT in self._after.stamps.values()

    def keep(self) -> None:
        """Keep the last look in the cache."""
        if self._after is not None and self._after is not self._before:
            self._cache.keep(self._name("untracked"), self._after)

    def find(self, tracked: Tracked) -> Sequence[bytes] | None:
        """Return their paths in order, that of a repository with a slash; None when git does not tell."""
        self._began = self._now()
        seen = self._after = self._seen(tracked, self._before)
        if seen is None:
            return None
        folders = [path for path in seen.found if path.endswith(b"/")]
        below = self._below(folders) if folders else []
        return None if below is None else sorted({*seen.found} - {*folders} | {*below})

    def _seen(self, tracked: Tracked, before: Seen | None) -> Seen | None:
        """Return what there is now: what there was, where nothing has changed."""
        if tracked.said is None:
            return None
        listing, moved = tracked.said.digest, frozenset[bytes]()
        if before and before.listing == listing:
            now = replace(before, stamps=self._stamps(before.stamps))
        elif tracked.lines is None:
            return None
        else:
            paths = re.findall(_PATH, tracked.lines)
            joined = b"\0".join(paths)
            now = Seen(listing, _digest(joined), self._stamps({b"", *_folders(paths)}))
            if before is None or before.paths != now.paths:
                before, moved = self._moved(before, paths, joined)
        if before is None or _changed(before.ignores, self._stamps(before.ignores)):
            return self._whole(now)
        turned = before.stamps.keys() ^ now.stamps.keys()
        changed = _changed(before.stamps, now.stamps) | ({*map(_parent, turned | moved)} & now.stamps.keys())
        if changed:
            return self._part(now, before, _joined(changed))
        return before if before.listing == listing else replace(before, listing=listing)

    def _moved(
        self, before: Seen | None, paths: Sequence[bytes], joined: bytes
    ) -> tuple[Seen | None, frozenset[bytes]]:
        """Return the look before with the paths that came or went since; no look where that is not known."""
        kept = self._cache.load_bytes(self._name("paths")) or b""
        self._cache.keep_bytes(self._name("paths"), joined)
        if before is None or _digest(kept) != before.paths:
            return None, frozenset()
        return before, frozenset(_split(kept)) ^ frozenset(paths)

    def _whole(self, now: Seen) -> Seen | None:
        """Return a look at all folders."""
        ignores = {**self._ignore_files(now.stamps), **self._stamps(_above(self._root))}
        return self._looked(now, ignores, (), self._ask("--directory"))

    def _part(self, now: Seen, before: Seen, opened: Collection[Folder]) -> Seen | None:
        """Return a look that differs from the one before only in these folders."""
        ignores = self._ignore_files(opened)
        closed = [each for each in now.stamps if each not in opened and _parent(each) in opened]
        if len(closed) + len(opened) > MOST or not ignores.keys() <= before.ignores.keys():
            return self._whole(now)
        excluded = (f"--exclude=/{self._pattern(folder)}" for folder in closed)
        found = self._ask("--directory", *excluded, "--", *map(_literal, opened))
        kept = [path for path in before.found if _parent(path) in now.stamps and _parent(path) not in opened]
        return self._looked(now, {**before.ignores, **ignores}, kept, found)

    def _looked(
        self,
        now: Seen,
        ignores: Mapping[bytes, Stamp | None],
        kept: Iterable[bytes],
        found: Iterable[bytes] | None,
    ) -> Seen | None:
        if found is None:
            return None
        stamps = self._old(now.stamps)
        return replace(now, stamps=stamps, ignores=self._old(ignores), found=(*kept, *found))

    def _old(self, stamps: Mapping[bytes, Stamp | None]) -> dict[bytes, Stamp | None]:
        """Return the stamps without those of what may still change unseen."""
        young = {each for each, stamp in stamps.items() if stamp and is_young(stamp, self._began)}
        return {**stamps, **dict.fromkeys(young)}

    def _below(self, folders: Sequence[Folder]) -> list[bytes] | None:
        """Return the untracked files in untracked folders."""
        if len(folders) > MOST:
            return self._ask()
        return self._ask("--", *map(_literal, folders))

    def _ask(self, *arguments: str) -> list[bytes] | None:
        output = git.said(git.start(self._root, ["ls-files", "-z", *OTHERS, *self._ignoring, *arguments]))
        return None if output is None else _split(output)

    def _ignore_files(self, folders: Iterable[Folder]) -> dict[bytes, Stamp | None]:
        """Return the ignore files in these folders; git takes none that is a link."""
        with _opened(self._root) as place:
            paths = [folder + _IGNORE for folder in folders]
            return self._stamps(path for path in paths if os.access(path, os.F_OK, dir_fd=place))

    def _stamps(self, paths: Iterable[bytes]) -> dict[bytes, Stamp | None]:
        """Return the stamp of each path; links on the way are followed, one at the end is not."""
        found = dict[bytes, Stamp | None]()
        with _opened(self._root) as place:
            for path in paths:
                try:
                    told = os.lstat(path.removesuffix(b"/") or b".", dir_fd=place)
                except (OSError, ValueError):
                    found[path] = ABSENT
                else:
                    is_one = path.endswith(_IGNORE) or stat.S_ISDIR(told.st_mode)
                    found[path] = stamp(told) if is_one else ABSENT
        return found

    def _pattern(self, folder: Folder) -> str:
        """Return what only this folder matches; git takes such a pattern from the top of the repository."""
        path = os.fsencode(self._above / os.fsdecode(folder))
        return os.fsdecode(re.sub(_SPECIAL, rb"\\\1", path)) + "/"

    def _name(self, part: str) -> bytes:
        return self._cache.name(part, os.fspath(self._root), *self._ignoring)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    place = os.open(folder, os.O_RDONLY)
    try:
        yield place
    finally:
        os.close(place)


def _changed(then: Mapping[bytes, Stamp | None], now: Mapping[bytes, Stamp | None]) -> set[bytes]:
    """Return which entries may not be as they were."""
    if then == now and None not in then.values():
        return set()
    return {each for each, stamp in now.items() if stamp is None or stamp != then.get(each)}


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


def _joined(folders: Collection[Folder]) -> set[Folder]:
    """Return folders with those that lie between two of them."""
    found = {*folders}
    for folder in folders:
        between: list[Folder] = []
        above = folder
        while above and (above := _parent(above)) not in folders:
            between.append(above)
        found.update(between if above in folders else ())
    return found


def _literal(folder: Folder) -> str:
    """Return what names a folder, whatever its name holds; the root's is all."""
    return f":(literal){os.fsdecode(folder) or '.'}"


def _parent(path: bytes) -> Folder:
    """Return the folder in which a file or a folder lies."""
    return path[: path.rfind(b"/", 0, -1) + 1]


def _split(paths: bytes) -> list[bytes]:
    return paths.removesuffix(b"\0").split(b"\0") if paths else []


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=20).digest()
