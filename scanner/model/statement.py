"""What one data-modifying statement says, as far as it can be read."""

from __future__ import annotations

from typing import Literal

from scanner.model.template import Position
from scanner.model.value import Value

Operation = Literal["insert", "upsert", "update", "delete", "truncate", "copy", "merge"]
Dialect = Literal[
    "postgres",
    "clickhouse",
    "sqlite",
    "mysql",
    "trino",
    "duckdb",
    "bigquery",
    "snowflake",
    "redshift",
    "cassandra",
    "mssql",
    "unknown",
]


class Unread(Value, frozen=True):
    """Something the text does not tell; `expression` is the source of the hole, where there is one."""

    reason: str
    expression: str | None = None


class Named(Value, frozen=True):
    """A relation as Postgres would know it: unquoted parts folded to lower case.

    `schema` is None when none is written, and Unread when it is written but not knowable.
    """

    name: str
    schema: str | Unread | None = None


Target = Named | Unread


class ColumnList(Value, frozen=True):
    """Named columns: of an INSERT or COPY list, or SET by an UPDATE.

    `certain` are named on every path, in order; `possible` on some. `complete` is False when
    there may be more than both (a spread, a hole in the list). `nulls` are given a literal NULL
    in at least one row, `defaults` the keyword DEFAULT. `reason` says why a list is incomplete.
    """

    certain: tuple[str, ...]
    possible: tuple[str, ...] = ()
    complete: bool = True
    nulls: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    reason: str | None = None


class Positional(Value, frozen=True):
    """An INSERT or COPY without a column list; `values` is the most values of a row, None if not knowable."""

    values: int | None = None
    nulls: tuple[int, ...] = ()


Columns = ColumnList | Positional | Unread


class Statement(Value, frozen=True):
    """One INSERT, UPDATE, DELETE, TRUNCATE, COPY FROM or MERGE, or a builder call that makes one.

    `columns` is an empty ColumnList for delete and truncate, and for a MERGE with no insert arm
    (`inserts` tells the two apart). `conflict` are the columns SET by DO UPDATE or by a MERGE's
    matched arm, with their own literal NULLs in its `nulls`. `at` is the statement's keyword.
    `digest` is the statement's text with white space folded and holes as `?`, for fingerprints.
    `temporary` is set when the same text creates the table as a temporary one.
    """

    operation: Operation
    target: Target
    columns: Columns
    at: Position
    end_line: int
    conflict: ColumnList | None = None
    dialect: Dialect = "unknown"
    digest: str = ""
    temporary: bool = False

    @property
    def inserts(self) -> bool:
        """Whether the statement can add a row."""
        match self.operation:
            case "insert" | "upsert" | "copy":
                return True
            case "merge":
                return self.columns != ColumnList(())
            case "update" | "delete" | "truncate":
                return False
