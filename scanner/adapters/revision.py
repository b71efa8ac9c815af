"""A git revision, or the index, as a snapshot: the folder on disk with what differs put in its place.

Only what differs is read from git's objects (`cat-file --batch`), so a second analysis costs what the
change did. Nothing is checked out and nothing is written.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from scanner.adapters import git
from scanner.adapters.cache import Cache
from scanner.adapters.disk import MAXIMUM, DiskSnapshot
from scanner.adapters.index import DIFFERING, Blob, Differences, Index, differences
from scanner.find.selection import is_foreign, matcher
from scanner.model.failure import CannotRun
from scanner.model.snapshot import Skipped

_LFS = b"version https://git-lfs.github.com/spec/"
_FEW = 200
"""So many paths git is told of; of more it is asked for all."""

_GITLINK, _SYMLINK = "160000", "120000"


class RevisionSnapshot:
    """The folder of a DiskSnapshot as another state has it."""

    def __init__(
        self,
        disk: DiskSnapshot,
        differences: Differences,
        include: Collection[str],
        exclude: Collection[str],
        cache: Cache | None = None,
    ) -> None:
        """Describe the tree; `include` and `exclude` are those of the disk's snapshot."""
        self._disk = disk
        self._cache = cache
        self._include = matcher(include) if tuple(include) not in ((), ("**",)) else None
        self._exclude = matcher(exclude) if exclude else None
        self._differences = {path: blob for path, blob in differences.items() if self._is_own(path)}

    def paths(self) -> Collection[str]:
        """Return every file that is looked at, in order."""
        return self._paths

    def search(
        self, pattern: str, suffixes: Collection[str], within: Collection[str] | None = None
    ) -> Iterator[str | Skipped]:
        """Yield the files with one of these suffixes whose text matches, in order of their paths.

        What is on disk is searched as a whole: other states may ask for the same.
        """
        endings = tuple(suffix.lower() for suffix in suffixes)
        found = [each for each in self._disk.search(pattern, suffixes) if self._unchanged(each)]
        for path, blob in self._differences.items():
            if blob is not None and _is_file(blob) and path.lower().endswith(endings):
                content = self.read(path)
                if isinstance(content, Skipped):
                    found.append(content)
                elif self._matches(pattern, suffixes, path, blob, content):
                    found.append(path)
        yield from sorted(each for each in found if isinstance(each, str))
        yield from sorted((each for each in found if isinstance(each, Skipped)), key=lambda each: each.path)

    def _matches(
        self, pattern: str, suffixes: Collection[str], path: str, blob: Blob, content: bytes
    ) -> bool:
        """Tell whether a pattern matches; the disk's earlier searches or the cache may know of the blob."""
        known = self._disk.matched(pattern, suffixes, path, blob.name)
        if known is not None or self._cache is None:
            return _matches(pattern, content) if known is None else known
        name = self._cache.name("matches", pattern, blob.name)
        kept = self._cache.load_bytes(name)
        if kept is None:
            kept = b"yes" if _matches(pattern, content) else b"no"
            self._cache.keep_bytes(name, kept)
        return kept == b"yes"

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content as this state has it, or why it is not read."""
        if path not in self._differences:
            return self._disk.read(path)
        blob = self._differences[path]
        if blob is None:
            return Skipped(path, "there is no such file at this revision")
        if blob.mode == _SYMLINK:
            return Skipped(path, "it is a symbolic link")
        content = self._contents.get(blob.name)
        if content is None and self._cache is not None:
            self._cache.lost = True
        return _readable(path, content)

    def among(self, pattern: str, paths: Collection[str]) -> Iterator[str]:
        """Yield those of the files whose text matches, and any that could not be searched."""
        yield from self._disk.among(pattern, [path for path in paths if path not in self._differences])
        for path in self._differences.keys() & {*paths}:
            content = self.read(path)
            if isinstance(content, Skipped) or _compiled(pattern).search(content):
                yield path

    def identity(self, path: str) -> str | None:
        """Return git's name of the file's content where there is any to read, and its size."""
        if path not in self._differences:
            return self._disk.identity(path)
        blob, content = self._differences[path], self.read(path)
        return f"{blob.name}:{len(content)}" if blob is not None and isinstance(content, bytes) else None

    def _unchanged(self, found: str | Skipped) -> bool:
        return (found if isinstance(found, str) else found.path) not in self._differences

    def _is_own(self, path: str) -> bool:
        included = self._include is None or self._include(path)
        return included and not (self._exclude is not None and self._exclude(path)) and not is_foreign(path)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        paths = dict.fromkeys(self._disk.paths())
        for path in self._differences:
            paths.pop(path, None)
        return tuple(sorted([*paths, *(path for path, blob in self._differences.items() if _is_file(blob))]))

    @cached_property
    def _contents(self) -> Mapping[str, bytes]:
        names = {blob.name for blob in self._differences.values() if blob is not None and _is_file(blob)}
        return git.blobs(self._disk.root, sorted(names), MAXIMUM)


def _matches(pattern: str, content: bytes) -> bool:
    """Tell whether the pattern matches within one line, as ripgrep has it."""
    compiled = _compiled(pattern)
    found = compiled.search(content)
    if found is None or b"\n" not in found[0]:
        return found is not None
    return any(map(compiled.search, content.split(b"\n")))


@cache
def _compiled(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode(), re.IGNORECASE | re.MULTILINE)


def _is_file(blob: Blob | None) -> bool:
    return blob is not None and blob.mode not in (_GITLINK, _SYMLINK)


def _readable(path: str, content: bytes | None) -> bytes | Skipped:
    if content is None:
        return Skipped(path, "git does not hold it here (a partial clone), or it is larger than 8 MB")
    if content.startswith(_LFS):
        return Skipped(path, "it is a Git LFS pointer: its content is not in the repository")
    if b"\0" in content:
        return Skipped(path, "it is binary: it holds NUL bytes")
    return content


def against(root: Path, known: Index, commit: str) -> Differences:
    """Return what a commit has in the place of the files on disk, untracked ones included."""
    asked = ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--relative", commit, "--"]
    return {**staged(root, known), **differences(_git(root, asked))}


def staged(root: Path, known: Index) -> Differences:
    """Return what the index has in the place of the files on disk, untracked ones included."""
    paths = [f":(literal){path}" for path in sorted(known.changed)]
    asked = [*DIFFERING, "--", *(paths if len(paths) <= _FEW else ())]
    found = differences(_git(root, asked)) if paths else {}
    return {**known.absent, **dict.fromkeys(known.untracked), **found}


def _git(root: Path, arguments: list[str]) -> bytes:
    try:
        done = git.run(root, arguments)
    except FileNotFoundError as error:
        raise CannotRun("git is not installed", "the gate compares two revisions and needs it") from error
    except subprocess.SubprocessError as error:
        raise CannotRun(f"git did not answer: {error}") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotRun(f"git {arguments[0]} failed: {said[-1] if said else 'it said nothing'}")
    return done.stdout
