"""The migrations of a few models, replayed without the others: what they leave of those models' tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from scanner.model.catalog import Origin, Table
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.files import files
from scanner.schema.django_migrations.graph import Key, Migration, plan
from scanner.schema.django_migrations.outcome import Replayed
from scanner.schema.django_migrations.replay import perform, synced
from scanner.schema.django_migrations.scripts import Script, may_concern, script
from scanner.schema.project import BeyondPart, Part, Project

_MANY = 40
"""So many migrations, if they are most of all, cost hardly less than all."""

Models = frozenset[tuple[str, str]]


def replay_part(project: Project, part: Part, declared: Sequence[Table]) -> Replayed:
    """Run what the migrations do to the part's models; BeyondPart when they alone do not tell it."""
    scripts, migrated = _scripts(project, {label for label, _ in part.models})
    diagnostics = project.run.library.diagnostics
    said = len(diagnostics)
    names = {table.name.lower() for table in declared}
    while True:
        models, tables = _closed(part.models, names, scripts.values())
        part = project.part = replace(part, models=models, bases=set())
        chosen = {key for key, each in scripts.items() if may_concern(each, models, tables)}
        if len(chosen) > _MANY and 2 * len(chosen) > len(scripts):
            raise BeyondPart
        doubts = Doubts(project.doubted)
        ordered = [each for each in _ordered(project, scripts, chosen, doubts) if each.key in chosen]
        replayed = perform(project, ordered, synced(declared, migrated), doubts)
        if any(map(doubts.concern, declared)):
            raise BeyondPart
        if part.bases <= models:
            del diagnostics[said:]
            return replayed
        part = replace(part, models=models | part.bases)


def _scripts(project: Project, labels: Collection[str]) -> tuple[dict[Key, Script], set[str]]:
    """Return the migrations of the tree's apps and of the packages' with these labels, and who has any."""
    apps = [app for app in project.apps if not app.folder.startswith("site-packages/") or app.label in labels]
    if any(sum(app.label == label for app in apps) > 1 for label in labels):
        raise BeyondPart
    listed = {app.label: found for app in apps if (found := files(project, app)) is not None}
    return {file.key: script(file) for found in listed.values() for file in found}, set(listed)


def _closed(models: Models, tables: set[str], scripts: Collection[Script]) -> tuple[Models, set[str]]:
    """Return the models with the names that they had before, and what their tables have been called."""
    names = set(tables)
    while True:
        names |= {f"{label}_{name}".lower() for label, name in models}
        before = len(models), len(names)
        for each in scripts:
            label = each.file.app.label
            if any(of == label and name.encode() in each.text for of, name in models):
                names |= each.tables()
                models = models | frozenset(_renamed(each, label, models))
        if before == (len(models), len(names)):
            return models, names


def _renamed(one: Script, label: str, models: Models) -> Iterator[tuple[str, str]]:
    pairs = one.renamed()
    if pairs is None:
        raise BeyondPart
    for pair in pairs:
        if any((label, name) in models for name in pair):
            yield from ((label, name) for name in pair)


def _ordered(
    project: Project, scripts: Mapping[Key, Script], chosen: Collection[Key], doubts: Doubts
) -> list[Migration]:
    """Return the migrations in order: of one app alone where that says it all, else of all apps."""
    apps = {label for label, _ in chosen}
    if not apps:
        return []
    if len(apps) == 1:
        own = _placed(project, {key: each for key, each in scripts.items() if key[0] in apps}, doubts)
        ordered = plan(own, _beyond)
        if all(_follows(before, after) for before, after in pairwise(ordered)):
            return ordered
    return plan(_placed(project, scripts, doubts), _beyond)


def _placed(project: Project, scripts: Mapping[Key, Script], doubts: Doubts) -> dict[Key, Migration]:
    """Return the migrations with their place among others; one that cannot be read is in doubt."""
    found: dict[Key, Migration] = {}
    said = project.run.library.diagnostics
    for key, each in scripts.items():
        before, made = len(said), each.migration(project)
        if made is not None:
            found[key] = made
        if len(said) > before:
            doubts.texts[key[0]].append(each.text)
    return found


def _follows(before: Migration, after: Migration) -> bool:
    """Whether nothing can come between two migrations, nor their order be another."""
    return before.key in after.dependencies or not set(before.replaces).isdisjoint(after.dependencies)


def _beyond(origin: Origin, text: str) -> None:
    raise BeyondPart
