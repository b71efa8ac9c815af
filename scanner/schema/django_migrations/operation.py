"""One operation of a migration: its arguments as they are written, and what a class of them does."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.fields import historical
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, State
from scanner.schema.project import Project
from scanner.schema.python.values import Instance


class Told(Struct, frozen=True):
    """An operation as a migration of an app writes it: its arguments by name."""

    project: Project
    instance: Instance
    app: str

    @property
    def at(self) -> Origin:
        """The place of the operation."""
        return self.instance.origin

    def get(self, name: str) -> object:
        """Return an argument, None when it was not given."""
        return self.project.run.force(self.instance.attributes.get(name))

    def text(self, name: str) -> str:
        """Return an argument that is a name, empty when it cannot be read."""
        found = self.get(name)
        return found if isinstance(found, str) else ""

    def field(self, model: str) -> HistoricalField:
        """Return the field that the operation carries."""
        return historical(self.project, self.app, model, self.text("name"), self.get("field"), self.at)

    def counts(self) -> bool:
        """Tell whether the operation is to be run: while a part is read, not one on another model."""
        if self.project.part is None:
            return True
        named = [
            name for name in ("model_name", "old_name", "new_name", "name") if self.get(name) is not None
        ]
        keys = named[:2] if named[:1] == ["old_name"] else named[:1]
        models = self.project.part.models
        return not keys or any((self.app, self.text(key).lower()) in models for key in keys)

    def missing(self, what: str) -> None:
        """Say that the operation changes something that nothing made."""
        kind = self.instance.cls.name
        message = f"{kind} changes {self.app}.{what}, and nothing that was read made it"
        self.project.doubt(self.at, self.app, what.partition(".")[0], message)


StateChange = Callable[[Told, State], None]
DatabaseChange = Callable[[Told, SchemaEditor, State, State], None]


def nothing_to_state(told: Told, state: State) -> None:
    """Leave the state alone."""


def nothing_to_database(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Leave the database alone."""


class Operation(Struct, frozen=True):
    """An operation class: its module, its arguments in order, its base, and what it does."""

    module: str
    arguments: tuple[str, ...]
    state: StateChange = nothing_to_state
    database: DatabaseChange = nothing_to_database
    base: str = "Operation"


def model_of(told: Told, state: State) -> HistoricalModel | None:
    """Return the model that an operation names."""
    return state.model(told.app, told.text("model_name") or told.text("name"))


def is_operation(value: object) -> bool:
    """Whether a value is one of Django's operations, or of a class derived from them."""
    return isinstance(value, Instance) and value.cls.is_a("django.db.migrations.operations.base.Operation")
