"""Where an interpreter's packages are, told by the files around it; it is never run."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path

from msgspec import Struct

from scanner.adapters.stamp import is_young, stamp
from scanner.model.snapshot import Skipped

_LARGEST = 4 * 1024 * 1024
_VENVS = (".venv", "venv", "env")


class SitePackages(Struct, frozen=True, dict=True):
    """A folder of installed packages; no path leads outside it."""

    folder: Path

    @cached_property
    def _resolved(self) -> str:
        return os.path.realpath(self.folder)

    def paths(self) -> Collection[str]:
        """Return every Python file, in order."""
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        prefix = len(os.fspath(self.folder)) + 1
        for folder, folders, names in os.walk(self.folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in names:
                if name.endswith(".py"):
                    yield f"{folder}/{name}"[prefix:].replace(os.sep, "/")

    def stamp(self, path: str) -> str:
        """Return what differs whenever a file does: its size and times; empty where nothing does."""
        try:
            told = os.stat(f"{self.folder}/{path}")  # noqa: PTH116
        except (OSError, ValueError):
            return ""
        if is_young(stamp(told), time.time_ns()):
            return ""
        return f"{self.folder}: {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}"

    def search(self, pattern: str, suffixes: Collection[str]) -> Iterator[str | Skipped]:
        """Yield nothing: packages are only read by the names that a project imports."""
        return iter(())

    def identity(self, path: str) -> str | None:
        """Return None: there is no git here."""
        return None

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content, or why it is not read."""
        return self._recent(path)

    @cached_property
    def _recent(self) -> Callable[[str], bytes | Skipped]:
        """Read a file; whoever looks whether it is there asks for it next."""
        return lru_cache(maxsize=8)(self._read)

    def _read(self, path: str) -> bytes | Skipped:
        folder, _, name = path.rpartition("/")
        try:
            target = os.path.join(self._real_folder(folder), name)  # noqa: PTH118
            if stat.S_ISLNK(os.lstat(target).st_mode):
                target = os.path.realpath(target)
            status = os.stat(target)  # noqa: PTH116
            if not stat.S_ISREG(status.st_mode):
                return Skipped(path, "not there")
            if not target.startswith(f"{self._resolved}{os.sep}"):
                return Skipped(path, "leads outside its folder")
            if status.st_size > _LARGEST:
                return Skipped(path, "larger than 4 MB")
            with open(target, "rb") as file:  # noqa: PTH123
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return Skipped(path, "not there")
        except (OSError, ValueError) as error:
            return Skipped(path, str(error))

    @cached_property
    def _real_folder(self) -> Callable[[str], str]:
        """Return where a folder really is; packages have few folders and many files."""
        return cache(lambda folder: os.path.realpath(self.folder / folder))


def installed_packages(python: Path | None, root: Path) -> list[SitePackages]:
    """Return the package folders of an interpreter, or of the environment inside the project.

    `python` is an interpreter or an environment's folder; None looks for `.venv`, `venv` and `env`
    in `root`. Editable installs count: folders that a `.pth` file names come last.
    """
    candidates = [python] if python is not None else [root / name for name in _VENVS]
    for candidate in candidates:
        folders = [folder for base in _environments(candidate) for folder in _site_packages(base)]
        if folders:
            editable = [path for folder in folders for path in _editable(folder)]
            return [SitePackages(folder) for folder in dict.fromkeys([*folders, *editable])]
    return []


def executable(root: Path) -> Path | None:
    """Return the interpreter of the environment inside the project, None without one."""
    names = [root / name / "bin" / "python" for name in _VENVS]
    return next((python for python in names if python.exists()), None)


def _environments(python: Path) -> Iterator[Path]:
    """Yield the folders that a `lib` may lie in: around the path as given, then where it leads."""
    if python.is_dir():
        yield python
        return
    yield python.parent.parent
    try:
        yield python.resolve().parent.parent
    except OSError:
        return


def _site_packages(base: Path) -> list[Path]:
    found = [*base.glob("lib/python*/site-packages"), *base.glob("Lib/site-packages")]
    return sorted(folder for folder in found if folder.is_dir())


def _editable(folder: Path) -> Iterator[Path]:
    for listing in sorted(folder.glob("*.pth")):
        try:
            lines = listing.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.strip() and not line.startswith(("import ", "#")) and (folder / line.strip()).is_dir():
                yield folder / line.strip()
