"""Every migration of a project, replayed: the database as they leave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from scanner.model.catalog import Origin, Table
from scanner.schema.database import Database, Stored, split
from scanner.schema.django_migrations import running
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.files import label, migrations, operations
from scanner.schema.django_migrations.graph import Key, Migration, plan
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import State
from scanner.schema.project import Project
from scanner.schema.python import operators
from scanner.schema.python.values import MISSING


class Replayed(Struct, frozen=True):
    """What the migrations leave: the database, what Django believes, and what could not be followed."""

    database: Database
    state: State
    doubts: Doubts

    def labels(self) -> dict[str, str]:
        """Return the labels of the models that the migrations made, by table."""
        found: dict[str, str] = {}
        for model in self.state.models.values():
            schema, name = split(model.db_table)
            if model.options.get("proxy") is not True and model.options.get("managed") is not False:
                found[f"{schema}.{name}" if schema else name] = model.label
        return found


def replay(project: Project, declared: Sequence[Table]) -> Replayed:
    """Run the migrations of every installed app in order.

    The database is empty before, but for the tables of apps without migrations, which `migrate`
    makes of their models first: those of `declared`.
    """
    known: dict[Key, Migration] = {}
    labels: set[str] = set()
    doubts = Doubts(project.doubted)
    for app in project.apps:
        found = migrations(project, app, doubts)
        if found is not None:
            labels.add(app.label)
            known.update(found)
    run = project.run
    ordered = plan(known, lambda origin, text: run.report(origin.path, origin.line, text))
    return perform(project, ordered, synced(declared, labels), doubts)


def synced(declared: Iterable[Table], migrated: Collection[str]) -> Database:
    """Return a database of the tables whose apps have no migrations."""
    database = Database()
    for table in declared:
        if table.managed and table.model and table.model.split(".")[0] not in migrated:
            _sync(database, table)
    return database


def perform(project: Project, ordered: Iterable[Migration], database: Database, doubts: Doubts) -> Replayed:
    """Run migrations one after the other; a file that cannot be followed to its end is in doubt."""
    run, said = project.run, project.run.library.diagnostics
    state, editor = State(), SchemaEditor(project, database, Origin("", None))
    run.state["editor"] = editor
    for migration in ordered:
        editor.at, before, particular = migration.origin, len(said), project.particular
        value = operations(project, migration)
        found = operators.iterate(value)
        if found is None and value is not MISSING:
            run.report(migration.origin.path, migration.origin.line, "its operations could not be read")
        app = label(project, migration)
        state = running.database_forwards(project, found or (), app, editor, state)
        if len(said) - before > project.particular - particular:
            doubts.texts[app].append(_text(project, migration))
    return Replayed(editor.database, state, doubts)


def _text(project: Project, migration: Migration) -> bytes:
    place = project.run.library.find(migration.module, migration.near)
    source = place.root.snapshot.read(place.path) if place and place.path else b""
    return source.lower() if isinstance(source, bytes) else b""


def _sync(database: Database, table: Table) -> None:
    """Make the table of a model whose app has no migrations."""
    made = database.create(table.name, table.schema, table.origin or Origin("", None))
    for column in table.columns:
        synced = column.migrated
        if synced is not None:
            origin = synced.origin or made.origin
            made.add(Stored(column.name, column.type, synced.not_null, synced.default, origin))
