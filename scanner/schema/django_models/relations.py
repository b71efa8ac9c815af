"""What relations know of themselves: `remote_field`, and the table of a many-to-many one."""

from __future__ import annotations

from scanner.model.catalog import Origin
from scanner.schema.django_models.tables import relation_table
from scanner.schema.project import ModelState, Project
from scanner.schema.python.builtins import NOWHERE
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import Builtin, Class, Instance, Unknown

_REL = Class("ForeignObjectRel", "django.db.models.fields.reverse_related", (), {}, NOWHERE, native=True)
_REL.namespace["is_hidden"] = Builtin("is_hidden", lambda run, args, kwargs, at: False)
_TOLD = ("through", "related_name", "symmetrical", "parent_link", "limit_choices_to", "through_fields")


def remote_field(run: Interpreter, field: Instance) -> object:
    """Return a relation's `remote_field`, the same object each time; None for another field."""
    if not field.cls.is_a("django.db.models.fields.related.RelatedField"):
        return None
    known = field.attributes.get("remote_field")
    if known is None:
        told: dict[str, object] = {name: run.force(field.kwargs.get(name)) for name in _TOLD}
        to = run.force(field.kwargs.get("to"))
        told |= {
            "model": to,
            "to": to,
            "field": field,
            "db_constraint": field.kwargs.get("db_constraint", True),
        }
        known = Instance(_REL, (), {}, field.origin, told)
        field.attributes["remote_field"] = known
    return known


def natives(project: Project) -> dict[str, object]:
    """Return the functions that libraries build relations with, by dotted name."""

    def resolve(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        cls, to = (*args, *kwargs.values())[:2]
        if to == "self":
            return cls
        if isinstance(to, str) and "." not in to and isinstance(cls, Class):
            return f"{project.label(cls)}.{to}"
        return to

    def pair(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        model = args[0] if args else None
        if isinstance(model, Class):
            return (project.label(model), model.name.lower())
        if isinstance(model, str) and model.count(".") == 1:
            label, _, name = model.partition(".")
            return (label, name.lower())
        return model if isinstance(model, tuple) else Unknown("a model's label")

    related = "django.db.models.fields.related"
    return {
        f"{related}.resolve_relation": Builtin("resolve_relation", resolve),
        f"{related}.make_model_tuple": Builtin("make_model_tuple", pair),
        "django.db.models.utils.make_model_tuple": Builtin("make_model_tuple", pair),
        f"{related}.lazy_related_operation": Builtin("lazy_related_operation", _later),
    }


def _later(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """Do nothing: what waits for a related model adds accessors, not columns."""
    return None


def table_method(project: Project) -> Builtin:
    """Return `ManyToManyField._get_m2m_db_table(opts)`."""

    def table(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        field, meta = args[:2]
        cls = meta.attributes.get("model") if isinstance(meta, Instance) else None
        if isinstance(field, Instance) and isinstance(cls, Class) and isinstance(cls.model, ModelState):
            return relation_table(project, cls.model, field)
        return Unknown("the table of a relation")

    return Builtin("_get_m2m_db_table", table)
