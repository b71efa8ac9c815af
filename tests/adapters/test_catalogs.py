"""A catalog is kept for exactly as long as nothing that it was made of changes."""

import os
import subprocess
from collections.abc import Sequence
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
from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Skipped, Snapshot
from scanner.schema import Checkpoint, load

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


def asking(snapshot: Snapshot, packages: Sequence[Snapshot]) -> Catalog:
    snapshot.paths()
    for each in packages:
        each.read("django.py")
        each.read("absent.py")
    assert [*snapshot.search("models[.]Model", (".py",))]
    snapshot.read("models.py")
    snapshot.read("absent.py")
    return CATALOG


def never(snapshot: Snapshot, packages: Sequence[Snapshot]) -> Catalog:
    raise AssertionError("made again")


def kept(
    cache: Cache | None,
    root: Path,
    make: catalogs.Make,
    project: str = "p",
    packages: Sequence[SitePackages] = (),
) -> Catalog:
    return catalogs.Catalogs(cache, packages).kept(project, DiskSnapshot(root), make)


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


@pytest.mark.parametrize("change", ["django.py", "absent.py", None])
def test_a_package_counts_as_far_as_it_was_read(tmp_path: Path, tree: Path, change: str | None) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "django.py").write_text("x = 1\n")
    cache = cached(tmp_path)
    packages = [SitePackages(folder)]
    assert kept(cache, tree, asking, packages=packages) == kept(cache, tree, never, packages=packages)
    (folder / "other.py").write_text("")
    os.utime(folder / "django.py", (0, 0))
    assert kept(cache, tree, never, packages=[SitePackages(folder)]) == CATALOG
    if change is not None:
        (folder / change).write_text("x = 2\n")
        os.utime(folder / "django.py", (0, 0))
        with pytest.raises(AssertionError):
            kept(cache, tree, never, packages=[SitePackages(folder)])
    with pytest.raises(AssertionError):
        kept(cache, tree, never)


def test_what_git_names_is_not_read_again(
    tmp_path: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    subprocess.run(["git", "add", "."], cwd=tree, check=True)
    cache = cached(tmp_path)
    kept(cache, tree, asking)
    reads: list[str] = []
    real = DiskSnapshot.read

    def read(self: DiskSnapshot, path: str) -> bytes | Skipped:
        reads.append(path)
        return real(self, path)

    monkeypatch.setattr(DiskSnapshot, "read", read)
    assert kept(cache, tree, never) == CATALOG
    assert reads == ["absent.py"]


HEAD = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
MIGRATED = {
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n",
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_first.py": f"""{HEAD}    operations = [
        migrations.CreateModel("Order", fields=[("id", models.AutoField(primary_key=True))])
    ]
""",
}
ADDED = f"""{HEAD}    dependencies = [("shop", "0001_first")]
    operations = [migrations.AddField("order", "note", models.TextField())]
"""


def test_a_catalog_on_top_of_a_checkpoint_hangs_on_the_migrations_behind_it(tmp_path: Path) -> None:
    root, cache, options = tmp_path / "root", cached(tmp_path), DjangoOptions(installed_apps=("shop",))
    for path, text in MIGRATED.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True)
    slot = catalogs.Slot(cache, Checkpoint, "p")

    def columns() -> list[str]:
        found = kept(cache, root, lambda tree, packages: load(tree, options, packages, checkpoints=slot))
        return [column.name for column in found.tables["shop_order"].columns]

    assert columns() == ["id"]
    first = slot.last()
    (root / "shop/migrations/0002_second.py").write_text(ADDED)
    assert columns() == ["id", "note"]
    assert slot.last() == first
    old = root / "shop/migrations/0001_first.py"
    old.write_text(old.read_text().replace("])", ', ("size", models.TextField())])'))
    assert columns() == ["id", "size", "note"]
