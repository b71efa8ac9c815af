"""Django's migration operations: what each does to the project state and to the database.

https://docs.djangoproject.com/en/stable/ref/migration-operations/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.fields import historical, implied, model_key, order_column
from scanner.schema.django_migrations.schema_editor import SchemaEditor, automatic
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, State
from scanner.schema.project import Project
from scanner.schema.python import operators
from scanner.schema.python.values import Class, Instance


@dataclass(frozen=True, slots=True)
class Told:
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

    def missing(self, what: str) -> None:
        """Say that the operation changes something that nothing made."""
        kind = self.instance.cls.name
        message = f"{kind} changes {self.app}.{what}, and nothing that was read made it"
        self.project.run.report(self.at.path, self.at.line, message)


StateChange = Callable[[Told, State], None]
DatabaseChange = Callable[[Told, SchemaEditor, State, State], None]


def nothing_to_state(told: Told, state: State) -> None:
    """Leave the state alone."""


def nothing_to_database(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Leave the database alone."""


def _create_model(told: Told, state: State) -> None:
    name, options = told.text("name"), told.get("options")
    read = options if isinstance(options, dict) else {}
    known = {key: told.project.run.force(value) for key, value in read.items() if isinstance(key, str)}
    bases = operators.iterate(told.get("bases")) or []
    keys = tuple(key for base in bases if (key := model_key(told.project, base, told.app, name)))
    fields: dict[str, HistoricalField] = {}
    entries = operators.iterate(told.get("fields"))
    for entry in entries or ():
        match told.project.run.force(entry):
            case (str() as field, value):
                read_value = told.project.run.force(value)
                fields[field] = historical(told.project, told.app, name, field, read_value, told.at)
            case _:
                told.project.run.report(
                    told.at.path, told.at.line, f"a field of {told.app}.{name} could not be read"
                )
    if entries is None:
        told.project.run.report(
            told.at.path, told.at.line, f"the fields of {told.app}.{name} could not be read"
        )
    model = HistoricalModel(told.app, name, fields, known, told.at, keys)
    state.put(implied(model, automatic(told.project, told.app, told.at), state.models))


def _create_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    model = after.model(told.app, told.text("name"))
    if model is not None and editor.migrates(model):
        editor.create_model(model)


def _delete_model(told: Told, state: State) -> None:
    state.models.pop((told.app, told.text("name").lower()), None)


def _drop_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    model = before.model(told.app, told.text("name"))
    if model is None:
        told.missing(told.text("name"))
    elif editor.migrates(model):
        editor.delete_model(model)


def _rename_model(told: Told, state: State) -> None:
    state.rename(told.app, told.text("old_name"), told.text("new_name"))


def _rename_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    old, new = before.model(told.app, told.text("old_name")), after.model(told.app, told.text("new_name"))
    if old is None or new is None:
        told.missing(told.text("old_name"))
        return
    if not editor.migrates(new):
        return
    editor.rename_table(old.db_table, new.db_table)
    for holder, one in before.relations_to(old.key):
        moved = new if holder.key == old.key else after.models.get(holder.key)
        if moved is not None and one.name in moved.fields:
            editor.alter_through(holder, moved, one, moved.fields[one.name])
    for one in old.fields.values():
        if one.name in new.fields and one.relation is not None and one.relation.to != old.key:
            editor.alter_through(old, new, one, new.fields[one.name])


def _option(name: str, argument: str) -> StateChange:
    """Return the change of one option of a model."""

    def change(told: Told, state: State) -> None:
        model = state.model(told.app, told.text("name"))
        if model is not None:
            state.put(replace(model, options={**model.options, name: told.get(argument)}))

    return change


def _alter_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    old, new = before.model(told.app, told.text("name")), after.model(told.app, told.text("name"))
    if old is None or new is None:
        told.missing(told.text("name"))
    elif editor.migrates(new) and old.db_table != new.db_table:
        editor.rename_table(old.db_table, new.db_table)
        for name, one in old.fields.items():
            editor.alter_through(old, new, one, new.fields[name])


_ALTERABLE = (
    "base_manager_name", "default_manager_name", "default_related_name", "get_latest_by", "managed",
    "ordering", "permissions", "default_permissions", "select_on_save", "verbose_name", "verbose_name_plural",
)  # fmt: skip


def _alter_options(told: Told, state: State) -> None:
    model, options = state.model(told.app, told.text("name")), told.get("options")
    if model is not None and isinstance(options, dict):
        kept = {key: value for key, value in model.options.items() if key not in _ALTERABLE}
        given = {key: told.project.run.force(value) for key, value in options.items()}
        state.put(replace(model, options={**kept, **given}))


def _order(told: Told, state: State) -> None:
    model = state.model(told.app, told.text("name"))
    if model is not None:
        ordered = told.get("order_with_respect_to")
        changed = replace(model, options={**model.options, "order_with_respect_to": ordered})
        state.put(changed.with_field(order_column(told.at)) if ordered else changed.without_field("_order"))


def _order_database(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    old, new = before.model(told.app, told.text("name")), after.model(told.app, told.text("name"))
    if old is None or new is None or not editor.migrates(new):
        return
    if "_order" in new.fields and "_order" not in old.fields:
        editor.add_field(new, new.fields["_order"])
    elif "_order" in old.fields and "_order" not in new.fields:
        editor.remove_field(old, old.fields["_order"])


def _add_field(told: Told, state: State) -> None:
    model = state.model(told.app, told.text("model_name"))
    if model is None:
        told.missing(told.text("model_name"))
        return
    made = told.field(model.name)
    if made.column is not None and made.column.primary:
        model = _without_automatic_key(model)
    state.put(model.with_field(_kept(told, made)))


def _without_automatic_key(model: HistoricalModel) -> HistoricalModel:
    """Return a model without the `id` that Django had added: another field is the primary key now."""
    key = model.fields.get("id")
    return model.without_field("id") if key is not None and key.value is None else model


def _kept(told: Told, made: HistoricalField) -> HistoricalField:
    return replace(made, filling=None) if told.get("preserve_default") is False else made


def _add_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    model = after.model(told.app, told.text("model_name"))
    if model is not None and editor.migrates(model) and told.text("name") in model.fields:
        editor.add_field(model, model.fields[told.text("name")])


def _remove_field(told: Told, state: State) -> None:
    model = state.model(told.app, told.text("model_name"))
    if model is not None:
        state.put(model.without_field(told.text("name")))


def _drop_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    model = before.model(told.app, told.text("model_name"))
    if model is None or told.text("name") not in model.fields:
        told.missing(f"{told.text('model_name')}.{told.text('name')}")
    elif editor.migrates(model):
        editor.remove_field(model, model.fields[told.text("name")])


def _alter_field(told: Told, state: State) -> None:
    model = state.model(told.app, told.text("model_name"))
    if model is None or told.text("name") not in model.fields:
        told.missing(f"{told.text('model_name')}.{told.text('name')}")
    if model is not None:
        state.put(model.with_field(_kept(told, told.field(model.name))))


def _alter_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    old, new = before.model(told.app, told.text("model_name")), after.model(told.app, told.text("model_name"))
    name = told.text("name")
    if old is None or new is None or not editor.migrates(new):
        return
    if name in old.fields:
        editor.alter_field(old, new, old.fields[name], told.field(new.name))
    elif name not in _inherited(old, before):
        editor.add_field(new, told.field(new.name))


def _inherited(model: HistoricalModel, state: State) -> set[str]:
    """Return the names of the fields of the models that a model extends."""
    found: set[str] = set()
    pending = list(model.bases)
    while pending:
        base = state.models.get(pending.pop())
        if base is not None and not found.issuperset(base.fields):
            found |= set(base.fields)
            pending.extend(base.bases)
    return found


def _rename_field(told: Told, state: State) -> None:
    model, old, new = (
        state.model(told.app, told.text("model_name")),
        told.text("old_name"),
        told.text("new_name"),
    )
    if model is None or old not in model.fields:
        told.missing(f"{told.text('model_name')}.{old}")
        return
    was = model.fields[old]
    origin = was.origin
    made = replace(was, name=new)
    if was.column is not None and was.value is not None:
        read = historical(told.project, told.app, model.name, new, was.value, origin)
        made = replace(made, column=read.column)
    fields = {
        (new if key == old else key): (made if key == old else one) for key, one in model.fields.items()
    }
    state.put(replace(model, fields=fields))


def _rename_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    old, new = before.model(told.app, told.text("model_name")), after.model(told.app, told.text("model_name"))
    if old is None or new is None or not editor.migrates(new):
        return
    was, will = old.fields.get(told.text("old_name")), new.fields.get(told.text("new_name"))
    if was is not None and will is not None:
        editor.alter_field(old, new, was, will)


def model_of(told: Told, state: State) -> HistoricalModel | None:
    """Return the model that an operation names."""
    return state.model(told.app, told.text("model_name") or told.text("name"))


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation class: its module, its arguments in order, its base, and what it does."""

    module: str
    arguments: tuple[str, ...]
    state: StateChange = nothing_to_state
    database: DatabaseChange = nothing_to_database
    base: str = "Operation"


_NAME = ("name",)
_MODEL_NAME = ("model_name", "name")

OPERATIONS: Mapping[str, Operation] = {
    "Operation": Operation("base", (), base=""),
    "CreateModel": Operation(
        "models", ("name", "fields", "options", "bases", "managers"), _create_model, _create_table
    ),
    "DeleteModel": Operation("models", _NAME, _delete_model, _drop_table),
    "RenameModel": Operation("models", ("old_name", "new_name"), _rename_model, _rename_table),
    "AlterModelTable": Operation("models", ("name", "table"), _option("db_table", "table"), _alter_table),
    "AlterModelTableComment": Operation("models", ("name", "table_comment")),
    "AlterUniqueTogether": Operation("models", ("name", "unique_together")),
    "AlterIndexTogether": Operation("models", ("name", "index_together")),
    "AlterOrderWithRespectTo": Operation(
        "models", ("name", "order_with_respect_to"), _order, _order_database
    ),
    "AlterModelOptions": Operation("models", ("name", "options"), _alter_options),
    "AlterModelManagers": Operation("models", ("name", "managers")),
    "AddIndex": Operation("models", ("model_name", "index")),
    "RemoveIndex": Operation("models", _MODEL_NAME),
    "RenameIndex": Operation("models", ("model_name", "new_name", "old_name", "old_fields")),
    "AddField": Operation(
        "fields", ("model_name", "name", "field", "preserve_default"), _add_field, _add_column
    ),
    "RemoveField": Operation("fields", _MODEL_NAME, _remove_field, _drop_column),
    "AlterField": Operation(
        "fields", ("model_name", "name", "field", "preserve_default"), _alter_field, _alter_column
    ),
    "RenameField": Operation("fields", ("model_name", "old_name", "new_name"), _rename_field, _rename_column),
}


def is_operation(value: object) -> bool:
    """Whether a value is one of Django's operations, or of a class derived from them."""
    return isinstance(value, Instance) and value.cls.is_a("django.db.migrations.operations.base.Operation")


def named(value: Class) -> str:
    """Return the name of Django's own operation that a class is or derives from."""
    return next(
        (
            cls.name
            for cls in value.mro()
            if isinstance(cls, Class) and cls.native and cls.module.startswith("django.db.migrations.")
        ),
        "Operation",
    )
