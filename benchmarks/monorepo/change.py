"""The second commit: fifty files, among them the target's models with a new column, and its migration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from benchmarks.monorepo import Monorepo
from benchmarks.monorepo.source import Source, Write, plain
from benchmarks.monorepo.tables import Column, added, last_migration, migration, migration_name, models_text

FILES = 50
COLUMN = Column("newly_active", "active")


def wanted(source: Source, kept: list[Source]) -> bool:
    """Whether a file of the first commit is one of those that the second changes, given what is kept."""
    if "/src/" not in source.path or not source.path.endswith((".ts", ".tsx", ".py", ".rs", ".go")):
        return False
    writers = sum(bool(each.writes) for each in kept)
    return writers < 2 if source.writes else len(kept) - writers < FILES - 4


def changed(monorepo: Monorepo, kept: list[Source]) -> Iterator[Source]:
    """Yield the changed files whole: those kept, the target's models, and a new migration."""
    for source in kept:
        yield _again(source) if source.writes else _longer(source)
    target = monorepo.target
    own = tuple(model for model in monorepo.models if model.app == target.app)
    after = replace(target, columns=(*target.columns, COLUMN))
    yield plain(f"backend/{target.app}/models.py", models_text((after, *own[1:])))
    number = last_migration(own, target.app) + 1
    path = f"backend/{target.app}/migrations/{migration_name(number)}.py"
    yield plain(path, migration(target.app, number, added(target, COLUMN)))


def _longer(source: Source) -> Source:
    comment = b"#" if source.path.endswith(".py") else b"//"
    return replace(source, content=source.content + b"\n" + comment + b" looked at once more\n")


def _again(source: Source) -> Source:
    """Return a file whose lines are moved down by one, with all its writes."""
    comment = b"#" if source.path.endswith(".py") else b"//"
    moved = tuple(replace(write, line=write.line + 1) for write in source.writes)
    return Source(source.path, comment + b" looked at once more\n" + source.content, moved)


def broken(monorepo: Monorepo, writes: Iterable[Write]) -> list[Write]:
    """Return the writes that the new column breaks: every new row of the target leaves it out."""
    rows = ("insert", "upsert", "copy")
    return [each for each in writes if each.table == monorepo.target.table and each.operation in rows]
