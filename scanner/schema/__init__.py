"""What is believed of the database: from models, migrations, a probe or a server."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from scanner.model.catalog import Catalog
from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Snapshot
from scanner.schema.django_migrations.checkpoint import Checkpoint, Checkpoints
from scanner.schema.django_migrations.replay import replay
from scanner.schema.django_models.opening import open_project
from scanner.schema.django_models.reading import read_models
from scanner.schema.django_models.tables import tables
from scanner.schema.merge import merge, with_owned
from scanner.schema.part import part_of
from scanner.schema.project import BeyondPart
from scanner.schema.sql_files import assign, sql_folders

__all__ = ["Checkpoint", "load"]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: walking millions of syntax nodes again and again triples the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load(
    snapshot: Snapshot,
    settings: DjangoOptions,
    packages: Sequence[Snapshot] = (),
    ddl: Sequence[str] = (),
    names: Sequence[str] = (),
    checkpoints: Checkpoints | None = None,
) -> Catalog:
    """Return what the source of a Django project says of its tables, with nothing imported.

    `packages` are the site-packages folders of the project's interpreter, `ddl` folders of ordered
    SQL files that own their tables, beside those that are found. With the `names` of tables it may
    tell of those alone, and only of what cannot be read of them; never other than of all of them.
    Nor does what the `checkpoints` have of earlier states change anything of it.
    """
    with _uncollected():
        if names:
            with suppress(BeyondPart):
                return part_of(snapshot, settings, packages, ddl, names)
        if checkpoints is not None and (last := checkpoints.last()) is not None:
            with suppress(BeyondPart):
                return _whole(snapshot, settings, packages, ddl, checkpoints, last)
        return _whole(snapshot, settings, packages, ddl, checkpoints)


def _whole(
    snapshot: Snapshot,
    settings: DjangoOptions,
    packages: Sequence[Snapshot],
    ddl: Sequence[str],
    checkpoints: Checkpoints | None,
    last: Checkpoint | None = None,
) -> Catalog:
    """Return the catalog of all models and migrations; BeyondPart when the `last` checkpoint misleads."""
    project = open_project(snapshot, settings, packages)
    read_models(project, snapshot)
    declared = list(tables(project))
    replayed = replay(project, declared, checkpoints, last)
    merged = merge(declared, list(replayed.database.tables()), replayed.labels(), replayed.doubts.concern)
    ownership = assign(list(sql_folders(snapshot, ddl)), merged.tables)
    said = (*project.run.library.diagnostics, *merged.diagnostics, *ownership.diagnostics)
    return Catalog(
        with_owned(merged.tables, ownership.owned, ownership.rivals),
        said,
        ownership.copies,
        replayed.database.former(),
    )
