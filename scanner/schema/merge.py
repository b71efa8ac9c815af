"""Models and migrations side by side: one table with both schemas, and where the two part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from scanner.model.catalog import Catalog, Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic

_PACKAGES = "site-packages/"


class Merged(Struct):
    """The tables of both schemas as they come together, and what is to be said of them."""

    tables: dict[str, Table] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, table: Table) -> None:
        """Keep a table, the first of its name."""
        first = self.tables.setdefault(table.qualified, table)
        if first is not table and first.managed and table.managed:
            self.say(
                table.origin,
                f"{first.model} and {table.model} are both the table {table.qualified}: "
                f"the columns of {first.model} count",
            )

    def say(self, origin: Origin | None, message: str) -> None:
        """Keep what a person should know of the project's own code."""
        if origin is not None and not origin.path.startswith(_PACKAGES):
            self.diagnostics.append(Diagnostic(origin.path, origin.line, message))


def merge(
    models: Sequence[Table],
    migrated: Sequence[Table],
    labels: Mapping[str, str],
    unsure: Callable[[Table], bool],
) -> Catalog:
    """Return every table of both schemas.

    `migrated` tables know the migrated schema alone, and all that there is of it; `labels` are the
    models that the migrations' own state has for a table. The migrations of one that is `unsure` are
    believed to land what the models have, as most do: something of them could not be read.
    """
    merged = Merged()
    found = {table.qualified: table for table in migrated}
    for table in models:
        seen = found.pop(table.qualified, None)
        if table.managed and unsure(table):
            merged.add(_believed(table, seen))
        else:
            merged.add(_joined(table, seen, merged))
    for name, table in found.items():
        merged.add(replace(table, model=labels.get(name), managed=name in labels))
    return Catalog(dict(sorted(merged.tables.items())), tuple(merged.diagnostics))


def _believed(table: Table, seen: Table | None) -> Table:
    """Return a table with what was read of its migrations, and the models' word for the rest."""
    if seen is None:
        return table
    joined = _joined(table, seen, Merged())
    guessed = {column.name: column.models for column in table.columns if seen.column(column.name) is None}
    columns = (replace(one, migrated=one.migrated or guessed.get(one.name)) for one in joined.columns)
    return replace(joined, columns=tuple(columns))


def with_owned(
    tables: Mapping[str, Table], owned: Mapping[str, Table], rivals: Mapping[str, tuple[str, ...]]
) -> dict[str, Table]:
    """Return the tables with those that SQL files own; a model that Django does not manage meets its own."""
    found = dict(tables)
    for name, table in owned.items():
        model = found.get(name)
        if model is None:
            found[name] = table
        elif not model.judged:
            found[name] = _joined(model, table, Merged())
    for name in rivals.keys() & found.keys():
        found[name] = replace(found[name], rivals=rivals[name])
    return dict(sorted(found.items()))


def _joined(table: Table, seen: Table | None, merged: Merged) -> Table:
    if seen is None:
        if table.managed:
            merged.say(
                table.origin, f"no migration that was read makes the table {table.name} of {table.model}"
            )
        return replace(table, columns=tuple(replace(column, migrated=None) for column in table.columns))
    columns = tuple(_columns(table, seen))
    unread = "; ".join(filter(None, (table.unread, seen.unread))) or None
    if table.managed and unread is None:
        for origin, message in _drift(table.name, columns):
            merged.say(origin, message)
    return replace(table, columns=columns, unread=unread)


def _columns(table: Table, seen: Table) -> Iterator[Column]:
    """Yield the models' columns in their order, then those that only the migrations know.

    A field of an unknown type that no migration lands is none of the database's, and neither is one
    of a model that Django does not manage: its table is never built from the model.
    """
    for column in table.columns:
        real = seen.column(column.name)
        if real is None and column.type is None:
            continue
        migrated = _named(real.migrated, column.models) if real else None
        models = column.models if table.managed or real is not None else None
        known = column.type or (real.type if real else None)
        yield replace(column, migrated=migrated, models=models, type=known)
    for real in seen.columns:
        if table.column(real.name) is None:
            yield real


def _named(migrated: Constraint | None, models: Constraint | None) -> Constraint | None:
    """Return the constraint, its default named after the model where that has one too."""
    if migrated and models and migrated.default == "run_sql" and models.default == "db_default":
        return replace(migrated, default="db_default")
    return migrated


def _drift(table: str, columns: Sequence[Column]) -> Iterator[tuple[Origin | None, str]]:
    """Yield what the models have and no migration lands, and what nobody's INSERT would name."""
    for column in columns:
        match column.migrated, column.models:
            case None, Constraint():
                yield column.origin, f"no migration that was read lands the column {table}.{column.name}"
            case Constraint() as left, None if left.required:
                said = "NOT NULL without a default, and no model has it"
                yield left.origin, f"the migrations leave {table}.{column.name}, {said}"
            case _:
                pass
