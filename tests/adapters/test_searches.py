"""A search is made once for what git names; afterwards only files that differ are searched."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.adapters import index, revision, ripgrep, searches
from scanner.adapters.cache import Cache
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.revision import RevisionSnapshot
from scanner.adapters.store import Store
from scanner.model.snapshot import Skipped

INSERT = "db('INSERT INTO t (a) VALUES (1)')\n"
OTHER = "print(1)\n"
SUFFIXES = (".py", ".sql")


def git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    git(root, "init", "-q")
    for name in ("a.py", "sub/b.py", "c.sql", "d.txt", "ignored.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(INSERT)
    for name in ("x.py", "y.py", "z.py"):
        (root / name).write_text(OTHER)
    for number in range(9):
        (root / f"other{number}.sql").write_text("SELECT 1\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    (root / ".gitignore").write_text("ignored.py\n")
    return root


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what ripgrep looks into."""
    seen: list[str] = []
    real = ripgrep.matching

    def matching(root: Path, pattern: str, paths: Sequence[str]) -> Iterator[str | Skipped]:
        seen.extend(paths)
        return real(root, pattern, paths)

    monkeypatch.setattr(ripgrep, "matching", matching)
    return seen


def found(
    root: Path, folder: Path, pattern: str = "INSERT", exclude: Sequence[str] = ()
) -> list[str | Skipped]:
    cache = Cache(Store(folder / "cache.sqlite3", pytest.fail), b"1")
    snapshot = DiskSnapshot(root, (), exclude, cache)
    matching = [*snapshot.search(pattern, SUFFIXES)]
    assert matching == [*DiskSnapshot(root, (), exclude).search(pattern, SUFFIXES)]
    cache.save()
    return matching


ALL = ["a.py", "c.sql", "ignored.py", "sub/b.py"]


def again(root: Path, folder: Path, searched: list[str], **options: Sequence[str]) -> tuple[object, set[str]]:
    """Return what a later run finds, and what it looks into for it."""
    cache = Cache(Store(folder / "cache.sqlite3", pytest.fail), b"1")
    searched.clear()
    matching = [*DiskSnapshot(root, (), options.get("exclude", ()), cache).search("INSERT", SUFFIXES)]
    looked = {*searched}
    assert matching == [*DiskSnapshot(root, (), options.get("exclude", ())).search("INSERT", SUFFIXES)]
    cache.save()
    return matching, looked


def test_a_second_run_looks_into_nothing(repository: Path, tmp_path: Path, searched: list[str]):
    assert found(repository, tmp_path) == ALL
    assert again(repository, tmp_path, searched) == (ALL, set())


def test_another_pattern_and_another_configuration(repository: Path, tmp_path: Path, searched: list[str]):
    assert found(repository, tmp_path, exclude=["sub", "ignored.py"]) == ["a.py", "c.sql"]
    assert again(repository, tmp_path, searched) == (ALL, set())
    assert found(repository, tmp_path, "print") == ["x.py", "y.py", "z.py"]
    assert {*ALL} <= {*searched}


def test_only_files_that_differ_are_looked_into(repository: Path, tmp_path: Path, searched: list[str]):
    found(repository, tmp_path)
    (repository / "a.py").write_text(OTHER)
    (repository / "x.py").write_text(INSERT)
    (repository / "new.py").write_text(INSERT)
    (repository / "new.txt").write_text(INSERT)
    (repository / "c.sql").unlink()
    matching = ["ignored.py", "new.py", "sub/b.py", "x.py"]
    for _ in range(2):
        assert again(repository, tmp_path, searched) == (matching, {"a.py", "new.py", "x.py"})
        git(repository, "add", ".")
    git(repository, "commit", "-qam", "second")
    assert again(repository, tmp_path, searched) == (matching, {"a.py", "new.py", "x.py"})
    git(repository, "checkout", "-q", "HEAD~1")
    assert again(repository, tmp_path, searched) == (ALL, set())


def test_what_differs_much_becomes_a_new_anchor(
    repository: Path, tmp_path: Path, searched: list[str], monkeypatch: pytest.MonkeyPatch
):
    found(repository, tmp_path)
    monkeypatch.setattr(searches, "FAR", 1)
    for name in ("x.py", "y.py"):
        (repository / name).write_text(INSERT)
    git(repository, "add", ".")
    matching = [*ALL, "x.py", "y.py"]
    assert again(repository, tmp_path, searched) == (matching, {"x.py", "y.py"})
    assert again(repository, tmp_path, searched) == (matching, set())


def test_a_fresh_clone_knows_what_is_kept(repository: Path, tmp_path: Path, searched: list[str]):
    found(repository, tmp_path)
    (repository / "x.py").write_text(INSERT)
    git(repository, "commit", "-qam", "second")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    assert again(tmp_path / "clone", tmp_path, searched) == ([*ALL, "x.py"], {"x.py"})


def test_another_repository_is_searched_whole(repository: Path, tmp_path: Path, searched: list[str]):
    found(repository, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "a.py").write_text(INSERT)
    (other / "o.py").write_text(INSERT)
    git(other, "add", ".")
    assert again(other, tmp_path, searched) == (["a.py", "o.py"], {"a.py", "o.py"})
    assert again(other, tmp_path, searched) == (["a.py", "o.py"], set())
    assert again(repository, tmp_path, searched) == (ALL, set())


def test_a_file_that_changes_while_it_is_searched_is_searched_again(
    repository: Path, tmp_path: Path, searched: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "changed", lambda _: frozenset({"a.py"}))
    found(repository, tmp_path)
    assert again(repository, tmp_path, searched) == (ALL, {"a.py"})


def test_where_a_search_was_not_complete_nothing_is_kept(
    repository: Path, tmp_path: Path, searched: list[str], monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(ripgrep, "matching", lambda *_: iter(["a.py", Skipped("sub", "Permission denied")]))
        found(repository, tmp_path)
    matching, looked = again(repository, tmp_path, searched)
    assert matching == ALL
    assert {*ALL, "x.py", "other0.sql"} <= looked


def test_a_file_as_it_was_is_known_without_a_look(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found(repository, tmp_path)
    (repository / "x.py").write_text(INSERT)
    (repository / "a.py").write_text(OTHER)
    (repository / "early.py").write_text(INSERT)
    git(repository, "rm", "-q", "sub/b.py")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    cache = Cache(Store(tmp_path / "cache.sqlite3", pytest.fail), b"1")
    disk = DiskSnapshot(repository, cache=cache)
    assert disk.index is not None
    before = revision.against(repository, disk.index, "HEAD~1")
    base = RevisionSnapshot(disk, before, (), (), cache)
    monkeypatch.setattr(revision, "_matches", lambda *_: pytest.fail("a file was looked into"))
    assert [*base.search("INSERT", SUFFIXES)] == ["a.py", "c.sql", "ignored.py", "sub/b.py"]
    assert [*disk.search("INSERT", SUFFIXES)] == ["c.sql", "early.py", "ignored.py", "x.py"]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_lines_are_told_apart_wherever_they_stand(now: list[str], then: list[str]):
    new, gone = searches._difference([each.encode() for each in now], [each.encode() for each in then])
    assert {each.decode() for each in new} == {*now} - {*then}
    assert {each.decode() for each in gone} == {*then} - {*now}
