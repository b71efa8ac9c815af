"""Which columns a table requires, and what a statement surely does to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.model.catalog import Column, Constraint
from scanner.model.facts import Write
from scanner.model.statement import ColumnList, Positional, Unread

SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
"""Columns of every table: https://www.postgresql.org/docs/current/ddl-system-columns.html."""


def required(column: Column) -> bool:
    """Whether leaving the column out is refused, by both schemas or by the only one that has it.

    A column that the migrated schema alone requires counts too, unless the model has a
    `db_default=` for it: that is `required_without_migration`.
    """
    match column.migrated, column.models:
        case Constraint() as migrated, Constraint() as models:
            return migrated.required and (models.required or models.default is None)
        case (Constraint() as only, None) | (None, Constraint() as only):
            return only.required
        case _:
            return False


def filled_by(column: Column) -> str | None:
    """Return the BEFORE INSERT trigger that may give the column a value in the migrated schema."""
    return column.migrated.filled_by if column.migrated else None


def required_by_models_only(column: Column) -> bool:
    """Whether only a schema built from the models refuses to leave the column out."""
    match column.migrated, column.models:
        case Constraint() as migrated, Constraint() as models:
            return models.required and not migrated.required
        case _:
            return False


def required_without_migration(column: Column) -> bool:
    """Whether the migrated schema requires the column although the model has a value for it."""
    match column.migrated, column.models:
        case Constraint() as migrated, Constraint() as models:
            return migrated.required and not models.required and models.default is not None
        case _:
            return False


def left_out(write: Write, columns: Iterable[Column]) -> Iterator[Column]:
    """Yield those of a table's columns that Postgres surely fills by itself, in their order.

    Those an INSERT's complete list does not name on any path, and those given the keyword
    DEFAULT, by an UPDATE too: the server looks for the same default.
    """
    defaulted = {name for names in assigned(write) for name in names.defaults}
    listed = write.statement.columns
    if isinstance(listed, ColumnList) and listed.complete and write.statement.inserts:
        filled = {*listed.certain, *listed.possible} - defaulted
        yield from (column for column in columns if column.name not in filled)
    elif defaulted:
        yield from (column for column in columns if column.name in defaulted)


def named(write: Write) -> frozenset[str]:
    """Return the columns that the statement gives a value of its own on every path."""
    match write.statement.columns:
        case ColumnList(certain=certain, defaults=defaults):
            return frozenset(certain).difference(defaults)
        case Positional() | Unread():
            return frozenset()


def assigned(write: Write) -> Iterator[ColumnList]:
    """Yield the statement's lists of names: its columns, and those that its conflict arm sets."""
    if isinstance(write.statement.columns, ColumnList):
        yield write.statement.columns
    if write.statement.conflict is not None:
        yield write.statement.conflict
