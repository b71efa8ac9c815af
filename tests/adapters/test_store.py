"""The file of entries gives back what was put into it, or nothing, whatever has happened to it."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.adapters import store as module
from scanner.adapters.store import Store

NAMES = [b"%020d" % number for number in range(200)]


def value(name: bytes) -> bytes:
    return name * 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "folder" / "cache.sqlite3"
    store = Store(place, pytest.fail)
    for name in NAMES:
        store.put(name, value(name))
    store.save()
    return place


def test_entries_come_back_and_are_counted(file: Path):
    store = Store(file, pytest.fail)
    assert [store.get(name) for name in NAMES] == [value(name) for name in NAMES]
    assert store.get(b"absent") is None
    assert store.size().entries == len(NAMES)
    assert store.size().bytes == file.stat().st_size


def test_what_is_not_saved_is_only_known_here(file: Path):
    store = Store(file, pytest.fail)
    store.put(b"new", b"value")
    assert store.get(b"new") == b"value"
    assert Store(file, pytest.fail).get(b"new") is None


def test_only_the_user_can_look_into_it(file: Path):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()


def foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE entry (name, value, day)")
    connection.close()


def triggering(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")
    connection.close()


def logging(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def text(file: Path) -> None:
    file.write_text("a note of mine\n" * 100)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5_000])


@pytest.mark.parametrize("spoil", [newer, foreign, triggering, logging, text, cut])
def test_a_file_that_is_not_ours_is_replaced_and_that_is_said(file: Path, spoil: Callable[[Path], None]):
    spoil(file)
    said: list[str] = []
    store = Store(file, said.append)
    assert {store.get(name) for name in NAMES} <= {None, *map(value, NAMES)}
    store.put(b"new", b"value")
    store.save()
    [message] = said
    assert message.startswith(f"the cache {file} is replaced: ")
    assert Store(file, pytest.fail).get(b"new") == b"value"


def test_no_bit_can_be_turned_unnoticed(file: Path):
    whole, chance = file.read_bytes(), random.Random(6)
    for _ in range(150):
        spoilt = bytearray(whole)
        spoilt[chance.choice([chance.randrange(100), chance.randrange(len(whole))])] ^= 1 << chance.randrange(
            8
        )
        file.write_bytes(spoilt)
        store = Store(file, lambda _: None)
        for name in NAMES:
            assert store.get(name) in (None, value(name))
        store.put(b"new", b"value")
        store.save()
        assert Store(file, lambda _: None).get(b"new") in (None, b"value")


def test_a_file_that_cannot_be_written_is_no_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "cache.sqlite3", pytest.fail)
    store.put(b"new", b"value")
    store.save()
    assert store.get(b"new") is None


def test_a_file_that_another_one_holds_is_no_error(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_SECONDS_TO_WAIT", 0.01)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store = Store(file, pytest.fail)
    assert store.get(NAMES[0]) is None
    store.put(b"new", b"value")
    store.save()
    holder.close()
    assert Store(file, pytest.fail).get(NAMES[0]) == value(NAMES[0])


def test_what_was_used_last_stays(file: Path, monkeypatch: pytest.MonkeyPatch):
    day = 1_000_000
    monkeypatch.setattr(module, "_today", lambda: day)
    store = Store(file, pytest.fail)
    store.get(NAMES[0])
    store.save()
    monkeypatch.setattr(module, "LARGEST", 60_000)
    day += 1
    store.put(b"new", b"value")
    store.save()
    left = Store(file, pytest.fail)
    present = [name for name in NAMES if left.get(name)]
    assert left.get(b"new") == b"value"
    assert NAMES[0] in present
    assert NAMES[1] not in present
    assert 0 < left.size().bytes <= 60_000


def test_processes_write_at_once(file: Path):
    program = (
        "import sys; from pathlib import Path; from scanner.adapters.store import Store\n"
        "for number in range(20):\n"
        "    store = Store(Path(sys.argv[1]), sys.exit)\n"
        "    store.put(sys.argv[2].encode() + b'%d' % number, b'value')\n"
        "    store.save()\n"
    )
    command = [sys.executable, "-c", program, str(file)]
    running = [subprocess.Popen([*command, each], cwd=Path(__file__).parents[2]) for each in "ab"]
    assert [process.wait() for process in running] == [0, 0]
    store = Store(file, pytest.fail)
    assert all(store.get(each + b"%d" % number) == b"value" for each in (b"a", b"b") for number in range(20))


def test_a_forked_process_opens_the_file_anew(file: Path):
    store = Store(file, pytest.fail)
    assert store.get(NAMES[0]) == value(NAMES[0])
    child = os.fork()
    if child == 0:
        os._exit(0 if store.get(NAMES[1]) == value(NAMES[1]) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_cleared_file_is_gone_and_comes_back(file: Path):
    store = Store(file, pytest.fail)
    store.get(NAMES[0])
    store.clear()
    assert not file.exists()
    assert store.get(NAMES[0]) is None
    assert store.size().entries == 0
    store.put(b"new", b"value")
    store.save()
    assert Store(file, pytest.fail).get(b"new") == b"value"
