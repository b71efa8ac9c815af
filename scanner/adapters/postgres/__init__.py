"""A live Postgres as a source of the migrated schema; needs the extra `external-writers[postgres]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from scanner.model.catalog import Catalog, Column, Constraint, Default, Origin, Table
from scanner.model.failure import CannotRun
from scanner.schema.checks import never_null

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
SERVER = Origin("(postgres)", None)
VARIABLES = ("WRITERS_DSN", "DATABASE_URL")

_REASONS = {
    "refused": "nobody listens there",
    "translate host name": "its host name does not resolve",
    "resolve host": "its host name does not resolve",
    "No such file or directory": "there is no such socket",
    "password": "it does not accept the password",
    "pg_hba.conf": "its pg_hba.conf does not let us in",
    "role": "it has no such role",
    "database": "it has no such database",
    "timeout": f"it did not answer within {CONNECT_SECONDS} seconds",
    "SSL": "the two sides do not agree about SSL",
}
"""What libpq says, without the names and addresses that its own text repeats from the DSN."""


class _Row(NamedTuple):
    """A row of catalog.sql."""

    schema: str | None
    table: str
    column: str
    type: str
    not_null: bool
    default: str | None
    checks: Sequence[str]
    triggers: Sequence[str]


def address(option: str | None, environment: Mapping[str, str]) -> str:
    """Return the DSN: the one given, else that of WRITERS_DSN or DATABASE_URL."""
    given = option or next((environment[name] for name in VARIABLES if environment.get(name)), None)
    if given is None:
        raise CannotRun(
            "there is no DSN to look for a live database with",
            "pass --dsn, or set WRITERS_DSN or DATABASE_URL",
        )
    return given


def load(dsn: str) -> Catalog:
    """Return the tables of a live database, with the migrated schema alone, read in one transaction.

    Nothing of the DSN appears in an error.
    """
    try:
        import psycopg
    except ImportError:
        raise CannotRun(
            "reading a live database needs psycopg", "pip install 'external-writers[postgres]'"
        ) from None
    query = files(__package__).joinpath("catalog.sql").read_bytes()
    try:
        with psycopg.connect(dsn, connect_timeout=CONNECT_SECONDS, application_name="writers") as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'".encode())
            rows = [_Row(*row) for row in connection.execute(query).fetchall()]
    except psycopg.errors.QueryCanceled:
        raise CannotRun(
            f"the database did not describe its tables within {STATEMENT_SECONDS} seconds"
        ) from None
    except psycopg.OperationalError as error:
        raise CannotRun(f"the database cannot be reached: {_reason(str(error))}") from None
    except psycopg.ProgrammingError as error:
        raise CannotRun(_misspelt(error.sqlstate)) from None
    tables = [_table([*group]) for _, group in groupby(rows, key=lambda row: (row.schema, row.table))]
    return Catalog({_key(table): table for table in tables})


def _reason(text: str) -> str:
    said = (reason for words, reason in _REASONS.items() if words in text)
    return next(said, "libpq gives a reason that may hold the DSN; try `psql` with it")


def _misspelt(sqlstate: str | None) -> str:
    if sqlstate is None:
        return "the DSN is neither a postgresql:// URL nor a list of key=value"
    return f"the database refuses to describe its tables (SQLSTATE {sqlstate})"


def _key(table: Table) -> str:
    return f"{table.schema}.{table.name}" if table.schema else table.name


def _table(rows: Sequence[_Row]) -> Table:
    first = rows[0]
    columns = tuple(Column(row.column, row.type, _constraint(row), None, None) for row in rows)
    return Table(first.table, columns, schema=first.schema, managed=False, origin=SERVER)


def _constraint(row: _Row) -> Constraint:
    checked = any(row.column in never_null(check) for check in row.checks)
    filled_by = ", ".join(row.triggers) or None
    return Constraint(row.not_null or checked, _default(row.default), SERVER, filled_by)


def _default(kind: str | None) -> Default | None:
    match kind:
        case "generated" | "identity" | "serial":
            return kind
        case None:
            return None
        case _:
            return "run_sql"
