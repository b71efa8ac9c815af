"""A Django project as its source tells it: its apps, its settings, the models that were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from scanner.model.catalog import Origin
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.scopes import Module
from scanner.schema.python.values import MISSING, Class, ExternalCall, Instance

MIGRATED_ONLY = "migrated?"
"""The attribute of a field whose column the migrations leave, and the models do not have."""

FieldValue = Instance | ExternalCall


class App(Struct, frozen=True):
    """An installed app; `folder` is its shown path, ending in `/`, empty when it was not found."""

    name: str
    label: str
    folder: str
    default_auto_field: str | None = None


class Contributed(Struct, frozen=True, eq=False):
    """A field as a model holds it; `origin` is its assignment."""

    name: str
    field: FieldValue
    origin: Origin


class ModelState(Struct, eq=False):
    """What Django's metaclass knows of a model class, beside what its Meta says.

    `unread` says why fields may be missing.
    """

    cls: Class
    meta: object
    abstract: bool
    proxy: bool
    fields: dict[str, Contributed] = field(default_factory=dict)
    parents: list[Class] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class BeyondPart(Exception):  # noqa: N818 - not an error: the whole project must be read
    """Something is asked that only the whole project tells, while a part of it is read."""


class Part(Struct):
    """What is read of a project of which only some tables are asked for.

    `find` makes the model of a label and a name when a relation points at it; `models` are those,
    by label and lower-case name, whose migrations count; `bases` are what they were found to extend.
    """

    find: Callable[[str, str], Class]
    models: frozenset[tuple[str, str]] = frozenset()
    bases: set[tuple[str, str]] = field(default_factory=set)


class Project(Struct, eq=False):
    """The interpreter's run, and Django's registry.

    `doubted` are the models, by label and lower-case name, of which a migration's change could not
    be followed; `particular` counts what was said of those. `part` is None when all is read. `opened`
    counts what had been said when the apps were known.
    """

    run: Interpreter
    apps: Sequence[App] = ()
    settings: dict[str, object] = field(default_factory=dict)
    modules: Sequence[Module] = ()
    models: list[Class] = field(default_factory=list)
    seen: list[Class] = field(default_factory=list)
    labelled: dict[tuple[str, str], Class] = field(default_factory=dict)
    folders: tuple[Sequence[App], dict[str, App]] | None = None
    version: tuple[int, ...] = (5, 2)
    doubted: set[tuple[str, str]] = field(default_factory=set)
    particular: int = 0
    part: Part | None = None
    opened: int = 0
    descriptor: Class = field(
        default_factory=lambda: Class("DeferredAttribute", "", (), {}, Origin("", None), native=True)
    )
    options: Class = field(
        default_factory=lambda: Class("Options", "", (), {}, Origin("", None), native=True)
    )

    def setting(self, name: str) -> object:
        """Return a setting: as configured, else as a settings module has it, else MISSING."""
        if name not in self.settings:
            found = (self.run.name(module, name) for module in self.modules)
            self.settings[name] = next((value for value in found if value is not MISSING), MISSING)
        return self.settings[name]

    def app_of(self, path: str) -> App | None:
        """Return the app whose folder holds a file, the innermost one."""
        folders = self._app_folders()
        end = path.rfind("/") + 1
        while end > 0:
            if (app := folders.get(path[:end])) is not None:
                return app
            end = path.rfind("/", 0, end - 1) + 1
        return None

    def _app_folders(self) -> dict[str, App]:
        """Return the apps by their folders; of several in one folder the first."""
        if self.folders is None or self.folders[0] is not self.apps:
            by: dict[str, App] = {}
            for app in self.apps:
                if app.folder:
                    by.setdefault(app.folder, app)
            self.folders = (self.apps, by)
        return self.folders[1]

    def app_around(self, cls: Class) -> App | None:
        """Return the app that a class's module belongs to, by its dotted name, else by its file."""
        inside = [app for app in self.apps if f"{cls.module}.".startswith(f"{app.name}.")]
        near = [app for app in inside if app.folder and cls.origin.path.startswith(app.folder)]
        return max(near or inside, key=lambda app: len(app.name), default=None) or self.app_of(
            cls.origin.path
        )

    def app_labelled(self, label: str) -> App | None:
        """Return the app with a label."""
        return next((app for app in self.apps if app.label == label), None)

    def label(self, cls: Class) -> str:
        """Return a model's app label: its Meta's, that of the app around it, or its folder's name."""
        state = cls.model
        if isinstance(state, ModelState):
            told = self.option(state, "app_label")
            if isinstance(told, str):
                return told
        app = self.app_around(cls)
        if app is not None:
            return app.label
        parts = cls.module.split(".")
        before = parts[: parts.index("models")] if "models" in parts else parts[:-1]
        return before[-1] if before else parts[0]

    def option(self, state: ModelState, name: str) -> object:
        """Return an option of a model's Meta, None when it is not set or not known."""
        if not isinstance(state.meta, Class):
            return None
        if name == "abstract":
            return state.abstract
        found = self.run.force(state.meta.find(name))
        return found if isinstance(found, (str, bool, int, list, tuple, Class, Instance)) else None

    def model(self, label: str) -> Class | None:
        """Return the model with a label such as `shop.Order`; the model's name in any case."""
        for cls in self.models[len(self.seen) :]:
            self.seen.append(cls)
            self.labelled.setdefault((self.label(cls), cls.name.lower()), cls)
        app, _, name = label.partition(".")
        return self.labelled.get((app, name.lower()))

    def registered(self, label: str, near: str) -> Class | None:
        """Return the model with a label, for which the code of a file asks as if it imported it."""
        found = self.model(label)
        if found is not None:
            self.run.library.find(found.module, near)
        return found

    def whole(self) -> None:
        """Insist on the whole project; BeyondPart while only a part of it is read."""
        if self.part is not None:
            raise BeyondPart

    def doubt(self, at: Origin, app: str, model: str, message: str) -> None:
        """Say that a migration's change of one model could not be followed."""
        before = len(self.run.library.diagnostics)
        self.run.report(at.path, at.line, message)
        self.particular += len(self.run.library.diagnostics) - before
        self.doubted.add((app, model.lower()))

    def concrete(self) -> Iterator[tuple[Class, ModelState]]:
        """Yield the models that were made, in order."""
        for cls in self.models:
            if isinstance(cls.model, ModelState):
                yield cls, cls.model

    def related(self, field: Instance) -> Class | None:
        """Return the model that a relation points at, None when it is not at hand."""
        to = self.run.force(field.kwargs.get("to"))
        holder = field.attributes.get("model")
        if isinstance(to, Class):
            return to
        if not isinstance(to, str) or not isinstance(holder, Class):
            return None
        if to == "self":
            return holder
        label = to if "." in to else f"{self.label(holder)}.{to}"
        found = self.registered(label, holder.origin.path)
        return self.part.find(*label.split(".", 1)) if found is None and self.part is not None else found

    def field(self, cls: Class, name: str) -> Contributed | None:
        """Return a field of a model or of a model that it extends."""
        state = cls.model
        if not isinstance(state, ModelState):
            return None
        found = state.fields.get(name)
        for parent in () if found else state.parents:
            found = found or self.field(parent, name)
        return found

    def primary_key(self, cls: Class) -> Contributed | None:
        """Return the field that is a model's primary key, None when it has an automatic one."""
        state = cls.model
        if not isinstance(state, ModelState):
            return None
        for item in state.fields.values():
            if self.run.force(item.field.kwargs.get("primary_key")) is True:
                return item
        if not state.parents:
            return None
        link = f"{state.parents[0].name.lower()}_ptr"
        return state.fields.get(link) or self.primary_key(state.parents[0])

    def auto_field(self, cls: Class) -> str:
        """Return the class of a model's automatic primary key, by its full name."""
        return self.automatic(self.app_around(cls) or self.app_labelled(self.label(cls)))

    def automatic(self, app: App | None) -> str:
        """Return the class of the automatic primary keys of an app, by its full name."""
        if app is not None and app.default_auto_field:
            return app.default_auto_field
        told = self.setting("DEFAULT_AUTO_FIELD")
        if isinstance(told, str):
            return told
        return "django.db.models.BigAutoField" if self.version >= (6, 0) else "django.db.models.AutoField"

    def auto_type(self, cls: Class) -> str:
        """Return the column type of a model's automatic primary key."""
        name = self.auto_field(cls).rpartition(".")[2]
        return {"AutoField": "integer", "SmallAutoField": "smallint"}.get(name, "bigint")
