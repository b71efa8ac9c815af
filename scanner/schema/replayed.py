"""What the probe tells: a project's models, and the events of its migrations, as a catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from scanner.model.catalog import Catalog, Column, Origin, Table
from scanner.model.facts import Diagnostic
from scanner.schema.checks import never_null
from scanner.schema.database import Database, Relation, Stored, split
from scanner.schema.ddl import Script

Event = Mapping[str, Any]


def catalog(document: Event, shown: Callable[[str], str]) -> Catalog:
    """Return the tables in both schemas; `shown` makes a reported path of an absolute one."""

    def place(event: Event) -> Origin:
        return Origin(shown(event["path"]) if event.get("path") else "(probe)", None)

    migrated, models = Database(), Database()
    notes = [Diagnostic(place(note).path, None, note["message"]) for note in document["notes"]]
    for event in document["events"]:
        notes += _apply(migrated, event, place(event))
    labels: dict[str, tuple[str, bool]] = {}
    for event in sorted(
        document["models"], key=_is_managed
    ):  # the managed model of a table has the last word
        made = _create(models, event, place(event))
        labels[_key(made.table())] = (event["model"], event["managed"])
    left = {_key(table): table for table in migrated.tables()}
    right = {_key(table): table for table in models.tables()}
    tables = {key: _table(left.get(key), right.get(key), labels.get(key)) for key in sorted({*left, *right})}
    return Catalog(tables, tuple(dict.fromkeys(notes)))


def _is_managed(event: Event) -> bool:
    return bool(event["managed"])


def _apply(database: Database, event: Event, origin: Origin) -> Iterator[Diagnostic]:
    """Do to the tables what one event says, and yield what of it could not be read."""
    schema, name = split(event["table"])
    relation = database.find(name, schema)
    match event["do"]:
        case "sql":
            said: list[Diagnostic] = []
            Script(database, origin.path, lambda _, what: said.append(_note(origin, what)), 0).run(
                event["text"]
            )
            yield from said
        case "create":
            _create(database, event, origin)
        case "drop":
            database.drop(name, schema)
        case "rename" if relation:
            to = split(event["to"])
            database.rename(relation, to[1], to[0])
        case _:
            if relation:
                _change(relation, event, origin)


def _change(relation: Relation, event: Event, origin: Origin) -> None:
    match event["do"]:
        case "add":
            relation.add(_stored(event["column"], origin))
        case "remove":
            relation.drop(event["name"])
        case "alter":
            _alter(relation, event, origin)
        case "check":
            _check(relation, event, origin)
        case "uncheck":
            relation.checks.pop(event["name"], None)
        case _:
            pass


def _alter(relation: Relation, event: Event, origin: Origin) -> None:
    """Change a column in its place; what Django's statement leaves alone stays as SQL may have left it."""
    now = _stored(event["column"], origin)
    before = relation.columns.get(event["name"], now)
    kept = before.default if before.default == "run_sql" else None
    relation.rename(event["name"], now.name)
    relation.add(
        replace(
            now,
            not_null=now.not_null if event["null_changed"] else before.not_null,
            default=now.default if event["default_changed"] or now.default else kept,
        )
    )


def _create(database: Database, event: Event, origin: Origin) -> Relation:
    schema, name = split(event["table"])
    made = database.create(name, schema, origin)
    for column in event["columns"]:
        made.add(_stored(column, origin))
    for check in event["checks"]:
        _check(made, check, origin)
    return made


def _stored(column: Event, origin: Origin) -> Stored:
    return Stored(column["name"], column["type"], column["not_null"], column["default"], origin)


def _check(relation: Relation, check: Event, origin: Origin) -> None:
    relation.checks[check["name"]] = (tuple(sorted(never_null(check["expression"]))), origin)


def _note(origin: Origin, what: str) -> Diagnostic:
    return Diagnostic(origin.path, None, what)


def _key(table: Table) -> str:
    return f"{table.schema}.{table.name}" if table.schema else table.name


def _table(migrated: Table | None, models: Table | None, label: tuple[str, bool] | None) -> Table:
    """Return one table of the two, its columns in the models' order."""
    model, managed = label or (None, False)
    both = [table for table in (models, migrated) if table]
    names = dict.fromkeys(column.name for table in both for column in table.columns)
    columns = (_column(migrated, models if managed else None, name) for name in names)
    kept = tuple(column for column in columns if column.migrated or column.models)
    return replace(both[-1], columns=kept, model=model, managed=managed)


def _column(migrated: Table | None, models: Table | None, name: str) -> Column:
    left = migrated.column(name) if migrated else None
    right = models.column(name) if models else None
    known = right or left
    return Column(
        name,
        known.type if known else None,
        left.migrated if left else None,
        right.migrated if right else None,
        None,
    )
