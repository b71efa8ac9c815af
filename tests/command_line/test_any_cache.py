"""A run with any cache, of whatever age and state, says what a run without it says."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner import cli, listing
from scanner.adapters import cache, modified, searches, stamp
from scanner.reading import packs
from tests.gate.repository import Repository

FILES = (
    "worker.py",
    "shop/models.py",
    "save.ts",
    "sub/rows.sql",
    "helper.py",
    "build/made.py",
    "odd\udcff.py",
)
TEXTS = (
    b'cur.execute("INSERT INTO shop_item (name) VALUES (%s)", [name])\n',
    b'cur.execute("INSERT INTO shop_item (sku1) VALUES (%s)", [name])\n',
    b'cur.execute("INSERT INTO shop_item\\n (name) VALUES (1)")\r\n',
    b"def save(db, table, row):\n    db.execute(f\"INSERT INTO {table} ({', '.join(row)}) VALUES (1)\")\n",
    b"from helper import save\nsave(db, 'shop_item', {'name': 1})\n",
    b"# update the docs\n",
    b"INSERT INTO shop_item (name) VALUES ('a'); -- writers: ignore[x] -- y\n",
    b"\0INSERT INTO shop_item (name) VALUES (1);\n",
    b"from django.db import models\n\nclass Item(models.Model):\n    sku1 = models.CharField(max_length=9)\n",
    b"",
)
Step = tuple[str, str, bytes]


def write(repository: Repository, path: str, text: bytes) -> None:
    place = repository.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text)


def forge(repository: Repository, path: str, text: bytes) -> None:
    """Change a file to one of the same size, and its time back."""
    place = repository.root / path
    if place.exists():
        before, old = place.stat(), place.read_bytes()
        place.write_bytes(text[: len(old)].ljust(len(old), b"\n"))
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def rename(repository: Repository, path: str, text: bytes) -> None:
    if (repository.root / path).exists():
        write(repository, f"moved/{path}", (repository.root / path).read_bytes())
        (repository.root / path).unlink()


def delete(repository: Repository, path: str, text: bytes) -> None:
    (repository.root / path).unlink(missing_ok=True)


def stage(repository: Repository, path: str, text: bytes) -> None:
    repository.git("add", "-A")


def commit(repository: Repository, path: str, text: bytes) -> None:
    repository.git("add", "-A")
    repository.git("commit", "-q", "--allow-empty", "-m", "change")


def back(repository: Repository, path: str, text: bytes) -> None:
    """Go to where the change began; what was not committed is lost."""
    repository.git("checkout", "-q", "--force", "main")
    repository.git("checkout", "-q", "--force", "-B", "feature")


def ignore(repository: Repository, path: str, text: bytes) -> None:
    write(repository, ".gitignore", b"build\n" if len(text) % 2 else b"*.sql\n")


def cut(file: Path, text: bytes) -> None:
    file.write_bytes(file.read_bytes()[: 97 * len(text)])


def flip(file: Path, text: bytes) -> None:
    spoilt = bytearray(file.read_bytes())
    for place in range(len(text), len(spoilt), 997):
        spoilt[place] ^= 1 << len(text) % 8
    file.write_bytes(spoilt)


def foreign(file: Path, text: bytes) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE entry (name, value, day)")
    connection.close()


def newer(file: Path, text: bytes) -> None:
    try:
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 99")
    except sqlite3.Error:
        pass  # it is spoilt already
    finally:
        connection.close()


CHANGES: dict[str, Callable[[Repository, str, bytes], None]] = {
    each.__name__: each for each in (write, forge, rename, delete, stage, commit, back, ignore)
}
SPOILING: dict[str, Callable[[Path, bytes], None]] = {
    each.__name__: each for each in (cut, flip, foreign, newer)
}
steps = st.tuples(st.sampled_from([*CHANGES, *SPOILING]), st.sampled_from(FILES), st.sampled_from(TEXTS))


def said(repository: Repository, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command as a new process would, and return its code and what does not hang on time."""
    cache.store.cache_clear()
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    code = cli.run([*arguments, "--root", str(repository.root), "--jobs", "1", "-q", "-o", f"json:{told}"])
    document = json.loads(told.read_text())
    for name in ("seconds", "cache_hits"):
        document["stats"].pop(name)
    return code, document


def agree(repository: Repository, folder: Path) -> None:
    for command in (("list",), ("scan",), ("check", "--base", "main")):
        kept = said(repository, folder, *command, "--cache-dir", str(folder / "cache"))
        assert kept == said(repository, folder, *command, "--no-cache")


@given(st.lists(steps, min_size=2, max_size=5))
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_to_files_and_to_the_cache(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, done: list[Step]
):
    monkeypatch.setattr(stamp, "YOUNG", 0)
    monkeypatch.setattr(modified, "FEW", 2)
    monkeypatch.setattr(searches, "FAR", 2)
    monkeypatch.setattr(packs, "WORTHWHILE", 1)
    folder = tmp_path_factory.mktemp("any")
    repository = Repository(folder / "tree")
    repository.git("checkout", "-q", "-b", "feature")
    agree(repository, folder)
    for name, path, text in done:
        if name in SPOILING:
            SPOILING[name](folder / "cache" / cache.FILE, text)
        else:
            CHANGES[name](repository, path, text)
        agree(repository, folder)


def nothing(repository: Repository, path: str, text: bytes) -> None: ...


def swap(repository: Repository, path: str, text: bytes) -> None:
    """Put another file of the same size and times in a file's place."""
    other = repository.root.parent / "other"
    before = (repository.root / path).stat()
    other.write_bytes(text[: before.st_size].ljust(before.st_size, b"\n"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.rename(repository.root / path)


@pytest.mark.parametrize(
    "change", [nothing, write, forge, swap, delete, rename, ignore], ids=lambda each: each.__name__
)
def test_a_clone_that_is_changed_at_once_with_the_cache_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Repository, str, bytes], None]
):
    monkeypatch.setattr(stamp, "YOUNG", 0)
    monkeypatch.setattr(modified, "FEW", 2)
    desk = Repository(tmp_path / "desk/tree")
    desk.commit({"save.ts": "", "build/made.py": TEXTS[3].decode(), "sub/rows.sql": TEXTS[6].decode()})
    agree(desk, tmp_path)
    told = said(desk, tmp_path, "list", "--cache-dir", str(tmp_path / "cache"))
    desk.git("clone", "-q", ".", "../../ci/tree")
    clone = Repository.__new__(Repository)
    clone.root = tmp_path / "ci/tree"
    change(clone, "worker.py", TEXTS[1])
    if change is nothing:
        monkeypatch.setattr(listing, "read", pytest.fail)
        code, document = said(clone, tmp_path, "list", "--cache-dir", str(tmp_path / "cache"))
        assert (code, {**document, "root": str(desk.root)}) == told
        monkeypatch.undo()
    agree(clone, tmp_path)
    agree(desk, tmp_path)


def test_two_runs_at_once(tmp_path: Path):
    repository = Repository(tmp_path / "tree")
    repository.commit({f"worker{number}.py": TEXTS[number % 2].decode() for number in range(40)})
    command = [sys.executable, "-m", "scanner.cli", "list", "--root", str(repository.root), "-q"]
    command += ["--cache-dir", str(tmp_path / "cache"), "--output-format", "concise"]
    running = [
        subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    told = [(*process.communicate(), process.returncode) for process in running]
    assert told[0][0].count(b"\n") >= 41
    assert told == [(told[0][0], b"", 0)] * 3
