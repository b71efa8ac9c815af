"""A catalog is kept for exactly as long as nothing that it was made of changes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.adapters import catalogs
from scanner.adapters.cache import Cache
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.interpreter import SitePackages
from scanner.adapters.recording import RecordingSnapshot
from scanner.adapters.store import Store
from scanner.model.catalog import Catalog, Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic
from scanner.model.snapshot import Skipped, Snapshot

COLUMN = Column("c", "text", Constraint(True, None, Origin("m.py", 1)), None, Origin("m.py", 2), "'é'")
CATALOG = Catalog(
    {"s.t": Table("t", (COLUMN, COLUMN), "shop.T", "s", False, None, "why"), "u": Table("u", ())},
    (Diagnostic("a.py", None, "m"),),
    (Table("copy", (COLUMN,)),),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "models.py").write_text("class A(models.Model): pass\n")
    (root / "view.py").write_text("x = 1\n")
    (root / "note.txt").write_text("a note\n")
    return root


def cached(folder: Path, version: bytes = b"1") -> Cache:
    return Cache(Store(folder / "cache.sqlite3", pytest.fail), version)


def asking(snapshot: Snapshot) -> Catalog:
    assert [*snapshot.search("models[.]Model", (".py",))]
    snapshot.read("models.py")
    snapshot.read("absent.py")
    return CATALOG


def never(snapshot: Snapshot) -> Catalog:
    raise AssertionError("made again")


def kept(cache: Cache | None, root: Path, make: Callable[[Snapshot], Catalog], project: str = "p") -> Catalog:
    return catalogs.kept(cache, project, DiskSnapshot(root), make)


def test_a_catalog_comes_back_as_it_was(tmp_path: Path, tree: Path) -> None:
    cache = cached(tmp_path)
    assert kept(cache, tree, asking) == kept(cache, tree, never) == CATALOG
    with pytest.raises(AssertionError):
        kept(cache, tree, never, "another project")
    with pytest.raises(AssertionError):
        kept(cached(tmp_path, b"2"), tree, never)
    with pytest.raises(AssertionError):
        kept(None, tree, never)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("models.py", "class A(models.Model): b = 1\n"),
        ("absent.py", ""),
        ("view.py", "class B(models.Model): pass\n"),
        ("new.py", "x = 1\n"),
        ("pyproject.toml", ""),
    ],
)
def test_what_it_was_made_of_decides(tmp_path: Path, tree: Path, path: str, text: str) -> None:
    cache = cached(tmp_path)
    kept(cache, tree, asking)
    (tree / path).write_text(text)
    with pytest.raises(AssertionError):
        kept(cache, tree, never)


def test_what_nobody_asked_for_does_not(tmp_path: Path, tree: Path) -> None:
    cache = cached(tmp_path)
    kept(cache, tree, asking)
    (tree / "view.py").write_text("x = 2\n")
    (tree / "note.txt").write_text("another note\n")
    (tree / "new.ts").write_text("")
    os.utime(tree / "models.py", (0, 0))
    assert kept(cache, tree, never) == CATALOG


def test_an_earlier_state_is_still_known(tmp_path: Path, tree: Path) -> None:
    cache = cached(tmp_path)
    before = (tree / "models.py").read_text()
    for number in range(catalogs.KEPT):
        (tree / "models.py").write_text(f"{before}# {number}\n")
        kept(cache, tree, asking)
    (tree / "models.py").write_text(f"{before}# 0\n")
    assert kept(cache, tree, never) == CATALOG
    (tree / "models.py").write_text(f"{before}# one more\n")
    kept(cache, tree, asking)
    (tree / "models.py").write_text(f"{before}# 0\n")
    with pytest.raises(AssertionError):
        kept(cache, tree, never)


def test_a_recording_gives_what_the_snapshot_gives(tree: Path) -> None:
    snapshot = DiskSnapshot(tree)
    recording = RecordingSnapshot(snapshot)
    assert recording.paths() == ("models.py", "view.py")
    assert [*recording.search("x = 1", (".py",))] == [*snapshot.search("x = 1", (".py",))] == ["view.py"]
    assert recording.read("view.py") == b"x = 1\n"
    assert isinstance(recording.read("absent.py"), Skipped)
    assert RecordingSnapshot(DiskSnapshot(tree)).answers(recording.asked())


def test_packages_have_the_signature_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    before = SitePackages(tmp_path).signature
    assert SitePackages(tmp_path).signature == before
    (tmp_path / "a.py").write_text("x = 11\n")
    after = SitePackages(tmp_path).signature
    (tmp_path / "b.py").write_text("")
    assert len({before, after, SitePackages(tmp_path).signature}) == 3
