"""A report is kept for exactly as long as the tree, the packages and the question stay what they were."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scanner.adapters import stamp, state
from scanner.adapters.cache import Cache
from scanner.adapters.catalogs import Catalogs
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.interpreter import SitePackages
from scanner.adapters.reports import Answer, kept
from scanner.adapters.store import Store
from scanner.model.catalog import Catalog
from scanner.model.finding import Report, Stats
from scanner.model.snapshot import Snapshot

INSERT = "db('INSERT INTO t (a) VALUES (1)')\n"
ANSWER = Answer(Report("root", (), (), Stats(candidates=3)), judged=False)


def git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "YOUNG", 0)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "a.py").write_text(INSERT)
    (root / "sub/b.py").write_text(INSERT)
    (root / "note.txt").write_text("a note\n")
    (root / ".gitignore").write_text("local.py\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    (root / "new.py").write_text(INSERT)
    return root


def is_kept(
    root: Path, look: Callable[[DiskSnapshot], object], question: str = "q", packages: Path | None = None
) -> bool:
    """Run as a new process would, and tell whether it had to look."""
    made: list[bool] = []
    cache = Cache(Store(root.parent / "cache.sqlite3", pytest.fail), b"1")
    disk = DiskSnapshot(root, cache=cache)
    disk.begin()
    catalogs = Catalogs(cache, [SitePackages(packages)] if packages else [])

    def make() -> Answer:
        made.append(True)
        look(disk)
        if packages:
            catalogs.kept("p", disk, reading)
        return ANSWER

    found = kept(cache, disk, catalogs, question, make)
    hits = 0 if made else 3
    assert found == Answer(Report("root", (), (), Stats(candidates=3, cache_hits=hits)), judged=False)
    return not made


def reading(tree: Snapshot, packages: Sequence[Snapshot]) -> Catalog:
    packages[0].read("django.py")
    return Catalog({})


def search(disk: DiskSnapshot) -> list[object]:
    return [*disk.search("INSERT", (".py",))]


def test_the_same_question_is_answered_at_once(tree: Path) -> None:
    assert [is_kept(tree, search) for _ in range(3)] == [False, True, True]
    assert not is_kept(tree, search, "another question")


def edit(root: Path) -> None:
    (root / "a.py").write_text(INSERT + "#\n")


def forge(root: Path) -> None:
    before = (root / "new.py").stat()
    (root / "new.py").write_text(INSERT.replace("1", "2"))
    os.utime(root / "new.py", ns=(before.st_atime_ns, before.st_mtime_ns))


def add(root: Path) -> None:
    (root / "more.txt").write_text("")


def delete(root: Path) -> None:
    (root / "new.py").unlink()


def stage(root: Path) -> None:
    git(root, "add", ".")


def link(root: Path) -> None:
    (root / "new.py").unlink()
    (root / "new.py").symlink_to("a.py")


def nest(root: Path) -> None:
    git(root, "init", "-q", "nested")
    git(root / "nested", "commit", "-q", "--allow-empty", "-m", "first")


def line_endings(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    (root / "a.py").unlink()
    git(root, "checkout", "a.py")


@pytest.mark.parametrize(
    "change", [edit, forge, add, delete, stage, link, nest, line_endings], ids=lambda change: change.__name__
)
def test_a_change_of_the_tree_is_a_reason_to_look(tree: Path, change: Callable[[Path], None]) -> None:
    assert [is_kept(tree, search), is_kept(tree, search)] == [False, True]
    change(tree)
    assert not is_kept(tree, search)


def test_a_state_that_was_there_before_is_known(tree: Path) -> None:
    is_kept(tree, search)
    edit(tree)
    is_kept(tree, search)
    git(tree, "checkout", "a.py")
    assert is_kept(tree, search)


@pytest.mark.parametrize("name", ["local.py", "absent.py"])
def test_a_file_that_is_not_listed_counts_if_it_was_read(tree: Path, name: str) -> None:
    (tree / "local.py").write_text("x = 1\n")
    look: Callable[[DiskSnapshot], object] = lambda disk: disk.read(name)  # noqa: E731
    assert [is_kept(tree, look), is_kept(tree, look)] == [False, True]
    git(tree, "config", "--local", "a.b", "c")
    (tree / ".git/info/exclude").write_text("absent.py\n")
    (tree / ".gitignore").write_text("local.py\nabsent.py\n")
    assert [is_kept(tree, look), is_kept(tree, look)] == [False, True]
    (tree / name).write_text("x = 2\n")
    assert not is_kept(tree, look)


def test_packages_count_as_far_as_they_were_read(tree: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "django.py").write_text("x = 1\n")
    assert [is_kept(tree, search, packages=folder) for _ in range(2)] == [False, True]
    (folder / "other.py").write_text("")
    os.utime(folder / "django.py", (0, 0))
    assert is_kept(tree, search, packages=folder)
    (folder / "django.py").write_text("x = 2\n")
    assert not is_kept(tree, search, packages=folder)
    assert not is_kept(tree, search)


def test_what_changes_meanwhile_is_not_kept(tree: Path) -> None:
    def look(disk: DiskSnapshot) -> None:
        (tree / "sub/b.py").write_text("")
        search(disk)
        (tree / "sub/b.py").write_text(INSERT)

    assert [is_kept(tree, look), is_kept(tree, search)] == [False, False]


def test_what_is_too_much_to_tell_is_not_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in (("MOST_OTHERS", 0), ("MOST_BYTES", 9), ("MOST_SEEN", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(state, name, few)
            assert [is_kept(tree, search, name), is_kept(tree, search, name)] == [False, False]


def test_what_may_be_found_another_time_is_no_answer_to_keep(tree: Path, tmp_path: Path) -> None:
    cache = Cache(Store(tmp_path / "cache.sqlite3", pytest.fail), b"1")
    for lost, expected in ((True, 2), (False, 1)):
        made: list[bool] = []

        def make(made: list[bool] = made, lost: bool = lost) -> Answer:
            made.append(True)
            cache.lost = lost
            return ANSWER

        for _ in range(2):
            disk = DiskSnapshot(tree, cache=cache)
            disk.begin()
            kept(cache, disk, Catalogs(cache), "q", make)
        assert len(made) == expected


def test_without_git_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    assert [is_kept(tmp_path / "root", search), is_kept(tmp_path / "root", search)] == [False, False]
