"""What the probe tells: a project's models, and the events of its migrations, as a catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scanner.model.catalog import Catalog, Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic
from scanner.schema.checks import never_null

_TABLE = re.compile(
    r"\b(?:ALTER|CREATE|DROP)\s+TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+|ONLY\s+)*(\S+)", re.IGNORECASE
)

Event = Mapping[str, Any]
Held = tuple[str, Constraint]
"""A column's type, and what Postgres holds of it."""


@dataclass(slots=True)
class _Built:
    """A table as it stands after some of the events: columns and CHECK expressions by name."""

    columns: dict[str, Held] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)

    def held(self) -> dict[str, Held]:
        """Return the columns with what the CHECKs add to them."""
        checked = {name for expression in self.checks.values() for name in never_null(expression)}
        return {
            name: (kind, replace(constraint, not_null=constraint.not_null or name in checked))
            for name, (kind, constraint) in self.columns.items()
        }


def catalog(document: Event, shown: Callable[[str], str]) -> Catalog:
    """Return the tables in both schemas; `shown` makes a reported path of an absolute one."""

    def place(event: Event) -> Origin:
        return Origin(shown(event["path"]) if event.get("path") else "(probe)", None)

    built: dict[str, _Built] = {}
    for event in document["events"]:
        _apply(built, event, place(event))
    models = {event["table"]: event for event in document["models"]}
    tables = {
        name: _table(name, built.get(name), models.get(name), place({}))
        for name in sorted(built.keys() | models.keys())
    }
    notes = [Diagnostic(place(note).path, None, note["message"]) for note in document["notes"]]
    raw = (event for event in document["events"] if event["do"] == "sql")
    unread = [Diagnostic(place(event).path, None, message) for event in raw for message in _unread(event)]
    return Catalog(tables, (*notes, *dict.fromkeys(unread)))


def _unread(event: Event) -> Iterator[str]:
    """Yield which tables a migration's own SQL works on, which Django does not tell the outcome of."""
    for name in dict.fromkeys(_TABLE.findall(event["text"])):
        yield f"{event['migration']} changes {name} by SQL of its own, which the probe does not read"


def _apply(tables: dict[str, _Built], event: Event, origin: Origin) -> None:
    """Do to the tables what one event says; a change of a table that nobody made is none."""
    name = event["table"]
    table = tables.get(name)
    match event["do"]:
        case "create":
            tables[name] = _built(event, origin)
        case "drop":
            tables.pop(name, None)
        case "rename" if table:
            tables[event["to"]] = tables.pop(name)
        case _:
            if table:
                _change(table, event, origin)


def _change(table: _Built, event: Event, origin: Origin) -> None:
    match event["do"]:
        case "add":
            table.columns[event["column"]["name"]] = _held(event["column"], origin)
        case "remove":
            table.columns.pop(event["name"], None)
        case "alter":
            _alter(table, event, origin)
        case "check":
            table.checks[event["name"]] = event["expression"]
        case "uncheck":
            table.checks.pop(event["name"], None)
        case _:
            pass


def _alter(table: _Built, event: Event, origin: Origin) -> None:
    """Change a column in its place; what the statement leaves alone stays, as RunSQL may have set it."""
    kind, now = _held(event["column"], origin)
    _, before = table.columns.get(event["name"], (kind, now))
    kept = before.default if before.default == "run_sql" else None
    changed = replace(
        now,
        not_null=now.not_null if event["null_changed"] else before.not_null,
        default=now.default if event["default_changed"] or now.default else kept,
    )
    table.columns = {
        event["column"]["name"] if name == event["name"] else name: held
        for name, held in table.columns.items()
    }
    table.columns[event["column"]["name"]] = (kind, changed)


def _built(event: Event, origin: Origin) -> _Built:
    columns = {column["name"]: _held(column, origin) for column in event["columns"]}
    return _Built(columns, {check["name"]: check["expression"] for check in event["checks"]})


def _held(column: Event, origin: Origin) -> Held:
    return column["type"], Constraint(column["not_null"], column["default"], origin)


def _table(name: str, migrated: _Built | None, model: Event | None, origin: Origin) -> Table:
    managed = bool(model and model["managed"])
    declared = _built(model, origin).held() if model and managed else {}
    columns = tuple(_columns(migrated.held() if migrated else {}, declared))
    return Table(name, columns, model=model["model"] if model else None, managed=managed, origin=origin)


def _columns(migrated: Mapping[str, Held], models: Mapping[str, Held]) -> Iterator[Column]:
    """Yield the columns in the models' order, then those that only the migrations know."""
    for name in dict.fromkeys([*models, *migrated]):
        left, right = migrated.get(name), models.get(name)
        kind = (right or left or ("", None))[0]
        yield Column(name, kind, left[1] if left else None, right[1] if right else None, None)
