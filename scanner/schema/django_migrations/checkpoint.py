"""What the migrations of an earlier state of a tree left, kept for those that come on top of them.

Most changes add a migration or two and leave the others alone. Nothing of what those leave has to be
found out again as long as their order, their files and all that these import are the same, and no
operation of a new one touches what an old one touches that comes after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic
from scanner.model.value import Value
from scanner.schema.database import EVERY, Database, Relation, key, qualified
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.files import File
from scanner.schema.django_migrations.graph import Key, Migration
from scanner.schema.django_migrations.outcome import Ran, Whole
from scanner.schema.django_migrations.states import (
    Forgotten,
    HistoricalField,
    HistoricalModel,
    ManyToMany,
    State,
)
from scanner.schema.fields import FieldColumn
from scanner.schema.project import App, Project
from scanner.schema.python.library import Library

_OPTIONS = ("abstract", "db_table", "managed", "order_with_respect_to", "proxy", "swappable")
"""The options that later operations on a model hang on."""

Option = str | bool | int | None
Place = tuple[str | None, str]
"""A table's schema and name."""


class Reached(Value, frozen=True):
    """A module that code of a file (`near`) has asked for: where it was found, and what tells its content."""

    name: str
    near: str
    shown: str | None
    content: str


class PastField(Value, frozen=True):
    """A field of a historical model without its value; `implied` for one that Django added."""

    name: str
    implied: bool
    column: FieldColumn | None
    relation: ManyToMany | None
    origin: Origin
    filling: str | None


class PastModel(Value, frozen=True):
    """A historical model with the options that count."""

    app: str
    name: str
    fields: tuple[PastField, ...]
    options: Mapping[str, Option]
    origin: Origin
    bases: tuple[Key, ...]


class Renamed(Value, frozen=True):
    """What a table was called, and is called now, or was when it went."""

    old: Place
    now: Place
    there: bool


class Ground(Value, frozen=True):
    """What migrations run on: the apps, Django's version, the tables that are there before.

    `installed` says that a module which is not at hand is none.
    """

    apps: tuple[App, ...]
    version: tuple[int, ...]
    installed: bool
    synced: tuple[Relation, ...]


class Checkpoint(Value, frozen=True):
    """What all migrations of one state left, and all that it hangs on."""

    ground: Ground
    settings: tuple[Reached, ...]
    reached: tuple[Reached, ...]
    listed: tuple[Key, ...]
    known: tuple[Migration, ...]
    ran: tuple[Ran, ...]
    relations: tuple[Relation, ...]
    dropped: tuple[Place, ...]
    renamed: tuple[Renamed, ...]
    models: tuple[PastModel, ...]
    doubted: tuple[Key, ...]
    texts: Mapping[str, tuple[bytes, ...]]
    diagnostics: tuple[Diagnostic, ...]

    def holds(self, project: Project, ground: Ground, listed: Iterable[File]) -> bool:
        """Tell whether all that this hangs on is as it was; there may be more migrations."""
        library = project.run.library
        return (
            not library.extended
            and self.ground == ground
            and {*self.listed} <= {file.key for file in listed}
            and all(
                _reached(library, each.name, each.near) == each for each in (*self.settings, *self.reached)
            )
            and library.patching <= {each.shown for each in self.reached}
            and not said_of(library.diagnostics[project.opened :], self.reached)
        )

    def database(self) -> Database:
        """Return the tables that the migrations left."""
        relations = {key(each.name, each.schema): each.copy() for each in self.relations}
        gone = {each.old: Relation(each.now[1], each.now[0], Origin("", None)) for each in self.renamed}
        renamed = {each.old: relations[each.now] if each.there else gone[each.old] for each in self.renamed}
        return Database(relations, dropped={*self.dropped}, renamed=renamed)

    def state(self) -> State:
        """Return what Django believes the models to be."""
        return State({model.key: model for model in map(_recalled, self.models)})

    def doubts(self, models: set[Key]) -> Doubts:
        """Return what could not be followed; `models` takes those that are in doubt."""
        models.update(self.doubted)
        return Doubts(models, defaultdict(list, {label: [*texts] for label, texts in self.texts.items()}))

    def behind(self, order: Sequence[Key]) -> dict[Key, set[str]]:
        """Return what the migrations of this that come behind each new one of an order have touched."""
        touched = {each.key: each.touched for each in self.ran}
        found: dict[Key, set[str]] = {}
        names: set[str] = set()
        for each in reversed(order):
            if each in touched:
                names.update(touched[each])
            else:
                found[each] = {*names}
        return found


class Checkpoints(Protocol):
    """Where a checkpoint outlives a run."""

    def last(self) -> Checkpoint | None:
        """Return the one that was kept last."""
        ...

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep one for later runs."""
        ...


def ground_of(project: Project, database: Database) -> Ground:
    """Return what migrations run on, before any has."""
    synced = tuple(each.copy() for each in database.relations.values())
    return Ground(tuple(project.apps), project.version, project.run.missing(""), synced)


def conflict(names: Collection[str], others: Collection[str]) -> bool:
    """Tell whether one of two migrations may touch what the other touches."""
    either = EVERY in names or EVERY in others
    return bool(names and others) if either else not {*names}.isdisjoint(others)


def reached(library: Library, starts: Iterable[tuple[str, str]]) -> tuple[Reached, ...]:
    """Return the modules that some have led to, these among them: each by its name, and who asked for it."""
    pending = [*starts]
    found: dict[tuple[str, str], Reached] = {}
    while pending:
        name, near = pending.pop()
        if (name, library.around(near)) in found:
            continue
        each = found[name, library.around(near)] = _reached(library, name, near)
        if each.shown:
            pending.extend((other, each.shown) for other in sorted(library.asked.get(each.shown, ())))
    return tuple(found.values())


def _reached(library: Library, name: str, near: str) -> Reached:
    place = library.find(name, near)
    if place is None:
        return Reached(name, near, None, "")
    return Reached(name, near, place.shown, place.content())


def said_of(diagnostics: Iterable[Diagnostic], reached: Iterable[Reached]) -> bool:
    """Tell whether something was said of one of these modules."""
    shown = {each.shown for each in reached}
    return any(each.path in shown for each in diagnostics)


def checkpoint(project: Project, ground: Ground, listed: Sequence[File], whole: Whole) -> Checkpoint | None:
    """Return what is kept of a replay, None where new migrations might change more than what they touch."""
    library, database = project.run.library, whole.replayed.database
    starts = [(file.module, file.app.folder) for file in listed]
    starts += [(library.name_of(path), path) for path in sorted(library.patching)]
    found = reached(library, starts)
    keys = tuple(file.key for file in listed)
    if database.domains or library.extended or len({*keys}) < len(keys):
        return None
    if not library.patching <= {each.shown for each in found}:
        return None
    if whole.replayed.is_ambiguous() or said_of(whole.before[project.opened :], found):
        return None
    return Checkpoint(
        ground=ground,
        settings=reached(library, ((module.name, module.path) for module in project.modules)),
        reached=found,
        listed=keys,
        known=tuple(whole.known),
        ran=tuple(whole.replayed.ran),
        relations=tuple(database.relations.values()),
        dropped=tuple(sorted(database.dropped, key=qualified)),
        renamed=tuple(_renamed(database)),
        models=tuple(map(_past, whole.replayed.state.models.values())),
        doubted=tuple(sorted(whole.replayed.doubts.models)),
        texts={label: tuple(texts) for label, texts in whole.replayed.doubts.texts.items() if texts},
        diagnostics=tuple(whole.said),
    )


def _renamed(database: Database) -> Iterator[Renamed]:
    for old, each in database.renamed.items():
        now = key(each.name, each.schema)
        yield Renamed(old, now, database.relations.get(now) is each)


def _past(model: HistoricalModel) -> PastModel:
    fields = (
        PastField(one.name, one.value is None, one.column, one.relation, one.origin, one.filling)
        for one in model.fields.values()
    )
    kept = ((name, model.options.get(name)) for name in _OPTIONS)
    options = {name: value for name, value in kept if isinstance(value, (str, bool, int))}
    return PastModel(model.app, model.name, tuple(fields), options, model.origin, model.bases)


def _recalled(model: PastModel) -> HistoricalModel:
    fields = {
        one.name: HistoricalField(
            one.name, None if one.implied else Forgotten(), one.column, one.relation, one.origin, one.filling
        )
        for one in model.fields
    }
    return HistoricalModel(model.app, model.name, fields, model.options, model.origin, model.bases)
