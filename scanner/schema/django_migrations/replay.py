"""Every migration of a project, replayed: the database as they leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model.catalog import Origin, Table
from scanner.schema.database import Database, Stored, split
from scanner.schema.django_migrations import running
from scanner.schema.django_migrations.files import migrations
from scanner.schema.django_migrations.graph import Key, Migration, plan
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import State
from scanner.schema.project import Project
from scanner.schema.python import operators
from scanner.schema.python.values import MISSING


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the migrations leave: the database, what Django believes, and the labels of apps that have any.

    `unsure` are those of whose migrations something could not be followed, which was said.
    """

    database: Database
    state: State
    migrated: frozenset[str]
    unsure: frozenset[str]

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
    unsure: set[str] = set()
    said = project.run.library.diagnostics
    for app in project.apps:
        before = len(said)
        found = migrations(project, app)
        unsure.update([app.label] if len(said) > before else [])
        if found is not None:
            labels.add(app.label)
            known.update(found)
    run = project.run
    state, editor = State(), SchemaEditor(project, Database(), Origin("", None))
    for table in declared:
        if table.managed and table.model and table.model.split(".")[0] not in labels:
            _sync(editor.database, table)
    run.state["editor"] = editor
    for migration in plan(known, lambda origin, text: run.report(origin.path, origin.line, text)):
        editor.at, before = migration.origin, len(said)
        value = run.force(migration.cls.find("operations"))
        operations = operators.iterate(value)
        if operations is None and value is not MISSING:
            run.report(migration.origin.path, migration.origin.line, "its operations could not be read")
        state = running.database_forwards(project, operations or (), migration.key[0], editor, state)
        unsure.update([migration.key[0]] if len(said) > before else [])
    return Replayed(editor.database, state, frozenset(labels), frozenset(unsure))


def _sync(database: Database, table: Table) -> None:
    """Make the table of a model whose app has no migrations."""
    made = database.create(table.name, table.schema, table.origin or Origin("", None))
    for column in table.columns:
        synced = column.migrated
        if synced is not None:
            origin = synced.origin or made.origin
            made.add(Stored(column.name, column.type, synced.not_null, synced.default, origin))
