"""Every migration of a project, replayed: the database as they leave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from scanner.model.catalog import Origin, Table
from scanner.schema.database import Database, Stored
from scanner.schema.django_migrations import running
from scanner.schema.django_migrations.checkpoint import (
    Checkpoint,
    Checkpoints,
    checkpoint,
    conflict,
    ground_of,
)
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.files import File, files, label, migrations, operations
from scanner.schema.django_migrations.graph import Migration, plan
from scanner.schema.django_migrations.outcome import Ran, Replayed, Whole
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import State
from scanner.schema.project import BeyondPart, Project
from scanner.schema.python import operators
from scanner.schema.python.values import MISSING


def replay(
    project: Project,
    declared: Sequence[Table],
    checkpoints: Checkpoints | None = None,
    last: Checkpoint | None = None,
) -> Replayed:
    """Run the migrations of every installed app in order: only those that are new since the last checkpoint.

    The database is empty before, but for the tables of apps without migrations, which `migrate`
    makes of their models first: those of `declared`. BeyondPart when only all migrations together
    tell what the new ones do.
    """
    listed = {app: found for app in project.apps if (found := files(project, app)) is not None}
    every = [file for found in listed.values() for file in found]
    database = synced(declared, {app.label for app in listed})
    if checkpoints is None:
        return _whole(project, every, database).replayed
    ground = ground_of(project, database)
    if last is not None and last.holds(project, ground, every):
        return _continued(project, last, every)
    whole = _whole(project, every, database)
    made = checkpoint(project, ground, every, whole)
    if made is not None:
        checkpoints.keep(made)
    return whole.replayed


def _whole(project: Project, listed: Sequence[File], database: Database) -> Whole:
    """Run all migrations."""
    said, doubts = project.run.library.diagnostics, Doubts(project.doubted)
    first = len(said)
    known = migrations(project, listed, doubts)
    read = said[first:]
    ordered = plan(known, partial(_say, project))
    planned = len(said)
    replayed = perform(project, ordered, database, doubts)
    return Whole(replayed, [*known.values()], said[:first], [*read, *said[planned:]])


def _continued(project: Project, last: Checkpoint, listed: Sequence[File]) -> Replayed:
    """Run the migrations that are not behind a checkpoint; BeyondPart when that takes the others."""
    run, known = project.run, {each.key: each for each in last.known}
    circles = run.circles
    for each in last.diagnostics:
        run.report(each.path, each.line, each.message)
    doubts, old = last.doubts(project.doubted), {*last.listed}
    with _without_a_word(project):
        read = migrations(project, [file for file in listed if file.key not in old], doubts)
    found = {file.key: known.get(file.key) or read.get(file.key) for file in listed}
    ordered = plan({key: each for key, each in found.items() if each}, partial(_say, project))
    if [each.key for each in ordered if each.key not in read] != [each.key for each in last.ran]:
        raise BeyondPart
    behind = last.behind([each.key for each in ordered])
    with _without_a_word(project):
        new = [each for each in ordered if each.key in read]
        replayed = perform(project, new, last.database(), doubts, last.state())
    if any(conflict(each.touched, behind[each.key]) for each in replayed.ran):
        raise BeyondPart
    if replayed.database.domains or replayed.is_ambiguous() or run.circles > circles:
        raise BeyondPart
    return replayed


@contextmanager
def _without_a_word(project: Project) -> Iterator[None]:
    """BeyondPart when something is said: what was said before might leave it out, or have more to it."""
    library = project.run.library
    said, library.diagnostics = library.diagnostics, []
    yield
    if library.diagnostics:
        raise BeyondPart
    library.diagnostics = said


def _say(project: Project, origin: Origin, text: str) -> None:
    project.run.report(origin.path, origin.line, text)


def synced(declared: Iterable[Table], migrated: Collection[str]) -> Database:
    """Return a database of the tables whose apps have no migrations."""
    database = Database()
    for table in declared:
        if table.managed and table.model and table.model.split(".")[0] not in migrated:
            _sync(database, table)
    return database


def perform(
    project: Project,
    ordered: Iterable[Migration],
    database: Database,
    doubts: Doubts,
    state: State | None = None,
) -> Replayed:
    """Run migrations one after the other; a file that cannot be followed to its end is in doubt."""
    run, said = project.run, project.run.library.diagnostics
    state, editor = state or State(), SchemaEditor(project, database, Origin("", None))
    run.state["editor"] = editor
    ran: list[Ran] = []
    for migration in ordered:
        state.touched = database.touched = set()
        editor.at, before, particular = migration.origin, len(said), project.particular
        value = operations(project, migration)
        found = operators.iterate(value)
        if found is None and value is not MISSING:
            run.report(migration.origin.path, migration.origin.line, "its operations could not be read")
        app = label(project, migration)
        state = running.database_forwards(project, found or (), app, editor, state)
        if len(said) - before > project.particular - particular:
            doubts.texts[app].append(_text(project, migration))
        ran.append(Ran(migration.key, tuple(sorted(state.touched))))
    return Replayed(editor.database, state, doubts, ran)


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
