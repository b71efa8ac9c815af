"""A writer relies on the order of the table's columns.

https://www.postgresql.org/docs/current/sql-insert.html: the values fill the columns from the left,
in the order in which they were created, and the rest get their defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.catalog import Column, Table
from scanner.model.finding import Facts, Finding, Rule
from scanner.model.statement import Positional
from scanner.rules.vocabulary.columns import required
from scanner.rules.vocabulary.remedy import quoted
from scanner.rules.vocabulary.writers import Writer, writers


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer without a column list, an error where its values cannot fit."""
    for writer in writers(facts):
        row = writer.write.statement.columns
        if isinstance(row, Positional):
            yield _finding(writer, misfit(row, writer.table))


def misfit(row: Positional, table: Table) -> str | None:
    """Return why the row fits the table in no order of its columns, None when it may fit in one.

    The order is that of their creation, which no model tells; only an automatic primary key that
    stands first in the model was surely there first.
    """
    columns = _present(table)
    if row.values is None or table.unread is not None:
        return None
    if row.values > len(columns):
        return f"INSERT has more expressions than target columns ({row.values} for {len(columns)})"
    nullable = sum(not _not_null(column) for column in columns)
    if len(row.nulls) > nullable:
        return (
            f"null value violates not-null constraint ({len(row.nulls)} NULLs, {nullable} nullable columns)"
        )
    left = len(columns) - row.values
    last = columns[1:] if row.values and _automatic(columns) else columns
    if left > (spared := sum(not required(column) for column in last)):
        return f"null value violates not-null constraint ({left} columns left out, {spared} may be)"
    return None


def _present(table: Table) -> Sequence[Column]:
    """Return the columns of the migrated schema, those of the models where no migration is known."""
    return [column for column in table.columns if column.migrated] or table.columns


def _not_null(column: Column) -> bool:
    constraint = column.migrated or column.models
    return constraint is not None and constraint.not_null


def _automatic(columns: Sequence[Column]) -> bool:
    first = columns[0].migrated or columns[0].models
    return first is not None and first.default in ("identity", "serial")


def _finding(writer: Writer, why: str | None) -> Finding:
    names = ", ".join(quoted(column.name) for column in _present(writer.table))
    remedy = f"Name the columns that the values are for, out of ({names})."
    risk = f"the next column of {quoted(writer.table.name)} can break or misplace the values"
    message = f"{why or risk}: {writer} has no column list."
    return writer.finding(RULE, message, remedy, severity="error" if why else None)


RULE = Rule(
    "positional-insert",
    "warning",
    "A writer has no column list and relies on the order of the table's columns.",
    check,
)
