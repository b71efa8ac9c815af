"""What a server or the project itself says, put over what its source declares."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scanner.model.catalog import Catalog, Column, Constraint, Table
from scanner.model.facts import Diagnostic

_PUBLIC = (None, "public")


def observe(declared: Catalog, observed: Catalog) -> Catalog:
    """Return the tables of both, believing `observed` in each schema that it knows.

    A live database knows the migrated schema, a probe knows both. Models, files and lines are as
    declared. A managed table that was not observed keeps its models schema and says so.
    """
    whole = any(column.models for table in observed.tables.values() for column in table.columns)
    tables = dict(observed.tables)
    diagnostics = [*declared.diagnostics, *observed.diagnostics]
    for key, table in declared.tables.items():
        seen = _counterpart(table, observed)
        if seen is None and table.managed:
            diagnostics.append(_missing(table))
        tables.pop(key, None)
        tables[key] = _table(table, seen, whole=whole)
    return replace(
        declared,
        tables={key: tables[key] for key in sorted(tables)},
        diagnostics=tuple(diagnostics),
    )


def _counterpart(table: Table, observed: Catalog) -> Table | None:
    names = ["", "public."] if table.schema in _PUBLIC else [f"{table.schema}."]
    return next((seen for name in names if (seen := observed.tables.get(name + table.name))), None)


def _missing(table: Table) -> Diagnostic:
    path, line = (table.origin.path, table.origin.line) if table.origin else ("", None)
    return Diagnostic(path, line, f"the table {table.name} is not there: its migrations did not run")


def _table(table: Table, seen: Table | None, *, whole: bool) -> Table:
    columns = tuple(_columns(table, seen, whole=whole))
    return replace(table, columns=columns, unread=table.unread if seen is None else None)


def _columns(table: Table, seen: Table | None, *, whole: bool) -> Iterator[Column]:
    """Yield the declared columns in their order, then those that nobody declared."""
    for column in table.columns:
        real = seen.column(column.name) if seen else None
        models = column.models if not whole else _placed(real, column)
        if real or models:
            migrated = _named(real.migrated, column) if real else None
            yield replace(column, migrated=migrated, models=models, type=real.type if real else column.type)
    for real in seen.columns if seen else ():
        if table.column(real.name) is None:
            yield real


def _placed(real: Column | None, column: Column) -> Constraint | None:
    """Return the observed constraint of the models, known from the field's own place."""
    models = real.models if real else None
    return replace(models, origin=column.origin) if models and column.origin else models


def _named(migrated: Constraint | None, column: Column) -> Constraint | None:
    """Return the constraint with its default named after who gave it: the model, where it says the same."""
    declared = column.models.default if column.models else None
    if migrated and migrated.default == "run_sql" and declared == "db_default":
        return replace(migrated, default="db_default")
    return migrated
