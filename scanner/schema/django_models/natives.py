"""Django's names as the interpreter meets them: field classes, Model, settings, the app registry."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.catalog import Origin
from scanner.schema.django_models import model_base, options
from scanner.schema.facts import DjangoFacts
from scanner.schema.project import Project
from scanner.schema.python.builtins import LIBRARY, NOWHERE, TYPE, Native
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import (
    MISSING,
    Builtin,
    Class,
    Instance,
    Raised,
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
    found: dict[str, object] = dict(LIBRARY)
    for name in facts.fields:
        _field_class(project, facts, found, name)
    found |= _models(project)
    found |= _functions(project)
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
        cls.namespace["clone"] = Builtin("clone", lambda run, args, kwargs, at: options.clone(args[0]))
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
        if name == "attname":
            return field.attributes.get("name", Unknown("a field's name"))
    return Unknown(f"{name} of a field")


def _models(project: Project) -> dict[str, object]:
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
    model = Class("Model", "django.db.models.base", (), {}, NOWHERE, base, native=True)
    found: dict[str, object] = {"django.db.models.base.ModelBase": base, model_base.MODEL: model}
    found["django.db.models.Model"] = found["django.contrib.gis.db.models.Model"] = model
    project.options.namespace.update(options.namespace(project))
    for name in ("TextChoices", "IntegerChoices", "Choices"):
        found[f"django.db.models.{name}"] = Class(
            name, "django.db.models.enums", (), {}, NOWHERE, native=True
        )
    return found


def _functions(project: Project) -> dict[str, object]:
    def user(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        label = setting(run, "AUTH_USER_MODEL")
        return (project.model(label) or label) if isinstance(label, str) else Unknown("the user model")

    def get_model(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        parts = [arg for arg in (*args, *kwargs.values()) if isinstance(arg, str)]
        label = ".".join(parts)
        found = project.model(label)
        return Unknown(f"the model {label}") if found is None else found

    def setting(run: Interpreter, name: str) -> object:
        found = project.setting(name)
        if found is not MISSING:
            return found
        if name in _SETTINGS:
            return _SETTINGS[name]
        if name == "configured":
            return True
        raise Raised("AttributeError", f"settings.{name}")

    def read(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        return setting(run, args[1]) if isinstance(args[1], str) else Unknown("a setting")

    def installed(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        return any(app.name == args[-1] for app in project.apps) if project.apps else Unknown("the apps")

    registry = Class("Apps", "django.apps.registry", (), {}, NOWHERE, native=True)
    registry.namespace["get_model"] = Builtin("get_model", get_model, "staticmethod")
    registry.namespace["is_installed"] = Builtin("is_installed", installed, "staticmethod")
    settings = Class("Settings", "django.conf", (), {"__getattr__": Builtin("__getattr__", read)}, NOWHERE)
    first = Builtin("gettext", lambda run, args, kwargs, at: args[0] if args else "")
    words = ("gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "gettext_noop")
    found: dict[str, object] = {f"django.utils.translation.{word}": first for word in words}
    found |= {
        "django.utils.translation.pgettext_lazy": Builtin("pgettext", lambda run, args, kwargs, at: args[-1]),
        "django.conf.settings": Instance(settings, (), {}, NOWHERE),
        "django.apps.apps": Instance(registry, (), {}, NOWHERE),
        "django.contrib.auth.get_user_model": Builtin("get_user_model", user),
        "django.apps.AppConfig": Class("AppConfig", "django.apps.config", (), {}, NOWHERE, native=True),
        "django.utils.module_loading.import_string": Builtin("import_string", _import_string),
    }
    return found


def _import_string(
    run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    if args and isinstance(args[0], str):
        module, _, name = args[0].rpartition(".")
        return run.imported(module, name, at.path)
    return Unknown("an import with an unknown name")


_SETTINGS: Mapping[str, object] = {
    "AUTH_USER_MODEL": "auth.User", "USE_TZ": True, "DEBUG": False, "INSTALLED_APPS": [],
    "LANGUAGE_CODE": "en-us",
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField", "MEDIA_ROOT": "", "MEDIA_URL": "", "STATIC_URL": "",
    "USE_I18N": True,
    "TIME_ZONE": "UTC", "SITE_ID": 1, "MIGRATION_MODULES": {}, "CACHES": {}, "DATABASES": {},
}  # fmt: skip
