"""What differs from the index is what git itself says, also where files are as young as the index."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scanner.adapters import git as adapter
from scanner.adapters import modified
from scanner.adapters.modified import Modified
from tests.adapters.test_index import INSERT, git, write

FILES = (
    "a.py",
    "sub/b.py",
    "sub/c [d].py",
    f"sub/{'long/' * 30}{'e' * 200}.py",
    *(f"{n}.py" for n in range(9)),
)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modified, "FEW", 4)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of which some files are as young as the index: it was made within one second or two."""
    root = tmp_path / "root"
    root.mkdir()
    git(root, "init", "-q")
    write(root, *FILES)
    (root / "link.py").symlink_to("a.py")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    git(root, "clone", "-q", ".", "../clone")
    return tmp_path / "clone"


def found(root: Path, index: str = ".git/index") -> frozenset[bytes] | None:
    paths = Modified(root, index, linked=False).paths()
    said = adapter.run(root, ["ls-files", "-z", "--modified"]).stdout
    assert paths == frozenset(said.split(b"\0")) - {b""}
    every = Modified(root, index).paths()
    said = adapter.run(root, ["diff-files", "-z", "--name-only", "--relative"]).stdout
    assert every == frozenset(said.split(b"\0")) - {b""}
    return paths


def edit(path: Path) -> None:
    """Change a file at once to one of the same size and time."""
    before = path.stat()
    path.write_text(INSERT.replace("1", "2"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def swap(path: Path) -> None:
    edit(path)
    path.with_name("other").write_bytes(path.read_bytes())
    os.utime(path.with_name("other"), ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    path.with_name("other").rename(path)


def touch(path: Path) -> None:
    path.touch()


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        pytest.param(edit, True, id="edit"),
        pytest.param(swap, True, id="swap"),
        pytest.param(touch, False, id="touch"),
        pytest.param(delete, True, id="delete"),
    ],
)
def test_what_is_changed_at_once_is_found(clone: Path, change: Callable[[Path], None], differs: bool) -> None:
    assert found(clone) == frozenset()
    for path in ("sub/b.py", "8.py"):
        change(clone / path)
    assert found(clone) == (frozenset((b"sub/b.py", b"8.py")) if differs else frozenset())
    assert found(clone / "sub", "../.git/index") == (frozenset((b"b.py",)) if differs else frozenset())
    (clone / "link.py").unlink()
    (clone / "link.py").symlink_to("b.py")
    assert b"link.py" in (found(clone) or ())


def state(root: Path) -> dict[Path, tuple[int, int, int]]:
    """Return the size and the times of everything in the repository's own folder."""
    told = {path: path.stat() for path in (root / ".git").rglob("*")}
    return {path: (each.st_size, each.st_mtime_ns, each.st_ctime_ns) for path, each in told.items()}


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux has files in memory")
def test_git_is_given_a_copy_and_nothing_is_written_into_the_repository(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = clone / ".git/index"
    second = index.stat().st_mtime_ns + 10**9
    for path in FILES:
        os.utime(clone / path, ns=(second, second + 1))
    git(clone, "update-index", "--refresh")
    os.utime(index, ns=(second, second))
    before, given = state(clone), list[str | None]()

    def start(folder: Path, arguments: Sequence[str], index: str | None) -> subprocess.Popen[bytes]:
        given.append(index)
        return real(folder, arguments, index)

    real = adapter.start
    monkeypatch.setattr(adapter, "start", start)
    assert found(clone) == frozenset()
    assert [index and index.startswith("/proc/") for index in given] == [True, True]
    assert state(clone) == before


@pytest.mark.parametrize("version", ["3", "4"])
def test_indexes_of_other_formats(clone: Path, version: str) -> None:
    write(clone, "new.py")
    git(clone, "add", "--intent-to-add", "new.py")
    git(clone, "update-index", "--index-version", version)
    edit(clone / "3.py")
    assert found(clone) == frozenset((b"3.py", b"new.py"))


def test_a_split_index(clone: Path) -> None:
    git(clone, "update-index", "--split-index")
    edit(clone / "3.py")
    assert found(clone) == frozenset((b"3.py",))


def test_more_than_can_be_read_is_left_to_git(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modified, "MARGIN", 10**12)
    edit(clone / "3.py")
    assert found(clone) == frozenset((b"3.py",))
