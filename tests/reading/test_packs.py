"""What a round has read comes back from one entry, as long as git says that nothing of it has changed."""

import subprocess
from pathlib import Path

import pytest

from scanner.adapters.cache import Cache
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.store import Store
from scanner.reading import kept, packs
from scanner.reading.gather import Reading
from scanner.reading.rounds import read
from scanner.reading.source import Source

HELPER = "def save(db, table, row):\n    db.execute(f\"INSERT INTO {table} ({', '.join(row)}) VALUES (1)\")\n"
CALL = "from helper import save\nsave(db, 'shop_item', {'a': 1})\n"
PLAIN = 'db.execute("INSERT INTO shop_cart (id) VALUES (1)")\n'
PROSE = "# update the docs\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(packs, "WORTHWHILE", 1)
    root = tmp_path / "tree"
    root.mkdir()
    for name, text in {"helper": HELPER, "call": CALL, "plain": PLAIN, "prose": PROSE}.items():
        (root / f"{name}.py").write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True)
    return root


def reading(root: Path, folder: Path) -> Reading:
    cache = Cache(Store(folder / "cache.sqlite3", pytest.fail), b"1")
    found = read(Source(DiskSnapshot(root, cache=cache), jobs=1, cache=cache))
    cache.save()
    assert found.writes == read(Source(DiskSnapshot(root), jobs=1)).writes
    return found


def paths(found: Reading) -> list[str]:
    return [write.path for write in found.writes]


def test_a_second_run_asks_for_no_file_alone(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert paths(reading(tree, tmp_path)) == ["call.py", "helper.py", "plain.py"]
    with monkeypatch.context() as patch:
        patch.setattr(kept.Memory, "recall", lambda *_, **__: pytest.fail("asked alone"))
        found = reading(tree, tmp_path)
    assert paths(found) == ["call.py", "helper.py", "plain.py"]
    assert found.stats.cache_hits == 4


def test_a_changed_file_is_not_taken_from_the_pack(tree: Path, tmp_path: Path):
    reading(tree, tmp_path)
    (tree / "plain.py").write_text(PROSE)
    (tree / "prose.py").write_text(PLAIN)
    for _ in range(2):
        found = reading(tree, tmp_path)
        assert paths(found) == ["call.py", "helper.py", "prose.py"]
        subprocess.run(["git", "add", "."], cwd=tree, check=True)


def test_what_a_file_is_told_tells_packs_apart(tree: Path, tmp_path: Path):
    reading(tree, tmp_path)
    (tree / "helper.py").write_text(HELPER.replace("def save", "def store"))
    assert paths(reading(tree, tmp_path)) == ["helper.py", "plain.py"]
    (tree / "helper.py").write_text(HELPER)
    assert paths(reading(tree, tmp_path)) == ["call.py", "helper.py", "plain.py"]
