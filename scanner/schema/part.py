"""The catalog of a few tables: what the whole one says of them, told by the files that can matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.asked import asked, is_called
from scanner.model.catalog import Catalog, Table
from scanner.model.failure import CannotRun
from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Snapshot
from scanner.schema.django_migrations.part import replay_part
from scanner.schema.django_models.named import ModelFiles, model_files
from scanner.schema.django_models.opening import open_project
from scanner.schema.django_models.tables import tables_of
from scanner.schema.fields import many_to_many
from scanner.schema.merge import merge, with_owned
from scanner.schema.project import BeyondPart, ModelState, Part, Project
from scanner.schema.python.values import Class, Instance
from scanner.schema.sql_files import assign, sql_folders

_LONGEST = 63
"""Of longer names Django keeps a part only, so that no text holds them."""


def part_of(
    snapshot: Snapshot,
    settings: DjangoOptions,
    packages: Sequence[Snapshot],
    ddl: Sequence[str],
    names: Sequence[str],
) -> Catalog:
    """Return the tables that are named; BeyondPart when what the whole project says of them may differ.

    Of what cannot be read it tells what was met on the way.
    """
    project = open_project(snapshot, settings, packages)
    files = model_files(project, snapshot)
    project.part = Part(files.find)
    if packages and any(re.fullmatch("[A-Za-z]+", name) for name in names):
        raise BeyondPart
    models = _models(files, names)
    declared = [table for tables in models.values() for table in tables]
    keys = {cls: _keys(project, cls, tables) for cls, tables in models.items()}
    part = Part(files.find, frozenset(key for each in keys.values() for key in each))
    replayed = replay_part(project, part, declared)
    wanted = {table.qualified for table in declared}
    migrated = [table for table in replayed.database.tables() if table.qualified in wanted]
    _insist(declared, migrated)
    merged = merge(declared, migrated, replayed.labels(), replayed.doubts.concern)
    folders = sql_folders(snapshot, ddl, [table.name.lower().encode() for table in declared])
    ownership = assign(list(folders), merged.tables)
    owned = {key: table for key, table in ownership.owned.items() if key in wanted}
    said = (*project.run.library.diagnostics, *merged.diagnostics, *ownership.diagnostics)
    renamed = ((old, now) for old, now in replayed.database.former().items() if now in wanted)
    former = {old: now for old, now in renamed if not _is_there(files, old)}
    return Catalog(with_owned(merged.tables, owned, ownership.rivals), said, ownership.copies, former)


def _models(files: ModelFiles, names: Sequence[str]) -> dict[Class, list[Table]]:
    """Return the models with the tables that are named, and with others of the same name."""
    pending, found = list(names), dict[Class, None]()
    for name in pending:
        if len(name) >= _LONGEST:
            raise BeyondPart
        called = [(cls, table) for cls in _classes(files, name) for table in _tables(files, cls, [name])]
        found.update((cls, None) for cls, _ in called)
        pending.extend({table.name for _, table in called}.difference(pending))
    for cls in found:
        files.settle(cls)
    models = {cls: list(_tables(files, cls, pending)) for cls in found}
    tables = [table for every in models.values() for table in every]
    try:
        asked(Catalog({table.qualified: table for table in tables}), names)
    except CannotRun as error:
        raise BeyondPart from error
    if len({table.qualified for table in tables}) < len(tables):
        raise BeyondPart
    return models


def _classes(files: ModelFiles, name: str) -> dict[Class, None]:
    """Return the models whose class a name may hold, or that may call their table so."""
    bare = name.lower().replace('"', "")
    parts = re.split(r"[._]", bare)
    ends = range(1, len(parts) + 1)
    words = {"_".join(parts[start:end]) for start in range(len(parts)) for end in ends if start < end}
    table = bare.rpartition(".")[2]
    return dict.fromkeys([*files.named(words - {""}), *files.spelling(table)])


def _tables(files: ModelFiles, cls: Class, names: Sequence[str]) -> Iterator[Table]:
    if isinstance(cls.model, ModelState):
        for table in tables_of(files.project, cls, cls.model):
            if any(is_called(table, name) for name in names):
                yield table


def _is_there(files: ModelFiles, name: str) -> bool:
    """Tell whether another model's table has a name now."""
    return any(True for cls in _classes(files, name) for _ in _tables(files, cls, [name]))


def _keys(project: Project, cls: Class, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """Yield the models whose migrations shape a model's tables, by label and lower-case name."""
    label, state = project.label(cls), cls.model
    yield label, cls.name.lower()
    if not isinstance(state, ModelState):
        return
    for parent in state.parents:
        yield from _keys(project, parent, ())
    if any(table.model != f"{label}.{cls.name}" for table in tables):
        for item in state.fields.values():
            if isinstance(item.field, Instance) and many_to_many(item.field):
                target = project.related(item.field)
                if target is None:
                    raise BeyondPart
                yield project.label(target), target.name.lower()


def _insist(declared: Sequence[Table], migrated: Sequence[Table]) -> None:
    """Insist that a migration made each table that Django makes, and that all of it was read."""
    made = {table.qualified for table in migrated}
    missing = any(table.managed and table.qualified not in made for table in declared)
    if missing or any(table.unread for table in (*declared, *migrated)):
        raise BeyondPart
