"""Operations on models as wholes: made, dropped, renamed, their options."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.schema.django_migrations.fields import historical, implied, model_key, order_column
from scanner.schema.django_migrations.operation import StateChange, Told
from scanner.schema.django_migrations.schema_editor import SchemaEditor, automatic
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, State
from scanner.schema.python import operators


def create_model(told: Told, state: State) -> None:
    """Add a model, with what Django adds to it."""
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
                told.project.doubt(told.at, told.app, name, f"a field of {told.app}.{name} could not be read")
    if entries is None:
        told.project.doubt(told.at, told.app, name, f"the fields of {told.app}.{name} could not be read")
    if told.project.part is not None:
        told.project.part.bases.update(keys)
    model = HistoricalModel(told.app, name, fields, known, told.at, keys)
    state.put(implied(model, automatic(told.project, told.app, told.at), state.models))


def create_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Make the table of a model."""
    model = after.model(told.app, told.text("name"))
    if model is not None and editor.migrates(model):
        editor.create_model(model)


def delete_model(told: Told, state: State) -> None:
    """Take a model out."""
    state.remove(told.app, told.text("name"))


def drop_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Drop the table of a model."""
    model = before.model(told.app, told.text("name"))
    if model is None:
        told.missing(told.text("name"))
    elif editor.migrates(model):
        editor.delete_model(model)


def rename_model(told: Told, state: State) -> None:
    """Give a model another name."""
    state.rename(told.app, told.text("old_name"), told.text("new_name"))


def rename_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Rename the table of a model, and what is named after it in those of its relations."""
    old, new = before.model(told.app, told.text("old_name")), after.model(told.app, told.text("new_name"))
    if old is None or new is None:
        told.missing(told.text("old_name"))
        return
    if not editor.migrates(new):
        return
    editor.rename_table(old.db_table, new.db_table)
    for holder, one in before.relations_to(old.key):
        moved = new if holder.key == old.key else after.model(*holder.key)
        if moved is not None and one.name in moved.fields:
            editor.alter_through(holder, moved, one, moved.fields[one.name])
    for one in old.fields.values():
        if one.name in new.fields and one.relation is not None and one.relation.to != old.key:
            editor.alter_through(old, new, one, new.fields[one.name])


def option(name: str, argument: str) -> StateChange:
    """Return the change of one option of a model."""

    def change(told: Told, state: State) -> None:
        model = state.model(told.app, told.text("name"))
        if model is not None:
            state.put(replace(model, options={**model.options, name: told.get(argument)}))

    return change


def alter_table(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Rename the table of a model as its `db_table` now says."""
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


def alter_options(told: Told, state: State) -> None:
    """Put other options in the place of those that no column hangs on."""
    model, options = state.model(told.app, told.text("name")), told.get("options")
    if model is not None and isinstance(options, dict):
        kept = {key: value for key, value in model.options.items() if key not in _ALTERABLE}
        given = {key: told.project.run.force(value) for key, value in options.items()}
        state.put(replace(model, options={**kept, **given}))


def order(told: Told, state: State) -> None:
    """Add or remove the `_order` of a model."""
    model = state.model(told.app, told.text("name"))
    if model is not None:
        ordered = told.get("order_with_respect_to")
        changed = replace(model, options={**model.options, "order_with_respect_to": ordered})
        state.put(changed.with_field(order_column(told.at)) if ordered else changed.without_field("_order"))


def order_database(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Add or drop the column `_order`."""
    old, new = before.model(told.app, told.text("name")), after.model(told.app, told.text("name"))
    if old is None or new is None or not editor.migrates(new):
        return
    if "_order" in new.fields and "_order" not in old.fields:
        editor.add_field(new, new.fields["_order"])
    elif "_order" in old.fields and "_order" not in new.fields:
        editor.remove_field(old, old.fields["_order"])
