"""Operations on fields: added, removed, altered, renamed."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.schema.django_migrations.fields import historical
from scanner.schema.django_migrations.operation import Told
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, State


def add_field(told: Told, state: State) -> None:
    """Add a field; one that is the primary key takes the place of the automatic one."""
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


def add_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Add the column of a field, or the table of its relation."""
    model = after.model(told.app, told.text("model_name"))
    if model is not None and editor.migrates(model) and told.text("name") in model.fields:
        editor.add_field(model, model.fields[told.text("name")])


def remove_field(told: Told, state: State) -> None:
    """Take a field out."""
    model = state.model(told.app, told.text("model_name"))
    if model is not None:
        state.put(model.without_field(told.text("name")))


def drop_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Drop the column of a field, or the table of its relation."""
    model = before.model(told.app, told.text("model_name"))
    if model is None or told.text("name") not in model.fields:
        told.missing(f"{told.text('model_name')}.{told.text('name')}")
    elif editor.migrates(model):
        editor.remove_field(model, model.fields[told.text("name")])


def alter_field(told: Told, state: State) -> None:
    """Put another field in the place of one of the same name."""
    model = state.model(told.app, told.text("model_name"))
    if model is None or told.text("name") not in model.fields:
        told.missing(f"{told.text('model_name')}.{told.text('name')}")
    if model is not None:
        state.put(model.with_field(_kept(told, told.field(model.name))))


def alter_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Change the column of a field; one of no model that it extends is added."""
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
        base = state.model(*pending.pop())
        if base is not None and not found.issuperset(base.fields):
            found |= set(base.fields)
            pending.extend(base.bases)
    return found


def rename_field(told: Told, state: State) -> None:
    """Give a field another name, and its column with it."""
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
    value = was.remembered()
    if was.column is not None and value is not None:
        read = historical(told.project, told.app, model.name, new, value, origin)
        made = replace(made, column=read.column)
    fields = {
        (new if key == old else key): (made if key == old else one) for key, one in model.fields.items()
    }
    state.put(replace(model, fields=fields))


def rename_column(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Rename the column of a field."""
    old, new = before.model(told.app, told.text("model_name")), after.model(told.app, told.text("model_name"))
    if old is None or new is None or not editor.migrates(new):
        return
    was, will = old.fields.get(told.text("old_name")), new.fields.get(told.text("new_name"))
    if was is not None and will is not None:
        editor.alter_field(old, new, was, will)
