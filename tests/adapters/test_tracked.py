"""Git's lines are asked for again as soon as its index is another one, and never otherwise."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scanner.adapters import git as adapter
from scanner.adapters.cache import FILE, Cache
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.store import Store
from scanner.adapters.tracked import Tracked
from tests.adapters.test_index import committed, git, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return committed(tmp_path / "root")


def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Ask as a new process would, and tell whether git had to be asked."""
    cache = Cache(Store(root.parent / FILE, pytest.fail), b"1")
    started: list[object] = []

    def start(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        started.append(arguments)
        return real(folder, arguments)

    real = adapter.start
    with monkeypatch.context() as patch:
        patch.setattr(adapter, "start", start)
        tracked = Tracked(root, cache)
        said = tracked.said
    anew = Tracked(root, None)
    assert said is not None
    assert anew.said is not None
    assert (said.digest, said.odd, tracked.lines) == (anew.said.digest, anew.said.odd, anew.lines)
    tracked.keep(crowded=False)
    cache.save()
    return bool(started)


def add(root: Path) -> None:
    write(root, "new.py")
    git(root, "add", ".")


def watch_no_more(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", "a.py")


def leave_out(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", "a.py")


def split(root: Path) -> None:
    git(root, "update-index", "--split-index")
    add(root)


def forge(root: Path) -> None:
    """Write another index of the same size and times."""
    index = root / ".git/index"
    before = index.stat()
    git(root, "update-index", "--chmod=+x", "a.py")
    os.utime(index, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change", [add, watch_no_more, leave_out, split, forge], ids=lambda change: change.__name__
)
def test_another_index_is_asked_about(
    root: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    assert [asked(root, monkeypatch), asked(root, monkeypatch)] == [True, False]
    change(root)
    assert [asked(root, monkeypatch), asked(root, monkeypatch)] == [True, False]


def test_a_worktree_has_an_index_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root, "worktree", "add", "-q", "../other")
    other = root.parent / "other"
    assert [asked(other, monkeypatch), asked(other, monkeypatch)] == [True, False]
    add(root)
    assert not asked(other, monkeypatch)
    add(other)
    assert asked(other, monkeypatch)


def test_an_index_without_a_checksum_tells_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = root / ".git/index"
    index.write_bytes(index.read_bytes()[:-20] + bytes(20))
    assert [asked(root, monkeypatch), asked(root, monkeypatch)] == [True, True]


def test_an_index_that_is_written_meanwhile_is_asked_about_again(root: Path) -> None:
    cache = Cache(Store(root.parent / FILE, pytest.fail), b"1")
    disk = DiskSnapshot(root, cache=cache)
    disk.begin()
    add(root)
    assert [*disk.paths()] == ["a.py", "new.py", "sub/b.py"]
    assert disk.identity("new.py") is not None


def test_what_is_wanted_of_an_index_that_is_gone_is_walked(root: Path) -> None:
    for expected in (["a.py", "sub/b.py"], ["a.py", "sub/b.py"], ["a.py", "new.py", "sub/b.py"]):
        cache = Cache(Store(root.parent / FILE, pytest.fail), b"1")
        disk = DiskSnapshot(root, cache=cache)
        assert disk.state is not None
        cache.save()
        if expected[1] == "new.py":
            add(root)
            assert disk.looked() is None
        assert [*disk.paths()] == expected
