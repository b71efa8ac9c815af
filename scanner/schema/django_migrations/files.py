"""Where each app's migrations are, and what each says of its place among the others."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.graph import Key, Migration
from scanner.schema.project import App, Project
from scanner.schema.python import operators
from scanner.schema.python.values import MISSING, Class, Unknown


def migrations(project: Project, app: App) -> dict[Key, Migration] | None:
    """Return the migrations of an app, None when it has none of its own and its models are synced.

    Unlike Django, a folder of migrations without `__init__.py` counts.
    """
    package = _package(project, app)
    place = project.run.library.find(package, app.folder) if package else None
    if package is None or place is None or not place.package:
        return None
    folder = f"{place.root.folder}{package.replace('.', '/')}/"
    found: dict[Key, Migration] = {}
    for path in place.root.inside(folder):
        name = path[len(folder) :].removesuffix(".py")
        if "/" in name or name[:1] in ("_", "~"):
            continue
        made = _read(project, app, f"{package}.{name}", name)
        if made is not None:
            found[made.key] = made
    return None if place.path is None and not found else found


def _package(project: Project, app: App) -> str | None:
    told = project.setting("MIGRATION_MODULES")
    if isinstance(told, dict) and app.label in told:
        found = project.run.force(told[app.label])
        return found if isinstance(found, str) else None
    return f"{app.name}.migrations"


def _read(project: Project, app: App, module: str, name: str) -> Migration | None:
    source = project.run.library.module(module, app.folder)
    found = MISSING if source is None else project.run.name(source, "Migration")
    if source is None or found is MISSING:
        return None
    if not isinstance(found, Class):
        project.run.report(source.path, None, "its class Migration could not be read")
        return None
    return Migration(
        key=(app.label, name),
        cls=found,
        origin=Origin(source.path, found.origin.line),
        dependencies=tuple(_keys(project, found, "dependencies")),
        run_before=tuple(_keys(project, found, "run_before")),
        replaces=tuple(_keys(project, found, "replaces")),
    )


def _keys(project: Project, cls: Class, name: str) -> Iterator[Key]:
    """Yield the migrations that an attribute of a migration lists."""
    value = project.run.force(cls.find(name))
    items = operators.iterate(value)
    if items is None and value is not MISSING:
        project.run.report(cls.origin.path, cls.origin.line, f"its {name} could not be read")
    for item in items or ():
        match project.run.force(item):
            case (str() as app, str() as other) | [str() as app, str() as other]:
                yield app, other
            case Unknown(reason=reason):
                project.run.report(cls.origin.path, cls.origin.line, f"a part of its {name}: {reason}")
            case _:
                pass
