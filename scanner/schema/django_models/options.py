"""`Model._meta`, as far as code that builds models asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scanner.model.catalog import Origin
from scanner.schema.project import ModelState, Project
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import Builtin, Class, Instance, Raised, Unknown

_MANY = "django.db.models.fields.related.ManyToManyField"


def clone(field: object) -> object:
    """Return a field of the same arguments, not yet part of a model."""
    if isinstance(field, Instance):
        return Instance(field.cls, field.args, dict(field.kwargs), field.origin)
    return Unknown("a copy of something unknown")


def namespace(project: Project) -> dict[str, object]:
    """Return the methods of `_meta`."""

    def state_of(meta: object) -> ModelState | None:
        cls = meta.attributes.get("model") if isinstance(meta, Instance) else None
        return cls.model if isinstance(cls, Class) and isinstance(cls.model, ModelState) else None

    def get_field(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        meta, name = args[0], [*args[1:], *kwargs.values()][0]
        state = state_of(meta)
        while state is not None:
            if isinstance(name, str) and name in state.fields:
                return state.fields[name].field
            state = next((p.model for p in state.parents if isinstance(p.model, ModelState)), None)
        raise Raised("FieldDoesNotExist", str(name))

    def get_fields(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        state = state_of(args[0])
        return Unknown("fields") if state is None else [item.field for item in state.fields.values()]

    def attribute(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        state, name = state_of(args[0]), args[1]
        if state is None or not isinstance(name, str):
            return Unknown("_meta")
        return option(project, state, name)

    return {
        "get_field": Builtin("get_field", get_field),
        "get_fields": Builtin("get_fields", get_fields),
        "__getattr__": Builtin("__getattr__", attribute),
    }


def concrete(cls: Class) -> Class:
    """Return the model that a proxy stands for, else the model itself."""
    while isinstance(cls.model, ModelState) and cls.model.proxy and cls.model.parents:
        cls = cls.model.parents[0]
    return cls


def option(project: Project, state: ModelState, name: str) -> object:
    """Return an attribute of `_meta`."""
    reader = _ATTRIBUTES.get(name)
    if reader is not None:
        return reader(project, state)
    found = project.option(state, name)
    return Unknown(f"_meta.{name}") if found is None else found


def _fields(project: Project, state: ModelState) -> list[object]:
    return [item.field for item in state.fields.values() if not _many(item.field)]


def _inherited(project: Project, state: ModelState) -> list[object]:
    above = [parent.model for parent in state.parents if isinstance(parent.model, ModelState)]
    return [field for each in above for field in [*_inherited(project, each), *_fields(project, each)]]


def _relations(project: Project, state: ModelState) -> list[object]:
    return [item.field for item in state.fields.values() if _many(item.field)]


def _many(field: object) -> bool:
    return isinstance(field, Instance) and field.cls.is_a(_MANY)


def _label(project: Project, state: ModelState) -> str:
    return f"{project.label(state.cls)}.{state.cls.name}"


def _table(project: Project, state: ModelState) -> object:
    told = project.option(state, "db_table")
    return told or f"{project.label(state.cls)}_{state.cls.name.lower()}"


def _key(project: Project, state: ModelState) -> object:
    found = project.primary_key(state.cls)
    return Unknown("a primary key") if found is None else found.field


_ATTRIBUTES: Mapping[str, Callable[[Project, ModelState], object]] = {
    "abstract": lambda project, state: state.abstract,
    "proxy": lambda project, state: state.proxy,
    "app_label": lambda project, state: project.label(state.cls),
    "object_name": lambda project, state: state.cls.name,
    "model_name": lambda project, state: state.cls.name.lower(),
    "label": _label,
    "label_lower": lambda project, state: _label(project, state).lower(),
    "fields": lambda project, state: [*_inherited(project, state), *_fields(project, state)],
    "local_fields": _fields,
    "concrete_fields": _fields,
    "local_concrete_fields": _fields,
    "many_to_many": _relations,
    "local_many_to_many": _relations,
    "concrete_model": lambda project, state: concrete(state.cls),
    "parents": lambda project, state: dict.fromkeys(state.parents),
    "db_table": _table,
    "managed": lambda project, state: project.option(state, "managed") is not False,
    "pk": _key,
}
