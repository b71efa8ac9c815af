"""The installed apps: their names, labels and folders, as Django's registry would have them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scanner.model.snapshot import Snapshot
from scanner.schema.project import App
from scanner.schema.python.classes import ClassExpression
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.library import Place
from scanner.schema.python.scopes import Module
from scanner.schema.python.values import MISSING, Class, Lazy

_CONFIG = "django.apps.config.AppConfig"
_ASIDE = frozenset({"tests", "test", "testing", "migrations"})


def installed(run: Interpreter, entries: Sequence[str], near: str) -> Iterator[App]:
    """Yield an app for each entry of INSTALLED_APPS: a module's name, or a path to an AppConfig."""
    absent: list[str] = []
    for entry in entries:
        if run.library.find(entry, near) is not None:
            yield _app(run, entry, _config(run, entry, near), near)
            continue
        module, _, name = entry.rpartition(".")
        config = run.attempt_import(module, name, near) if module else MISSING
        if isinstance(config, Class) and config.is_a(_CONFIG):
            yield _app(run, module.removesuffix(".apps"), config, near)
        else:
            absent.append(entry)
            yield App(entry, entry.rpartition(".")[2], "")
    if absent:
        run.report(near, None, _absent(absent))


def _absent(apps: Sequence[str]) -> str:
    """Return the sentence for apps whose source was not found, with what would find it."""
    named = ", ".join(apps)
    what = "the installed app is" if len(apps) == 1 else f"{len(apps)} installed apps are"
    return f"{what} not at hand, nor the tables: {named} ([django] python names the environment)"


def discovered(run: Interpreter, snapshot: Snapshot) -> Iterator[App]:
    """Yield an app for every package of the tree that has models or migrations, when nothing tells them."""
    seen: set[str] = set()
    for path in sorted(snapshot.paths()):
        folder = path.removesuffix("/models/__init__.py").removesuffix("/models.py")
        folder = folder.removesuffix("/migrations/__init__.py")
        if folder == path or folder in seen or _ASIDE.intersection(folder.split("/")):
            continue
        seen.add(folder)
        root = run.library.root_of(path)
        if root is not None and len(folder) > len(root.folder):
            name = folder[len(root.folder) :].replace("/", ".")
            yield _app(run, name, _config(run, name, path), path)


def _config(run: Interpreter, name: str, near: str) -> object:
    """Return the AppConfig that Django picks in `<name>.apps`: the default one, or the only one."""
    place = run.library.find(f"{name}.apps", near)
    module = run.library.module(f"{name}.apps", near) if place and place.path else None
    if module is None:
        return MISSING
    configs = [cls for cls in classes_of(run, module) if cls.is_a(_CONFIG) and cls.module == module.name]
    chosen = [cls for cls in configs if run.force(cls.namespace.get("default")) is True]
    usable = [cls for cls in configs if run.force(cls.namespace.get("default")) is not False]
    if chosen:
        return chosen[0]
    return usable[0] if len(usable) == 1 else MISSING


def classes_of(run: Interpreter, module: Module) -> Iterator[Class]:
    """Run a module and yield the classes that its own statements make; what it imports waits."""
    run.execute(module)
    for value in list(module.names.values()):
        made = not isinstance(value, Lazy) or isinstance(value.node, (ClassExpression, ast.Call))
        found = run.force(value) if made else None
        if isinstance(found, Class):
            yield found


def _app(run: Interpreter, name: str, config: object, near: str) -> App:
    told: dict[str, str] = {}
    if isinstance(config, Class):
        for key in ("name", "label", "default_auto_field"):
            value = run.force(config.find(key))
            if isinstance(value, str):
                told[key] = value
    name = told.get("name", name)
    place = run.library.find(name, near)
    label = told.get("label", name.rpartition(".")[2])
    return App(name, label, _folder(place, name), told.get("default_auto_field"))


def _folder(place: Place | None, name: str) -> str:
    if place is None:
        return ""
    if place.path is None:
        return f"{place.root.label}{place.root.folder}{name.replace('.', '/')}/"
    return place.root.label + place.path.removesuffix("__init__.py") if place.package else ""
