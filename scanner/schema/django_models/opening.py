"""Opening a project: its roots, its settings, its apps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Snapshot
from scanner.schema import apps, libraries
from scanner.schema.django_migrations import natives as migrations
from scanner.schema.django_models import model_base, natives
from scanner.schema.facts import FactsSnapshot, django_facts
from scanner.schema.project import App, Project
from scanner.schema.python.builtins import BUILTINS
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.library import Library, Root
from scanner.schema.python.roots import inner_roots, package_roots, source_roots
from scanner.schema.python.values import Class, External, Instance, Lazy
from scanner.schema.settings import settings_modules

_NO_MODEL = re.compile(
    r"django\.(?:forms|views|template|core|http|test|contrib\.(?:admin|postgres\.forms|gis\.forms))\."
)
"""Classes of Django's own that hold fields and are no models."""


def open_project(snapshot: Snapshot, options: DjangoOptions, packages: Sequence[Snapshot] = ()) -> Project:
    """Return a project whose settings and apps are known; its models have not been read."""
    facts = django_facts()
    modules = {**facts.modules, **({} if packages else libraries.modules())}
    stubs = Root(FactsSnapshot(modules), "", "site-packages/", frozenset(modules), written=False)
    library = Library([*source_roots(snapshot), *package_roots(packages), stubs])
    names: dict[str, object] = {}
    run = Interpreter(library, names, BUILTINS, _closed, missing=lambda name: bool(packages), guess=_guess)
    project = Project(run)
    names.update(natives.natives(project, facts))
    names.update(migrations.natives(project))
    project.version = _version(library)
    project.modules = settings_modules(snapshot, library, options.settings)
    project.settings.update(_configured(options))
    entries = _entries(project)
    absent = {entry for told, near in entries for entry in told if _absent(library, entry, near)}
    if packages and absent:
        library.extend(inner_roots(library.roots, absent | {"django"}))
        project.version = _version(library)
    project.apps = _apps(project, entries, snapshot)
    project.opened = len(library.diagnostics)
    return project


def _absent(library: Library, entry: str, near: str) -> bool:
    """Whether nothing of an installed app's dotted name is at hand."""
    return library.find(entry.split(".")[0], near) is None


def _configured(options: DjangoOptions) -> dict[str, object]:
    found: dict[str, object] = dict(options.swappable)
    if options.installed_apps:
        found["INSTALLED_APPS"] = list(options.installed_apps)
    if options.migration_modules:
        found["MIGRATION_MODULES"] = dict(options.migration_modules)
    if options.auth_user_model is not None:
        found["AUTH_USER_MODEL"] = options.auth_user_model
    if options.default_auto_field is not None:
        found["DEFAULT_AUTO_FIELD"] = options.default_auto_field
    return found


def _entries(project: Project) -> list[tuple[list[str], str]]:
    """Return INSTALLED_APPS of the configuration, else of each settings module, with where it is told."""
    told = project.settings.get("INSTALLED_APPS")
    sources: list[tuple[object, str]] = [(told, "")] if told else []
    if not sources:
        sources = [(project.run.name(module, "INSTALLED_APPS"), module.path) for module in project.modules]
    return [
        ([entry for entry in entries if isinstance(entry, str)], near)
        for entries, near in sources
        if isinstance(entries, (list, tuple))
    ]


def _apps(project: Project, entries: Sequence[tuple[list[str], str]], snapshot: Snapshot) -> list[App]:
    """Return the installed apps, or those of the tree when nothing tells them."""
    found = [app for told, near in entries for app in apps.installed(project.run, told, near)]
    return list(dict.fromkeys(found)) or list(apps.discovered(project.run, snapshot))


def _closed(module: str) -> bool:
    """Whether a module is Django's own and known without its source."""
    return (module == "django" or module.startswith("django.")) and not module.startswith("django.contrib.")


def _guess(run: Interpreter, bases: tuple[object, ...], body: Mapping[str, object]) -> Class | None:
    """Return ModelBase for a class with an unknown base whose body holds a model's field; an expression's
    `output_field` is none.
    """
    base = run.natives["django.db.models.base.ModelBase"]
    if all(isinstance(each, Class) for each in bases) or not isinstance(base, Class):
        return None
    if any(isinstance(each, External) and _NO_MODEL.match(each.dotted) for each in bases):
        return None
    likely = [
        each
        for name, each in body.items()
        if name != "output_field" and isinstance(each, Lazy) and model_base.looks_like_field(each.node)
    ]
    fields = [found for each in likely if isinstance(found := run.force(each), Instance)]
    return base if any(found.cls.is_a(model_base.FIELD) for found in fields) else None


def _version(library: Library) -> tuple[int, ...]:
    place = library.find("django")
    source = place.root.snapshot.read(place.path) if place and place.path else None
    if isinstance(source, bytes):
        found = re.search(rb"VERSION = \((\d+), (\d+)", source)
        if found:
            return int(found[1]), int(found[2])
    return 5, 2
