"""A commit and the index are seen through the disk's files as git itself shows them."""

import os
import subprocess
from pathlib import Path

import pytest

from scanner.adapters import revision
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.revision import RevisionSnapshot


def git(root: Path, *arguments: str) -> str:
    named = ["-c", "user.name=a", "-c", "user.email=a@b"]
    done = subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Every way in which the disk, the index and a commit can differ."""
    git(tmp_path, "init", "-q")
    names = ["same", "edited", "staged", "twice", "gone", "dropped", "kept", "touched", "mode", "back", "é"]
    (tmp_path / "sub").mkdir()
    for name in names:
        (tmp_path / "sub" / f"{name}.py").write_text(f"{name} = 0\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "base")
    for name in ("edited", "staged", "twice", "back", "é"):
        (tmp_path / "sub" / f"{name}.py").write_text(f"{name} = 1\n")
    (tmp_path / "sub" / "new.py").write_text("new = 1\n")
    git(tmp_path, "add", "sub/staged.py", "sub/twice.py", "sub/back.py", "sub/new.py")
    git(tmp_path, "rm", "-q", "--cached", "sub/kept.py")
    git(tmp_path, "rm", "-q", "sub/dropped.py")
    git(tmp_path, "update-index", "--chmod=+x", "sub/mode.py")
    (tmp_path / "sub" / "twice.py").write_text("twice = 2\n")
    (tmp_path / "sub" / "back.py").write_text("back = 0\n")
    (tmp_path / "sub" / "untracked.py").write_text("untracked = 1\n")
    (tmp_path / "sub" / "gone.py").unlink()
    os.utime(tmp_path / "sub" / "touched.py", (1, 1))
    return tmp_path


@pytest.mark.parametrize("below", ["", "sub"])
def test_each_file_is_that_of_the_commit_or_the_index(repository: Path, below: str) -> None:
    disk = DiskSnapshot(repository / below)
    known = disk.index
    assert known is not None
    listed = {
        "HEAD": (
            git(disk.root, "ls-tree", "-rz", "--name-only", "HEAD"),
            revision.against(disk.root, known, "HEAD"),
        ),
        "": (git(disk.root, "ls-files", "-z"), revision.staged(disk.root, known)),
    }
    for state, (names, differences) in listed.items():
        snapshot = RevisionSnapshot(disk, differences, (), ())
        paths = [name for name in names.split("\0") if name]
        assert [*snapshot.paths()] == sorted(paths)
        for path in paths:
            assert snapshot.read(path) == git(disk.root, "show", f"{state}:./{path}").encode(), path
