"""Django's settings, app registry, connection and signals, as the interpreter meets them."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.sql import INTROSPECTION, cursor
from scanner.schema.project import Project
from scanner.schema.python.builtins import NOWHERE
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import (
    MISSING,
    Builtin,
    Class,
    Instance,
    ModuleValue,
    Raised,
    Unknown,
)

Arguments = tuple[object, ...]
Keywords = dict[str, object]

_POSTGRES = {"ENGINE": "django.db.backends.postgresql", "NAME": "", "HOST": ""}
_SETTINGS: Mapping[str, object] = {
    "AUTH_USER_MODEL": "auth.User",
    "CACHES": {},
    "DATABASES": {"default": _POSTGRES},
    "DEBUG": False,
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
    "INSTALLED_APPS": [],
    "LANGUAGES": [("en", "English")],
    "LANGUAGE_CODE": "en-us",
    "MEDIA_ROOT": "",
    "MEDIA_URL": "",
    "MIGRATION_MODULES": {},
    "SECRET_KEY": "",
    "SITE_ID": 1,
    "STATIC_URL": "",
    "TIME_ZONE": "UTC",
    "USE_I18N": True,
    "USE_TZ": True,
}


def natives(project: Project) -> dict[str, object]:
    """Return what `django.conf`, `django.apps` and their like hold, by dotted name."""
    first = Builtin("gettext", lambda run, args, kwargs, at: args[0] if args else "")
    words = ("gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "gettext_noop")
    found: dict[str, object] = {f"django.utils.translation.{word}": first for word in words}
    texts = ("force_str", "force_text", "smart_str", "smart_text")
    found |= {f"django.utils.encoding.{name}": first for name in texts}
    found["django.utils.translation.pgettext_lazy"] = Builtin("pgettext", _last)
    found["django.utils.module_loading.import_string"] = Builtin("import_string", _import_string)
    found |= _settings(project)
    found |= _apps(project)
    found |= _database()
    return found


def _instance(name: str, module: str, **methods: object) -> Instance:
    """Return the one object of a class with these methods."""
    return Instance(Class(name, module, (), dict(methods), NOWHERE, native=True), (), {}, NOWHERE)


def _last(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
    return args[-1] if args else ""


def _import_string(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
    if args and isinstance(args[0], str):
        module, _, name = args[0].rpartition(".")
        return run.imported(module, name, at.path)
    return Unknown("an import with an unknown name")


def _settings(project: Project) -> dict[str, object]:
    def read(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        name = args[-1]
        if not isinstance(name, str):
            return Unknown("a setting with an unknown name")
        found = project.setting(name)
        if found is not MISSING:
            return found
        if name in _SETTINGS:
            return _SETTINGS[name]
        if name == "configured":
            return True
        raise Raised("AttributeError", f"settings.{name}")

    settings = Class("Settings", "django.conf", (), {"__getattr__": Builtin("__getattr__", read)}, NOWHERE)
    return {"django.conf.settings": Instance(settings, (), {}, NOWHERE)}


def _apps(project: Project) -> dict[str, object]:
    def get_model(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        label = ".".join(arg for arg in (*args, *kwargs.values()) if isinstance(arg, str))
        project.whole()
        found = project.registered(label, at.path) or _imported(project, label, at.path)
        if found is None:
            raise Raised("LookupError", label)
        return found

    def registered(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        label = ".".join(arg for arg in (*args, *kwargs.values()) if isinstance(arg, str))
        project.whole()
        found = project.registered(label, at.path)
        if found is None:
            raise Raised("LookupError", label)
        return found

    def installed(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        return any(app.name == args[-1] for app in project.apps) if project.apps else Unknown("the apps")

    def user(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        told = project.setting("AUTH_USER_MODEL")
        label = told if isinstance(told, str) else "auth.User"
        return project.registered(label, at.path) or _imported(project, label, at.path) or label

    def config(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        app = next((app for app in project.apps if app.label == args[-1]), None)
        if app is None:
            raise Raised("LookupError", str(args[-1]))
        made = _instance("AppConfig", "django.apps.config")
        made.attributes.update(
            {"name": app.name, "label": app.label, "module": ModuleValue(app.name, at.path)}
        )
        made.attributes["models_module"] = ModuleValue(f"{app.name}.models", at.path)
        return made

    def has_config(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
        return any(app.label == args[-1] for app in project.apps)

    configs = _instance(
        "dict",
        "collections",
        __getitem__=Builtin("__getitem__", config),
        __contains__=Builtin("__contains__", has_config),
        get=Builtin("get", config),
    )
    return {
        "django.apps.apps": _instance(
            "Apps",
            "django.apps.registry",
            get_model=Builtin("get_model", get_model, "staticmethod"),
            get_registered_model=Builtin("get_registered_model", registered, "staticmethod"),
            get_app_config=Builtin("get_app_config", config),
            app_configs=configs,
            is_installed=Builtin("is_installed", installed, "staticmethod"),
        ),
        "django.contrib.auth.get_user_model": Builtin("get_user_model", user),
        "django.apps.AppConfig": Class("AppConfig", "django.apps.config", (), {}, NOWHERE, native=True),
    }


def _imported(project: Project, label: str, near: str) -> Class | None:
    """Return a model whose app's models have not been read yet, for which the code of a file asks."""
    app_label, _, name = label.partition(".")
    app = project.app_labelled(app_label)
    if app is None:
        return None
    project.run.library.find(f"{app.name}.models", near)
    found = project.run.attempt_import(f"{app.name}.models", name, app.folder)
    return found if isinstance(found, Class) else None


def _database() -> dict[str, object]:
    connection = _instance(
        "DatabaseWrapper", "django.db.backends.postgresql.base", cursor=Builtin("cursor", cursor)
    )
    connection.attributes.update(
        {
            "vendor": "postgresql",
            "alias": "default",
            "settings_dict": _POSTGRES,
            "pg_version": 170000,
            "introspection": INTROSPECTION,
        }
    )
    connections = _instance(
        "ConnectionHandler",
        "django.db",
        __getitem__=Builtin("__getitem__", lambda run, args, kwargs, at: connection),
    )
    return {
        "django.db.connection": connection,
        "django.db.connections": connections,
        "django.db.DEFAULT_DB_ALIAS": "default",
        "django.db.models.signals.class_prepared": _instance(
            "ModelSignal", "django.db.models.signals", connect=Builtin("connect", _connect, "staticmethod")
        ),
    }


def _connect(run: Interpreter, args: Arguments, kwargs: Keywords, at: Origin) -> object:
    """Keep a receiver of `class_prepared`, which is called for every model that is made after."""
    receivers = run.state.setdefault("class_prepared", [])
    if isinstance(receivers, list) and args:
        receivers.append((args[0], kwargs.get("sender")))
    return None
