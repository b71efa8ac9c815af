"""Where what the source tells and what a server holds do not agree, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scanner.model.catalog import Catalog, Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic

View = Literal["migrated", "models"]


def differences(believed: Catalog, real: Catalog, view: View) -> Iterator[Diagnostic]:
    """Yield each managed table and column of which one side says something else, where it is believed.

    `real` is what a server holds; `view` is the schema that it was built as.
    """
    for key in sorted(believed.tables):
        table = believed.tables[key]
        if table.managed and any(_constraint(column, view) for column in table.columns):
            there = real.tables.get(key) or real.tables.get(table.name)
            if there is None:
                yield _said(table.origin, f"the table {table.name} is believed, and the database has none")
            else:
                yield from _columns(table, there, view)


def _columns(table: Table, there: Table, view: View) -> Iterator[Diagnostic]:
    for name in dict.fromkeys(column.name for column in (*table.columns, *there.columns)):
        column, real = table.column(name), there.column(name)
        mine = _constraint(column, view) if column else None
        held = real.migrated if real else None
        if _words(mine) != _words(held):
            origin = (mine.origin if mine else None) or (column.origin if column else None) or table.origin
            told = f"believed {_words(mine)}, in the database {_words(held)}"
            yield _said(origin, f"{table.name}.{name} is {told}")


def _constraint(column: Column, view: View) -> Constraint | None:
    return column.migrated if view == "migrated" else column.models


def _words(constraint: Constraint | None) -> str:
    """Return what decides whether a column may be left out, or NULL."""
    match constraint:
        case None:
            return "absent"
        case Constraint(not_null=not_null, default=default):
            return (
                f"{'NOT NULL' if not_null else 'NULL'} {'with' if default else 'without'} a value of its own"
            )


def _said(origin: Origin | None, message: str) -> Diagnostic:
    return Diagnostic(origin.path if origin else "", origin.line if origin else None, message)
