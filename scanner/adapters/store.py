"""Entries by name in one SQLite file, which is used as long as it is sound and replaced when it is not.

What is read of it is checked: the file by what it says of itself, each entry by a digest. Many processes
may use it at once. What is put into it is written together at the end, whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

LARGEST = 256 * 1024 * 1024
"""How many bytes are kept: the entries that were used last."""

_LARGEST_ENTRY = LARGEST // 8
_SECONDS_TO_WAIT = 2.0
_SECONDS_OF_A_DAY = 86_400
_APPLICATION = 0x77726974
_VERSION = 1
_TABLE = b"CREATE TABLE entry (name BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL)"
_SCHEMA = {(b"index", b"sqlite_autoindex_entry_1", None), (b"table", b"entry", _TABLE)}
_DIGEST = 8
_PASSING = ("locked", "full", "readonly", "unable to open", "I/O error", "interrupted")
"""Words of errors that say nothing against the file itself."""

T = TypeVar("T")


class Size(Struct, frozen=True):
    """How many entries a file has, and their bytes with all that belongs to them."""

    entries: int
    bytes: int


class UnsoundError(Exception):
    """The file is not one that this version of the tool has written."""


class Store:
    """The entries of one file.

    Whatever goes wrong with it is no error of the run: an entry is missing then, or is not kept.
    `warn` is told of a file that is replaced.
    """

    def __init__(self, file: Path, warn: Callable[[str], None]) -> None:
        """Describe the file; it is opened when something is asked, by each process for itself."""
        self.file = file
        self._warn = warn
        self._connections: dict[int, sqlite3.Connection | None] = {}
        self._unsound = False
        self._fresh: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()

    @property
    def holds_any(self) -> bool:
        """Whether there can be any entry."""
        return bool(self._fresh) or self._ask(lambda _: True) is not None

    def get(self, name: bytes) -> bytes | None:
        """Return an entry, None when it is missing or damaged."""
        if name in self._fresh:
            return self._fresh[name]
        asked = "SELECT value, day FROM entry WHERE name = ?"
        found = self._ask(lambda connection: connection.execute(asked, (name,)).fetchone())
        if found is None or (value := _sound(name, found[0])) is None:
            return None
        if found[1] != _today():
            self._used.add(name)
        return value

    def touch(self, name: bytes) -> None:
        """Let an entry that is there count as used."""
        asked = "SELECT 1 FROM entry WHERE name = ? AND day != ?"
        if self._ask(lambda connection: connection.execute(asked, (name, _today())).fetchone()):
            self._used.add(name)

    def put(self, name: bytes, value: bytes) -> None:
        """Keep an entry from now on, and in the file once that is saved."""
        if len(value) <= _LARGEST_ENTRY:
            self._fresh[name] = value

    def save(self) -> None:
        """Write what was put, and that what was read is in use, in one transaction."""
        fresh, used = self._fresh, self._used
        self._fresh, self._used = {}, set()
        for _ in (1, 2):  # that a file is damaged may only show when something is written to it
            if not fresh and not used:
                break
            self._prepare()
            self._ask(lambda connection: _write(connection, fresh, used))
            if not self._unsound:
                break

    def size(self) -> Size:
        """Return how much there is."""
        return self._ask(_size) or Size(0, 0)

    def clear(self) -> None:
        """Delete the file; OSError when that cannot be."""
        if connection := self._connections.pop(os.getpid(), None):
            connection.close()
        for each in (self.file, self.file.with_name(f"{self.file.name}-journal")):
            each.unlink(missing_ok=True)

    def _prepare(self) -> None:
        """See to it that there is a file to write to, and that it is ours."""
        if self._connections.get(os.getpid()) is not None and not self._unsound:
            return
        with suppress(OSError):
            if self._unsound:
                self.clear()
            self._unsound = False
            self._connections.pop(os.getpid(), None)
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return the answer of the file, None if it cannot give any."""
        process = os.getpid()
        try:
            if process not in self._connections:
                self._connections[process] = _opened(self.file)
            connection = self._connections[process]
            return None if connection is None else question(connection)
        except (sqlite3.Error, UnsoundError, ValueError, OverflowError) as error:
            self._connections[process] = None
            if not any(word in str(error) for word in _PASSING) and not self._unsound:
                self._unsound = True
                self._warn(f"the cache {self.file} is replaced: {error}")
        except OSError:
            self._connections[process] = None
        return None


def _opened(file: Path) -> sqlite3.Connection | None:
    """Return a connection to a file that is there; UnsoundError when it is not ours, or a newer one."""
    try:
        with file.open("rb") as opened:
            head = opened.read(100)
    except FileNotFoundError:
        return None
    if head:
        _check(head)
    connection = sqlite3.connect(
        file, timeout=_SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = bytes
    connection.execute("PRAGMA synchronous = OFF")  # what a crash of the machine spoils is noticed
    connection.execute("PRAGMA cell_size_check = ON")
    if head and {*connection.execute("SELECT type, name, sql FROM sqlite_master")} != _SCHEMA:
        raise UnsoundError("it holds something else")
    return connection


def _check(head: bytes) -> None:
    """Raise UnsoundError unless a file begins as ours does: https://www.sqlite.org/fileformat2.html."""
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0") or head[18:20] != b"\1\1":
        raise UnsoundError("it is damaged")
    if int.from_bytes(head[68:72], "big") != _APPLICATION:
        raise UnsoundError("it is another program's")
    if int.from_bytes(head[60:64], "big") != _VERSION:
        raise UnsoundError("another version of this tool has written it")


def _write(connection: sqlite3.Connection, fresh: dict[bytes, bytes], used: set[bytes]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute(_TABLE.decode())
        connection.executemany(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?)",
            ((name, _digest(name, value) + value, _today()) for name, value in fresh.items()),
        )
        stamps = [(_today(), name) for name in used - fresh.keys()]
        connection.executemany("UPDATE entry SET day = ? WHERE name = ?", stamps)
        connection.executemany("DELETE FROM entry WHERE name = ?", [*_least_used(connection)])
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _least_used(connection: sqlite3.Connection) -> Iterator[tuple[bytes]]:
    """Yield the names of entries to delete where there are too many bytes: a quarter of them."""
    if (held := _bytes(connection)) <= LARGEST:
        return
    for name, length in connection.execute("SELECT name, length(value) FROM entry ORDER BY day, rowid"):
        if held <= LARGEST * 3 // 4:
            return
        held -= length
        yield (name,)


def _size(connection: sqlite3.Connection) -> Size:
    [entries] = connection.execute("SELECT count(*) FROM entry").fetchone()
    return Size(entries, _bytes(connection))


def _bytes(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {what}").fetchone()[0])
        for what in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _sound(name: bytes, stored: object) -> bytes | None:
    """Return what was put under the name, None where that is not what is stored."""
    if not isinstance(stored, bytes):
        return None
    value = stored[_DIGEST:]
    return value if stored[:_DIGEST] == _digest(name, value) else None


def _digest(name: bytes, value: bytes) -> bytes:
    return blake2b(value, key=name, digest_size=_DIGEST).digest()


def _today() -> int:
    return int(time.time()) // _SECONDS_OF_A_DAY
