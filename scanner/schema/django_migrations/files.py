"""Where each app's migrations are, and what each says of its place among the others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct

from scanner.model.catalog import Origin
from scanner.model.snapshot import Skipped
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.graph import Key, Migration
from scanner.schema.project import App, Project
from scanner.schema.python import operators
from scanner.schema.python.library import Root
from scanner.schema.python.values import MISSING, Class, Function, Unknown


class File(Struct, frozen=True):
    """A file that may be a migration of an app; `module` is its dotted name, `path` inside the root."""

    app: App
    name: str
    module: str
    root: Root
    path: str

    @property
    def key(self) -> Key:
        """What tells the migration from others."""
        return self.app.label, self.name

    def text(self) -> bytes:
        """Return what is written in it, in lower case; nothing when it cannot be read."""
        source = self.root.snapshot.read(self.path)
        return b"" if isinstance(source, Skipped) else source.lower()


def files(project: Project, app: App) -> list[File] | None:
    """Return the files of an app's migrations, None when it has none of its own and its models are synced.

    Unlike Django, a folder of migrations without `__init__.py` counts.
    """
    package = _package(project, app)
    place = project.run.library.find(package, app.folder) if package else None
    if package is None or place is None or not place.package:
        return None
    folder = f"{place.root.folder}{package.replace('.', '/')}/"
    named = ((path, path[len(folder) :].removesuffix(".py")) for path in place.root.inside(folder))
    found = [
        File(app, name, f"{package}.{name}", place.root, path)
        for path, name in named
        if "/" not in name and name[:1] not in ("_", "~")
    ]
    return None if place.path is None and not found else found


def migrations(project: Project, listed: Iterable[File], doubts: Doubts) -> dict[Key, Migration]:
    """Return the migrations of these files; one that is not read is in doubt."""
    said = project.run.library.diagnostics
    found: dict[Key, Migration] = {}
    for file in listed:
        before = len(said)
        made = read(project, file)
        if made is not None:
            found[made.key] = made
        if len(said) > before:
            doubts.texts[file.app.label].append(file.text())
    return found


def _package(project: Project, app: App) -> str | None:
    told = project.setting("MIGRATION_MODULES")
    if isinstance(told, dict) and app.label in told:
        found = project.run.force(told[app.label])
        return found if isinstance(found, str) else None
    return f"{app.name}.migrations"


def read(project: Project, file: File) -> Migration | None:
    """Return a migration as its class says, None when the file holds none."""
    source = project.run.library.module(file.module, file.app.folder)
    found = MISSING if source is None else project.run.name(source, "Migration")
    if source is None or found is MISSING:
        return None
    if not isinstance(found, Class):
        project.run.report(source.path, None, "its class Migration could not be read")
        return None
    return Migration(
        key=file.key,
        module=file.module,
        near=file.app.folder,
        origin=Origin(source.path, found.origin.line),
        dependencies=tuple(_keys(project, found, "dependencies")),
        run_before=tuple(_keys(project, found, "run_before")),
        replaces=tuple(_keys(project, found, "replaces")),
    )


def operations(project: Project, migration: Migration) -> object:
    """Return what a migration's class holds as its operations, MISSING when it has none."""
    source = project.run.library.module(migration.module, migration.near)
    found = MISSING if source is None else project.run.name(source, "Migration")
    return project.run.force(found.find("operations")) if isinstance(found, Class) else MISSING


def label(project: Project, migration: Migration) -> str:
    """Return the app whose models a migration changes: its own, or the one that its class sets as it runs.

    Such a class says `self.app_label = "other"` in `mutate_state`, or in `__init__`.
    """
    source = project.run.library.module(migration.module, migration.near)
    cls = MISSING if source is None else project.run.name(source, "Migration")
    methods = [cls.find(name) for name in ("mutate_state", "__init__")] if isinstance(cls, Class) else []
    for method in methods:
        for node in ast.walk(method.node) if isinstance(method, Function) else ():
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr="app_label")]):
                    found = _told(project, cls, node.value)
                    if found is not None:
                        return found
                case _:
                    pass
    return migration.key[0]


def _told(project: Project, cls: object, value: ast.expr) -> str | None:
    """Return the text that a literal says, or an attribute of the class."""
    match value:
        case ast.Constant(value=str() as text):
            return text
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if isinstance(cls, Class):
            held = project.run.force(cls.find(name))
            return held if isinstance(held, str) else None
        case _:
            return None


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
