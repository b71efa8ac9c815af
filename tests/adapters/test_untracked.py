"""The untracked files are those that git itself lists, whatever has happened since the last look."""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.adapters import git
from scanner.adapters.cache import FILE, Cache
from scanner.adapters.store import Store
from scanner.adapters.tracked import Tracked
from scanner.adapters.untracked import Untracked
from tests.adapters.test_index import git as run
from tests.adapters.test_index import write

IGNORING = ("--exclude=node_modules/",)
NAMES = ("a.py", "b.log", "c [d].py", "*.py", "é.py", "node_modules")
FOLDERS = ("", "x/", "x/x/", "x/y/", "x/y/z/", "w [x]/", "w [x]/v/", "*/", "empty/", "node_modules/")
IGNORES = ("", "*.log\n", "y/\n", "!b.log\n", ".gitignore\n", "/x/\n")


class Clock:
    """A clock that is ahead, so that what is done now is long past for it, or behind."""

    ahead = 10**10

    def __call__(self) -> int:
        return time.time_ns() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    run(root, "init", "-q")
    write(root, *(f"{folder}a.py" for folder in FOLDERS[:8]))
    run(root, "add", ".")
    run(root, "commit", "-qm", "first")
    return root


def expected(root: Path) -> list[bytes]:
    output = git.run(root, ["ls-files", "-z", "--others", "--exclude-per-directory=.gitignore", *IGNORING])
    return sorted({*output.stdout.split(b"\0")} - {b""})


def found(root: Path, cache: Path, clock: Callable[[], int]) -> list[bytes]:
    """Return what a new process would find."""
    kept = Cache(Store(cache / FILE, pytest.fail), b"1")
    untracked = Untracked(root, IGNORING, kept, clock)
    told = untracked.find(Tracked(root, kept))
    untracked.keep()
    kept.save()
    assert told is not None
    return [*told]


def attempt(root: Path, *arguments: str) -> None:
    """Let git do what it may refuse to."""
    git.run(root, arguments)


def at_random(root: Path, chance: random.Random) -> None:
    """Do one thing that people or programs do to a tree."""
    folder = root / chance.choice(FOLDERS)
    path = folder / chance.choice(NAMES)
    files = sorted(each for each in root.rglob("*") if each.is_file() and ".git" not in each.parts)
    match chance.randrange(12):
        case 0 | 1 | 2 if not any(each.is_file() for each in (folder, *folder.parents)) and not path.is_dir():
            write(root, str(path.relative_to(root)), text=chance.choice("ab"))
        case 3 if files:
            chance.choice(files).unlink()
        case 4 if folder.is_dir() and folder != root:
            shutil.rmtree(folder)
        case 5 if folder.is_dir():
            (folder / ".gitignore").write_text(chance.choice(IGNORES))
        case 6:
            attempt(root, "add", "--all", *(("--force",) if chance.random() < 0.2 else ()))
        case 7 if names := git.run(root, ["ls-files", "-z"]).stdout.split(b"\0")[:-1]:
            attempt(root, "rm", "-q", "--cached", "--", f":(literal){os.fsdecode(chance.choice(names))}")
        case 8:
            attempt(root, "-c", "user.name=a", "-c", "user.email=a@b", "stash", "-q", "--all")
        case 9 if folder.is_dir():
            status = folder.stat()
            write(root, str((folder / "late.py").relative_to(root)))
            os.utime(folder, ns=(status.st_atime_ns, status.st_mtime_ns))
        case 10 if folder.is_dir() and not (folder / ".git").exists():
            (folder / "nested").mkdir(exist_ok=True)
            run(folder / "nested", "init", "-q")
        case 11 if folder.is_dir() and folder != root and not (root / "moved").exists():
            folder.rename(root / "moved")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_git_says_the_same(root: Path, tmp_path: Path, clock: Clock, seed: int) -> None:
    chance = random.Random(seed)
    looked = root / ("x" if seed % 3 == 0 else "")
    for _ in range(25):
        for _ in range(chance.choice((1, 1, 4))):
            at_random(root, chance)
        looked.mkdir(exist_ok=True)
        assert found(looked, tmp_path, clock) == expected(looked)
