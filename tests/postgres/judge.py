"""What Postgres itself says of a statement: every column it refuses it for, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Composed, Identifier

Connection = psycopg.Connection[tuple[object, ...]]

PLAUSIBLE = {
    "uuid": "gen_random_uuid()",
    "bool": "true",
    "int2": "1",
    "int4": "1",
    "int8": "(random() * 1e9)::bigint",
    "date": "current_date",
    "timestamptz": "now()",
    "jsonb": "'{}'",
    "text": "'x'",
    "varchar": "'x'",
}
COLUMNS = """
SELECT a.attname, t.typname
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND '' = ALL (ARRAY[a.attgenerated, a.attidentity])
ORDER BY a.attnum"""
CHECKED = """
SELECT a.attname
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.conname = %s AND pg_get_constraintdef(c.oid) = format('CHECK ((%%I IS NOT NULL))', a.attname)"""
UNKNOWN = re.compile(r'column "(.+)" of relation "(.+)" does not exist')


@dataclass(frozen=True, slots=True)
class Refusal:
    """A column that Postgres refuses a statement for: left out, given NULL, or not there."""

    kind: Literal["omitted", "null", "unknown"]
    table: str
    column: str


def seed(connection: Connection) -> None:
    """Give every table one row, so that an UPDATE meets something; foreign keys are not looked at."""
    connection.execute("SET session_replication_role = replica")
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        types = _types(connection, str(table))
        connection.execute(
            SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
                Identifier(str(table)),
                SQL(", ").join(map(Identifier, types)),
                SQL(", ").join(SQL(PLAUSIBLE[kind]) for kind in types.values()),
            )
        )


def refusals(connection: Connection, statement: str) -> Iterator[Refusal]:
    """Yield what Postgres refuses, changing the table until it accepts; the caller rolls all of it back.

    Postgres names one column at a time. A default is put under the column that it names: when that
    helps, the statement leaves the column out; when it does not, the statement gives it a NULL.
    """
    helped: set[tuple[str, str]] = set()
    while error := _refused(connection, statement):
        match error:
            case errors.UndefinedColumn():
                column, table = _named(error)
                yield Refusal("unknown", table, column)
                _alter(connection, table, SQL("ADD COLUMN {} text").format(Identifier(column)))
            case errors.NotNullViolation() | errors.CheckViolation():
                table, column = str(error.diag.table_name), _violated(connection, error)
                if (table, column) not in helped:
                    helped.add((table, column))
                    _give_default(connection, table, column)
                    continue
                helped.discard((table, column))
                yield Refusal("null", table, column)
                _allow_null(connection, table, column, error)
            case _:
                raise error
    for table, column in sorted(helped):
        yield Refusal("omitted", table, column)


def _refused(connection: Connection, statement: str) -> psycopg.Error | None:
    """Run the statement, an upsert twice so that it meets its own row; return what Postgres said."""
    try:
        with connection.transaction():
            for _ in range(2 if "DO UPDATE" in statement else 1):
                _run(connection, statement)
    except psycopg.Error as error:
        return error
    return None


def _run(connection: Connection, statement: str) -> None:
    """Run a statement; the lines after a COPY are its data."""
    if statement.startswith("COPY"):
        command, data = statement.split(";\n", 1)
        with connection.cursor().copy(command.encode()) as copy:
            copy.write(data)
    else:
        connection.execute(statement.encode())


def _named(error: errors.UndefinedColumn) -> tuple[str, str]:
    """Return the column and the table that an UndefinedColumn is about."""
    found = UNKNOWN.search(str(error))
    if found is None:
        raise error
    return found[1], found[2]


def _violated(connection: Connection, error: psycopg.Error) -> str:
    """Return the column that may not be null, by NOT NULL or by a CHECK that says no more than that."""
    if error.diag.column_name:
        return error.diag.column_name
    checked = connection.execute(CHECKED, [error.diag.constraint_name]).fetchone()
    if checked is None:
        raise error
    return str(checked[0])


def _types(connection: Connection, table: str) -> dict[str, str]:
    """Return the columns that a statement may write, with their types."""
    return {str(name): str(kind) for name, kind in connection.execute(COLUMNS, [table]).fetchall()}


def _give_default(connection: Connection, table: str, column: str) -> None:
    default = SQL(PLAUSIBLE[_types(connection, table)[column]])
    _alter(connection, table, SQL("ALTER COLUMN {} SET DEFAULT {}").format(Identifier(column), default))


def _allow_null(connection: Connection, table: str, column: str, error: psycopg.Error) -> None:
    if isinstance(error, errors.CheckViolation):
        change = SQL("DROP CONSTRAINT {}").format(Identifier(str(error.diag.constraint_name)))
    else:
        change = SQL("ALTER COLUMN {} DROP NOT NULL").format(Identifier(column))
    _alter(connection, table, change)


def _alter(connection: Connection, table: str, change: Composed) -> None:
    connection.execute(SQL("ALTER TABLE {} {}").format(Identifier(table), change))
