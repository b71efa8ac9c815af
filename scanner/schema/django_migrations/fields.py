"""Fields as migrations write them down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, Key, ManyToMany
from scanner.schema.django_models.model_base import names_field
from scanner.schema.fields import FieldColumn, argument, column, many_to_many
from scanner.schema.project import ModelState, Project
from scanner.schema.python.values import MISSING, Class, ExternalCall, Instance

_TEXTS = ("CharField", "TextField")


def historical(
    project: Project, app: str, model: str, name: str, value: object, at: Origin
) -> HistoricalField:
    """Return a field of a migration; one that cannot be read is a NOT NULL column, and said."""
    if not isinstance(value, (Instance, ExternalCall)):
        project.doubt(at, app, model, f"the field {name} of {app}.{model} could not be read")
        return HistoricalField(name, None, FieldColumn(name, None, True, None, False, at), None, at)
    origin = value.origin if value.origin.path else at
    if many_to_many(value) or (isinstance(value, ExternalCall) and value.dotted.endswith("ManyToManyField")):
        return HistoricalField(name, value, None, _relation(project, app, model, value), origin)
    made = column(project, value, name, origin) if _has_column(project, value) else None
    return HistoricalField(name, value, made, None, origin, _filling(project, value, made))


def _has_column(project: Project, value: Instance | ExternalCall) -> bool:
    """Whether a field has a column, as far as its class or, when that is not at hand, its name tells."""
    if isinstance(value, ExternalCall):
        return names_field(value.dotted) and "through" not in value.kwargs
    return argument(project, value, "many_to_many") is not True


def _filling(project: Project, value: Instance | ExternalCall, made: FieldColumn | None) -> str | None:
    """Return what Django fills old rows with: the default, or '' for a text that may be blank."""
    if made is None:
        return None
    if value.kwargs.get("default", MISSING) is not MISSING:
        return made.written or "default"
    if made.written is not None:
        return made.written
    blank = made.not_null and argument(project, value, "blank") is True
    texts = isinstance(value, Instance) and any(
        isinstance(cls, Class) and cls.name in _TEXTS for cls in value.cls.mro()
    )
    return "''" if blank and texts else None


def _relation(project: Project, app: str, model: str, value: Instance | ExternalCall) -> ManyToMany:
    told = project.run.force(value.kwargs.get("to", value.args[0] if value.args else None))
    through = project.run.force(value.kwargs.get("through"))
    table = project.run.force(value.kwargs.get("db_table"))
    return ManyToMany(
        to=model_key(project, told, app, model),
        through=through is not None,
        db_table=table if isinstance(table, str) and table else None,
    )


def model_key(project: Project, told: object, app: str, model: str) -> Key | None:
    """Return the key of the model that a relation or a base names, None when that is not known."""
    if isinstance(told, Class) and isinstance(told.model, ModelState):
        return project.label(told), told.name.lower()
    if not isinstance(told, str):
        return None
    if told == "self":
        return app, model.lower()
    label, dot, name = told.rpartition(".")
    return (label if dot else app), name.lower()


def order_column(at: Origin) -> HistoricalField:
    """Return the `_order` of a model that is ordered with respect to another."""
    return HistoricalField("_order", None, FieldColumn("_order", "integer", True, None, False, at), None, at)


def implied(
    model: HistoricalModel, key: FieldColumn, parents: Mapping[Key, HistoricalModel]
) -> HistoricalModel:
    """Return a model with what Django adds: the link to each parent, an `id`, and `_order`."""
    fields = dict(model.fields)
    for one in _links(model, parents):
        fields.setdefault(one.name, one)
    if not _has_key(fields) and not any(parent in parents for parent in model.bases):
        fields = {"id": HistoricalField("id", None, key, None, model.origin), **fields}
    if model.options.get("order_with_respect_to"):
        fields.setdefault("_order", order_column(model.origin))
    return HistoricalModel(model.app, model.name, fields, model.options, model.origin, model.bases)


def _has_key(fields: Mapping[str, HistoricalField]) -> bool:
    composite = any(
        isinstance(one.value, Instance) and one.value.cls.name == "CompositePrimaryKey"
        for one in fields.values()
    )
    return composite or any(one.column is not None and one.column.primary for one in fields.values())


def _links(model: HistoricalModel, parents: Mapping[Key, HistoricalModel]) -> Iterator[HistoricalField]:
    """Yield the links that no field spells; those of proxies are not needed."""
    if model.options.get("proxy") is True:
        return
    for base in model.bases:
        name = f"{base[1]}_ptr"
        spelt = _has_key(model.fields) or name in model.fields
        if base in parents and not spelt and parents[base].options.get("abstract") is not True:
            made = FieldColumn(f"{name}_id", None, True, None, True, model.origin)
            yield HistoricalField(name, None, made, None, model.origin)
