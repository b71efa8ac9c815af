"""Tables that ordered SQL files make: sqlx, Flyway, goose, dbmate, diesel, or plain ones in a folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from scanner.find.selection import ending
from scanner.model.catalog import Table
from scanner.model.facts import Diagnostic
from scanner.model.snapshot import Skipped, Snapshot
from scanner.schema.database import Database
from scanner.schema.ddl import Script

_FOLDER = re.compile(r"(^|[/_-])migrations$", re.IGNORECASE)
_ORDERED = re.compile(r"^[VR]?\d|^R__|^V_", re.IGNORECASE)
_BACK = re.compile(r"(^|[._-])(down|undo|rollback|revert)\.sql$|^U\d[\d._]*__", re.IGNORECASE)
_HALF = re.compile(r"^--\s*(\+goose\s+down|\+migrate\s+down|migrate:down)\b.*", re.I | re.M | re.S)
_ELSEWHERE = re.compile(r"sqlite|mysql|maria|clickhouse|mssql|sqlserver|cockroach", re.IGNORECASE)
_TESTS = re.compile(r"(^|[/_-])(tests?|testing|fixtures?|testdata|spec|e2e|mocks?)([/_-]|$)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


class SqlFolder(Struct, frozen=True):
    """The tables that the SQL files of one folder leave; `tests` tells a folder of test code."""

    path: str
    tables: tuple[Table, ...]
    tests: bool
    diagnostics: tuple[Diagnostic, ...]


def sql_folders(
    snapshot: Snapshot, configured: Sequence[str], words: Sequence[bytes] = ()
) -> Iterator[SqlFolder]:
    """Yield what each folder of ordered SQL files makes: the configured ones first, then those found.

    A folder is found by the name `migrations` (also `test_migrations`) when its files begin with a
    number. One of Django migrations, or of another database by its path, is none. With `words`, in
    lower case, only those come whose files hold one.
    """
    told = [folder.strip("/") for folder in configured]
    files = ending(sorted(snapshot.paths()), (".sql",))
    python = {path.rpartition("/")[0] for path in snapshot.paths() if path.endswith("/__init__.py")}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path in files:
        folder = _told(path, told) or _found(path, python)
        if folder is not None and not _BACK.search(path.rpartition("/")[2]):
            groups[folder].append(path)
    for folder in sorted(groups, key=lambda one: (one not in told, bool(_TESTS.search(one)), one)):
        if not words or any(_holds(snapshot, path, words) for path in groups[folder]):
            yield _replayed(snapshot, folder, sorted(groups[folder], key=_natural), told)


def _holds(snapshot: Snapshot, path: str, words: Sequence[bytes]) -> bool:
    source = snapshot.read(path)
    text = b"" if isinstance(source, Skipped) else source.lower()
    return any(word in text for word in words)


def _told(path: str, told: Sequence[str]) -> str | None:
    return next((folder for folder in told if path.startswith(f"{folder}/") or folder in (".", "")), None)


def _found(path: str, python: Collection[str]) -> str | None:
    """Return the folder of migrations that a file is one of: its own, or the one around its own."""
    folder, _, name = path.rpartition("/")
    around, _, own = folder.rpartition("/")
    if _FOLDER.search(folder) and _ORDERED.search(name):
        found = folder
    elif _FOLDER.search(around) and _ORDERED.search(own) and name in ("up.sql", "migration.sql"):
        found = around
    else:
        return None
    return None if found in python or _ELSEWHERE.search(found) else found


def _natural(path: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return the key of the order in which files run: numbers as numbers, Flyway's repeatable ones last."""
    name = path.rpartition("/")[2]
    parts = [(int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(path)]
    return name.startswith("R__"), parts


def _replayed(snapshot: Snapshot, folder: str, files: Sequence[str], told: Sequence[str]) -> SqlFolder:
    database = Database()
    diagnostics: list[Diagnostic] = []
    for path in files:
        source = snapshot.read(path)
        if isinstance(source, Skipped):
            diagnostics.append(Diagnostic(path, None, source.reason))
            continue
        text = _HALF.sub("", source.decode("utf-8", "replace"))
        Script(database, path, partial(_say, diagnostics, path)).run(text)
    tests = folder not in told and _TESTS.search(folder) is not None
    return SqlFolder(folder, tuple(database.tables()), tests, tuple(dict.fromkeys(diagnostics)))


def _say(diagnostics: list[Diagnostic], path: str, line: int | None, message: str) -> None:
    diagnostics.append(Diagnostic(path, line, message))


class Ownership(Struct, frozen=True):
    """Tables that SQL files own, by qualified name, and copies that they keep of tables of others.

    `rivals` are the folders that make another table of a name.
    """

    owned: Mapping[str, Table]
    rivals: Mapping[str, tuple[str, ...]]
    copies: tuple[Table, ...]
    diagnostics: tuple[Diagnostic, ...]


def assign(folders: Sequence[SqlFolder], known: Mapping[str, Table]) -> Ownership:
    """Tell the tables that SQL files own from copies of those that Django makes.

    Test code owns none. Outside tests a table of the same name is a copy when it has at least half
    of the other's columns; else it is another table, which nothing is known of.
    """
    owned: dict[str, Table] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    copies: list[Table] = []
    diagnostics: list[Diagnostic] = []
    for folder in folders:
        for table in folder.tables:
            real = known.get(table.qualified)
            if real is not None and real.managed:
                if folder.tests or _alike(table, real):
                    copies.append(table)
                else:
                    rivals[table.qualified] = (*rivals.get(table.qualified, ()), folder.path)
            elif not folder.tests and _differs(owned.setdefault(table.qualified, table), table):
                rivals[table.qualified] = (*rivals.get(table.qualified, ()), folder.path)
        diagnostics.extend(() if folder.tests else folder.diagnostics)
    return Ownership(owned, rivals, tuple(copies), tuple(diagnostics))


def _differs(one: Table, other: Table) -> bool:
    """Return whether two tables require other columns, or have others."""
    return _facts(one) != _facts(other)


def _facts(table: Table) -> set[tuple[str, bool]]:
    return {(each.name, each.migrated is not None and each.migrated.required) for each in table.columns}


def _alike(table: Table, real: Table) -> bool:
    shared = sum(table.column(column.name) is not None for column in real.columns)
    return 2 * shared >= len(real.columns)
