"""Which modules hold models, and making their classes in the order in which Django would."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scanner.model.snapshot import Snapshot
from scanner.schema import apps
from scanner.schema.django_models import model_base
from scanner.schema.django_models.places import candidates, is_aside
from scanner.schema.project import App, Project
from scanner.schema.python.classes import ClassExpression
from scanner.schema.python.library import Place
from scanner.schema.python.scopes import Module, blocks
from scanner.schema.python.statements import imported_from
from scanner.schema.python.values import ImportedName, Lazy, Unknown

_HOLDS = re.compile(
    rb"models\.Model\b|ModelBase\b|^[ \t]+\w+[^=\n]*= *(?:[a-z_]*models\.)?(?:[A-Z]\w*Field|ForeignKey)\(",
    re.M,
)


def read_models(project: Project, snapshot: Snapshot) -> None:
    """Make every model class of the project's apps.

    An app's `models` module comes first, with what it imports from the app's own folder; then
    the other files of the folder that hold models, which views, URLs or `ready` may import.
    """
    seen: set[str] = set()
    for app in project.apps:
        module = _module(project, f"{app.name}.models", app.folder)
        if module is not None:
            make(project, module, seen)
    for path, _ in candidates(project, snapshot):
        root = project.run.library.root_of(path)
        if root is not None:
            _read(project, project.run.library.named(root, path), path, seen)
    for app in project.apps:
        for name in _beside(project, app):
            _read(project, name, app.folder, seen)


def _read(project: Project, name: str, near: str, seen: set[str]) -> None:
    module = _module(project, name, near)
    if module is not None:
        make(project, module, seen)


def _module(project: Project, name: str, near: str) -> Module | None:
    place = project.run.library.find(name, near)
    return project.run.library.module(name, near) if place and place.path else None


def make(project: Project, module: Module, seen: set[str]) -> None:
    """Make the classes of a module, after those of the modules of the same app that it imports."""
    pending = [(module, False)]
    while pending:
        current, ready = pending.pop()
        if ready:
            _classes(project, current)
        elif current.path not in seen:
            seen.add(current.path)
            pending.append((current, True))
            pending.extend((other, False) for other in reversed(list(_before(project, current, seen))))


def _before(project: Project, module: Module, seen: set[str]) -> Iterator[Module]:
    """Yield the modules with models of the same app that a module imports."""
    own = project.app_of(module.path)
    for name in _imports(module):
        place = project.run.library.find(name, module.path)
        if own is None or place is None or place.path is None:
            continue
        shown = place.root.label + place.path
        if shown not in seen and project.app_of(shown) is own and _wanted(own, place, shown):
            found = _module(project, name, module.path)
            if found is not None:
                yield found


def _classes(project: Project, module: Module) -> None:
    own = project.app_of(module.path)
    for _ in apps.classes_of(project.run, module):
        pass
    if module.package and own is not None:
        _exported(project, module, own)
    for value in module.names.values():
        _explain(project, module, value)


def _exported(project: Project, module: Module, own: App) -> None:
    """Ask for the names that a package of models takes from its app: making them may make models."""
    for value in list(module.names.values()):
        if isinstance(value, Lazy) and isinstance(value.node, ImportedName):
            place = project.run.library.find(value.node.module, module.path)
            if place and place.path and (place.root.label + place.path).startswith(own.folder):
                project.run.force(value)


def _model_field(node: ast.expr | None) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module))):
            return module.endswith("models") and model_base.looks_like_field(node)
        case _:
            return False


def _explain(project: Project, module: Module, value: object) -> None:
    """Say that a class which holds fields could not be made, and why."""
    if not isinstance(value, Lazy) or not isinstance(value.node, ClassExpression):
        return
    statements = [node for node in value.node.statement.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    if isinstance(value.value, Unknown) and any(_model_field(statement.value) for statement in statements):
        said = f"the class {value.node.statement.name} is not understood: {value.value.reason}"
        project.run.report(module.path, value.node.lineno, said)


def _wanted(app: App, place: Place, shown: str) -> bool:
    """Whether a module that a models module imports may hold models of the app."""
    if is_aside(app, shown):
        return False
    return shown.startswith(f"{app.folder}models/") or _holds(place)


def _imports(module: Module) -> Iterator[str]:
    """Yield the modules that a module's statements import, submodules of a package among them."""
    pending = list(module.body)
    while pending:
        statement = pending.pop(0)
        pending[:0] = blocks(statement)
        if isinstance(statement, ast.ImportFrom):
            origin = imported_from(statement, module)
            yield from (f"{origin}.{alias.name}" for alias in statement.names if alias.name != "*")
            yield origin
        elif isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)


def _beside(project: Project, app: App) -> Iterator[str]:
    """Yield the modules of an installed package's folder that hold models."""
    place = project.run.library.find(app.name, app.folder)
    if place is None or not place.root.label or not app.folder:
        return
    folder = app.folder.removeprefix(place.root.label)
    for path in place.root.inside(folder):
        if is_aside(app, place.root.label + path) or project.app_of(place.root.label + path) is not app:
            continue
        if _holds(Place(place.root, path, package=False)):
            yield project.run.library.named(place.root, path)


def _holds(place: Place) -> bool:
    source = place.root.snapshot.read(place.path or "")
    return isinstance(source, bytes) and b"django.db" in source and _HOLDS.search(source) is not None
