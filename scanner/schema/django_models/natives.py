"""Django's names as the interpreter meets them: field classes, Model, settings, the app registry."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.catalog import Origin
from scanner.schema import libraries
from scanner.schema.django_models import model_base, options, registry, relations
from scanner.schema.facts import DjangoFacts
from scanner.schema.project import Project
from scanner.schema.python.builtins import NOWHERE, TYPE, Native
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.standard_library import LIBRARY
from scanner.schema.python.values import (
    Builtin,
    Class,
    Instance,
    Unknown,
)

_DEFAULTS: Mapping[str, object] = {
    "null": False, "blank": False, "primary_key": False, "unique": False, "db_index": False, "editable": True,
    "db_column": None, "choices": None, "max_length": None, "auto_created": False, "is_relation": False,
    "many_to_many": False, "one_to_one": False, "many_to_one": False, "concrete": True, "hidden": False,
    "generated": False, "serialize": True,
}  # fmt: skip


def natives(project: Project, facts: DjangoFacts) -> dict[str, object]:
    """Return every value of Python's and Django's that replaces source, by dotted name."""
    found: dict[str, object] = {**LIBRARY, **libraries.natives()}
    for name in facts.fields:
        _field_class(project, facts, found, name)
    found |= _models(project, facts)
    found |= registry.natives(project)
    found |= relations.natives(project)
    for name, fact in facts.fields.items():
        found |= dict.fromkeys(fact.public, found[name])
    return found


def _field_class(project: Project, facts: DjangoFacts, found: dict[str, object], name: str) -> Class:
    known = found.get(name)
    if isinstance(known, Class):
        return known
    fact = facts.fields[name]
    bases = tuple(_field_class(project, facts, found, base) for base in fact.bases)
    module, _, short = name.rpartition(".")
    cls = Class(short, module, bases, {}, NOWHERE, native=True)
    found[name] = cls
    cls.namespace["__init__"] = Builtin("__init__", _initialiser(fact.arguments))
    if name == model_base.FIELD:
        cls.namespace["contribute_to_class"] = Builtin("contribute_to_class", _contributor(project))
        cls.namespace["__getattr__"] = Builtin("__getattr__", _field_attribute)
        cls.namespace["deconstruct"] = Builtin("deconstruct", _deconstruct)
        cls.namespace["clone"] = Builtin("clone", lambda run, args, kwargs, at: options.clone(args[0]))
    if name == "django.db.models.fields.AutoField":
        cls.namespace["__instancecheck__"] = Builtin("__instancecheck__", _automatic)
    if name == "django.db.models.fields.related.ManyToManyField":
        cls.namespace["_get_m2m_db_table"] = relations.table_method(project)
    return cls


def _initialiser(arguments: tuple[str, ...]) -> Native:
    def initialise(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        made, *given = args
        if isinstance(made, Instance):
            made.args = tuple(given)
            made.kwargs = {**dict(zip(arguments, given, strict=False)), **kwargs}
        return None

    return initialise


def _contributor(project: Project) -> Native:
    def contribute(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        field, cls, name = (*args, *kwargs.values())[:3]
        if isinstance(field, Instance) and isinstance(cls, Class) and isinstance(name, str):
            model_base.contribute_field(project, field, cls, name, at)
        return None

    return contribute


def _field_attribute(
    run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    """Return a field's attribute: the argument of that name, else Django's default for it."""
    field, name = args
    if isinstance(field, Instance) and isinstance(name, str):
        if name in field.kwargs:
            return run.force(field.kwargs[name])
        if name in _DEFAULTS:
            return _DEFAULTS[name]
        if name in {"remote_field", "rel"}:
            return relations.remote_field(run, field)
        if name == "attname":
            return field.attributes.get("name", Unknown("a field's name"))
    return Unknown(f"{name} of a field")


def _models(project: Project, facts: DjangoFacts) -> dict[str, object]:
    def new(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        meta, name, bases, body = args[:4]
        if isinstance(meta, Class) and isinstance(name, str) and isinstance(bases, (tuple, list)):
            names = body if isinstance(body, dict) else {}
            return model_base.make(project, meta, name, tuple(bases), names, at)
        return Unknown("a model class")

    def add(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        cls, name, value = (*args, *kwargs.values())[:3]
        if isinstance(cls, Class) and isinstance(name, str):
            model_base.add_to_class(project, cls, name, value, at)
        return None

    base = Class("ModelBase", "django.db.models.base", (TYPE,), {}, NOWHERE, native=True)
    base.namespace["__new__"] = Builtin("__new__", new)
    base.namespace["add_to_class"] = Builtin("add_to_class", add)
    attributes: dict[str, object] = {name: Unknown(f"Model.{name}") for name in facts.model_attributes}
    model = Class("Model", "django.db.models.base", (), attributes, NOWHERE, base, True, complete=True)
    found: dict[str, object] = {"django.db.models.base.ModelBase": base, model_base.MODEL: model}
    found["django.db.models.Model"] = found["django.contrib.gis.db.models.Model"] = model
    project.options.namespace.update(options.namespace(project))
    for name in ("TextChoices", "IntegerChoices", "Choices"):
        found[f"django.db.models.{name}"] = Class(
            name, "django.db.models.enums", (), {}, NOWHERE, native=True
        )
    return found


def _automatic(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """Every automatic field counts as an AutoField, whatever its bases."""
    return isinstance(args[0], Instance) and args[0].cls.is_a("django.db.models.fields.AutoFieldMixin")


def _deconstruct(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    field = args[0]
    if not isinstance(field, Instance):
        return Unknown("a field's parts")
    return (field.attributes.get("name"), field.cls.dotted, [], dict(field.kwargs))
