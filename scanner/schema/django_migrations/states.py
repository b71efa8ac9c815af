"""The project state of Django's migrations: what it believes the models to be at one moment.

Values are replaced, never changed, so that the state before an operation stays as it was.
https://github.com/django/django/blob/main/django/db/migrations/state.py
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.schema.django_models.tables import truncate
from scanner.schema.fields import FieldColumn
from scanner.schema.project import BeyondPart
from scanner.schema.python.values import ExternalCall, Instance

Key = tuple[str, str]
"""App label and model name in lower case."""


class ManyToMany(Struct, frozen=True):
    """A many-to-many relation; `to` is None when it is not known, `through` set when a model holds it."""

    to: Key | None
    through: bool
    db_table: str | None


class Forgotten(Struct, frozen=True):
    """Stands for a field that a migration wrote down, and that only running that migration tells again."""


class HistoricalField(Struct, frozen=True, eq=False):
    """A field: its column, or its relation, or neither when it has no place in the database.

    `value` is the field itself, None for one that Django adds. `filling` is what Django fills old
    rows with while it makes the column NOT NULL, as source.
    """

    name: str
    value: Instance | ExternalCall | Forgotten | None
    column: FieldColumn | None
    relation: ManyToMany | None
    origin: Origin
    filling: str | None = None

    def remembered(self) -> Instance | ExternalCall | None:
        """Return the value; BeyondPart for one that is forgotten."""
        if isinstance(self.value, Forgotten):
            raise BeyondPart
        return self.value


class HistoricalModel(Struct, frozen=True, eq=False):
    """A model: its fields in order, those that Django adds among them, and what its Meta says."""

    app: str
    name: str
    fields: Mapping[str, HistoricalField]
    options: Mapping[str, object]
    origin: Origin
    bases: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        """App label and name in lower case."""
        return self.app, self.name.lower()

    @property
    def db_table(self) -> str:
        """The table as `_meta.db_table` has it."""
        told = self.options.get("db_table")
        return told if isinstance(told, str) and told else truncate(f"{self.app}_{self.name.lower()}")

    @property
    def label(self) -> str:
        """The label as a person writes it."""
        return f"{self.app}.{self.name}"

    def with_field(self, made: HistoricalField) -> HistoricalModel:
        """Return the model with a field added, or put in the place of the one of that name."""
        return replace(self, fields={**self.fields, made.name: made})

    def without_field(self, name: str) -> HistoricalModel:
        """Return the model without a field."""
        return replace(self, fields={key: one for key, one in self.fields.items() if key != name})

    def through(self, made: HistoricalField) -> str | None:
        """Return the table that Django makes for a relation, None when a model holds it or it is none."""
        relation = made.relation
        if relation is None or relation.through:
            return None
        return relation.db_table or truncate(f"{self.db_table.strip(chr(34))}_{made.name}")

    def ends(self, relation: ManyToMany) -> tuple[str, str]:
        """Return the two columns of an automatic many-to-many table: this model's, the other's."""
        mine, other = self.name.lower(), relation.to[1] if relation.to else "?"
        names = (f"from_{mine}_id", f"to_{other}_id") if mine == other else (f"{mine}_id", f"{other}_id")
        return names[0][:63], names[1][:63]


class State(Struct):
    """Every model by its key.

    `touched` takes the labels, in lower case, of the models that are asked for or change.
    """

    models: dict[Key, HistoricalModel] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def clone(self) -> State:
        """Return a state that can change by itself."""
        return State(dict(self.models), self.touched)

    def model(self, app: str, name: str) -> HistoricalModel | None:
        """Return a model."""
        self._touch((app, name.lower()))
        return self.models.get((app, name.lower()))

    def put(self, model: HistoricalModel) -> None:
        """Add a model, or put it in the place of the one of its name."""
        related = (one.relation.to for one in model.fields.values() if one.relation and one.relation.to)
        self._touch(model.key, *model.bases, *related)
        self.models[model.key] = model

    def remove(self, app: str, name: str) -> HistoricalModel | None:
        """Take a model out, and return it."""
        self._touch((app, name.lower()))
        return self.models.pop((app, name.lower()), None)

    def relations_to(self, target: Key) -> Iterator[tuple[HistoricalModel, HistoricalField]]:
        """Yield the many-to-many fields that point at a model."""
        for model in self.models.values():
            for one in model.fields.values():
                if one.relation is not None and one.relation.to == target:
                    yield model, one

    def rename(self, app: str, old: str, new: str) -> None:
        """Rename a model, also where relations point at it."""
        model = self.remove(app, old)
        if model is None:
            return
        before, after = (app, old.lower()), (app, new.lower())
        self.put(replace(model, name=new))
        for holder, one in list(self.relations_to(before)):
            if one.relation is not None:
                moved = replace(one, relation=replace(one.relation, to=after))
                self.put(self.models[holder.key].with_field(moved))
        for other in list(self.models.values()):
            if before in other.bases:
                bases = tuple(after if base == before else base for base in other.bases)
                self.put(replace(other, bases=bases))

    def _touch(self, *keys: Key) -> None:
        self.touched.update(f"{app}.{name}".lower() for app, name in keys)
