"""The models of a few names, made without reading the other models of a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field

from scanner.model.snapshot import Snapshot
from scanner.schema import apps
from scanner.schema.django_models.places import candidates
from scanner.schema.django_models.reading import make
from scanner.schema.project import App, BeyondPart, ModelState, Project
from scanner.schema.python.scopes import Module
from scanner.schema.python.values import Class

_ADDS = re.compile(rb"\b(\w+)\.add_to_class\(")

_CHANGED = (
    rb"^[ \t]*NAME\.[\w.]+[ \t]*=[^=]|\bNAME\.add_to_class|setattr\(\s*NAME\b|^@(?!receiver)[^\n]*\bNAME\b"
)
_RUNS = re.compile(rb"^(?:(?![\w.]*\.connect\()[a-z_][\w.]*\(|(?:for|while|with)\b)", re.MULTILINE)
"""A statement of a module that does more than bind a name; receivers of signals change no model."""


class ModelFiles(Struct):
    """The files of a project's apps that may hold models, and what is written in them, in lower case."""

    project: Project
    texts: Mapping[str, bytes]
    ran: set[str] = field(default_factory=set)

    def named(self, names: Collection[str], app: App | None = None) -> Iterator[Class]:
        """Yield the models whose classes have one of these names, in lower case, of one app or of all."""
        either = b"|".join(re.escape(name.encode()) for name in sorted(names))
        statement = re.compile(rb"^[ \t]*class[ \t]+(" + either + rb")\b", re.MULTILINE)
        for path, text in self.texts.items():
            found = {match[1].decode() for match in statement.finditer(text)}
            if found and (app is None or self.project.app_of(path) is app):
                yield from self._made(path, found)

    def spelling(self, table: str) -> Iterator[Class]:
        """Yield the models of the files that hold a table's name, in lower case, between quotes."""
        quoted = re.compile(rb"[\"']" + re.escape(table.encode()) + rb"[\"'\\]")
        for path, text in self.texts.items():
            if quoted.search(text):
                yield from filter(_is_made, apps.classes_of(self.project.run, self._module(path)))

    def settle(self, model: Class) -> None:
        """Run the modules that may do something to a model after it is made.

        BeyondPart when one does something to a class that it extends.
        """
        above = {
            each.name.lower().encode()
            for each in model.mro()[1:]
            if isinstance(each, Class) and not each.native
        }
        if not above.isdisjoint(name for text in self.texts.values() for name in _ADDS.findall(text)):
            raise BeyondPart
        name = re.escape(model.name.lower().encode())
        held = re.compile(rb"\b" + name + rb"\b")
        changed = re.compile(_CHANGED.replace(b"NAME", name), re.MULTILINE)
        for path, text in self.texts.items():
            if held.search(text) and (_RUNS.search(text) or changed.search(text)):
                make(self.project, self._module(path), self.ran)

    def find(self, label: str, name: str) -> Class:
        """Return the model with a label and a name in any case; BeyondPart when it is not to be found."""
        app = self.project.app_labelled(label)
        if app is None or sum(each.label == label for each in self.project.apps) > 1:
            raise BeyondPart
        found = [
            each for each in self.named({name.lower()}, app) if self.project.label(each) == label
        ] or self._imported(app, name)
        if len(found) != 1:
            raise BeyondPart
        return found[0]

    def _imported(self, app: App, name: str) -> list[Class]:
        """Return the model of a package's app."""
        place = self.project.run.library.find(f"{app.name}.models", app.folder)
        if place is None or not place.root.label:
            return []
        module = self.project.run.library.module(f"{app.name}.models", app.folder)
        binders = [each for each in module.binders if each.lower() == name.lower()] if module else []
        values = [self.project.run.name(module, each) for each in binders] if module else []
        return [each for each in values if isinstance(each, Class) and _is_made(each)]

    def _made(self, path: str, names: Collection[str]) -> Iterator[Class]:
        module = self._module(path)
        for each in [each for each in module.binders if each.lower() in names]:
            value = self.project.run.name(module, each)
            if isinstance(value, Class) and _is_made(value) and value.origin.path == path:
                yield value

    def _module(self, path: str) -> Module:
        library = self.project.run.library
        root = library.root_of(path)
        module = library.module(library.named(root, path), path) if root else None
        if module is None or module.path != path:
            raise BeyondPart
        return module


def _is_made(cls: Class) -> bool:
    return isinstance(cls.model, ModelState) and not cls.model.abstract


def model_files(project: Project, snapshot: Snapshot) -> ModelFiles:
    """Return the files that may hold models; BeyondPart when one waits for models that it does not name."""
    texts = {path: source.lower() for path, source in candidates(project, snapshot)}
    if any(b"class_prepared" in text for text in texts.values()):
        raise BeyondPart
    return ModelFiles(project, texts)
