"""What Django's `ModelBase` does when a model class is made.

It follows django.db.models.base.ModelBase.__new__ step by step:
https://github.com/django/django/blob/main/django/db/models/base.py
"""

from __future__ import annotations

import ast

from scanner.model.catalog import Origin
from scanner.schema.django_models.options import concrete
from scanner.schema.project import Contributed, ModelState, Project
from scanner.schema.python import classes
from scanner.schema.python.values import (
    Bound,
    Builtin,
    Class,
    External,
    ExternalCall,
    Function,
    Instance,
    Lazy,
)

MODEL = "django.db.models.base.Model"
FIELD = "django.db.models.fields.Field"
ONE_TO_ONE = "django.db.models.fields.related.OneToOneField"


def make(
    project: Project, meta: Class, name: str, bases: tuple[object, ...], body: dict[str, object], at: Origin
) -> Class:
    """Return the model class of a class body, its fields contributed and inherited."""
    run = project.run
    cls = classes.plain(run, meta, name, bases, {k: v for k, v in body.items() if k != "Meta"}, at)
    attr_meta = run.force(body.get("Meta"))
    inherited = run.force(cls.find("Meta"))
    abstract = isinstance(attr_meta, Class) and run.force(attr_meta.find("abstract")) is True
    state = ModelState(cls, attr_meta if isinstance(attr_meta, Class) else inherited, abstract, proxy=False)
    state.proxy = project.option(state, "proxy") is True and isinstance(attr_meta, Class) and not abstract
    cls.model = state
    cls.namespace["_meta"] = Instance(project.options, (), {}, at, {"model": cls})
    state.unread.extend(
        f"the base class {_named(base)} of {name} is not at hand"
        for base in bases
        if not isinstance(base, Class)
    )
    for key, value in list(cls.namespace.items()):
        if not key.startswith("__") and key != "_meta" and _contributes(key, value):
            add_to_class(project, cls, key, run.force(value), cls.lines.get(key, at))
    _inherit(project, cls, state)
    if abstract:
        if isinstance(attr_meta, Class):
            attr_meta.namespace["abstract"] = False
            cls.namespace["Meta"] = attr_meta
        return cls
    _prepare(project, cls, state)
    project.models.append(cls)
    return cls


def add_to_class(project: Project, cls: Class, name: str, value: object, at: Origin) -> None:
    """Let a value contribute itself to a class; one that does not is an attribute like any other."""
    found = _field(value)
    if isinstance(found, Instance):
        method = found.cls.find("contribute_to_class")
        if isinstance(method, (Function, Builtin)):
            found.attributes["origin?"] = at
            project.run.call(Bound(method, found), (cls, name), {}, at)
            return
    if isinstance(found, ExternalCall) and isinstance(cls.model, ModelState) and names_field(found.dotted):
        cls.model.fields[name] = Contributed(name, found, at)
    cls.namespace[name] = value


def contribute_field(project: Project, field: Instance, cls: Class, name: str, at: Origin) -> None:
    """Do what `Field.contribute_to_class` does: the model holds the field under its name."""
    field.attributes.setdefault("name", name)
    field.attributes["model"] = cls
    known = field.attributes.pop("origin?", None)
    told = field.attributes["name"]
    name = told if isinstance(told, str) else name
    if isinstance(cls.model, ModelState):
        origin = known if isinstance(known, Origin) else cls.lines.get(name, field.origin)
        cls.model.fields[name] = Contributed(name, field, origin)
    cls.namespace[name] = Instance(project.descriptor, (), {}, at, {"field": field})


def _field(value: object) -> object:
    """Return the field that a value is, or that a call of something unknown was given first."""
    if isinstance(value, ExternalCall) and not names_field(value.dotted):
        inner = value.args[0] if value.args else None
        if isinstance(inner, Instance) and inner.cls.is_a(FIELD):
            return inner
    return value


def names_field(dotted: str) -> bool:
    """Whether a class that is not at hand is a field, by its name."""
    return dotted.rpartition(".")[2].endswith(("Field", "ForeignKey", "OneToOne", "FieldFile"))


_QUIET = (
    "Manager",
    "QuerySet",
    "as_manager",
    "from_queryset",
    "Index",
    "property",
    "Constraint",
    "getLogger",
)


def _contributes(name: str, value: object) -> bool:
    """Whether a name of a class body may hold a field, judged before it is evaluated."""
    if not isinstance(value, Lazy):
        return isinstance(value, (Instance, ExternalCall))
    match value.node:
        case ast.Call(func=ast.Call(func=function)) | ast.Call(func=function):
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            return not called.endswith(_QUIET)
        case ast.Name() | ast.Attribute():
            return not name.isupper()
        case ast.IfExp() | ast.Subscript() | ast.BoolOp():
            return True
        case _:
            pass
    return False


def looks_like_field(node: object) -> bool:
    """Whether an expression calls something that is named like a field."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return names_field(name)
        case _:
            pass
    return False


def _named(base: object) -> str:
    return base.dotted if isinstance(base, External) else "of a call"


def _inherit(project: Project, cls: Class, state: ModelState) -> None:
    """Take over the fields of abstract bases; link to each concrete one."""
    own = set(state.fields)
    links = _parent_links(project, cls)
    hidden: set[str] = set()
    for base in cls.mro():
        if not isinstance(base, Class) or base is cls:
            continue
        if base not in cls.bases or not isinstance(base.model, ModelState):
            hidden.update(() if base.native else base.namespace)
            continue
        if base.model.abstract:
            state.unread.extend(base.model.unread)
            for item in list(base.model.fields.values()):
                if item.name not in own and item.name not in hidden and not _removed(cls, item.name, own):
                    _copy(project, cls, state, item)
            state.parents.extend(parent for parent in base.model.parents if parent not in state.parents)
        else:
            hidden.update(base.model.fields)
            _link(project, cls, state, concrete(base), links)


def _removed(cls: Class, name: str, own: set[str]) -> bool:
    return name in cls.namespace and name not in own


def _copy(project: Project, cls: Class, state: ModelState, item: Contributed) -> None:
    """Add a copy of an abstract base's field, which contributes itself anew."""
    if isinstance(item.field, Instance):
        f = item.field
        kept = {key: value for key, value in f.attributes.items() if key not in {"model", "remote_field"}}
        made = Instance(f.cls, f.args, dict(f.kwargs), f.origin, kept)
        add_to_class(project, cls, item.name, made, item.origin)
    else:
        state.fields[item.name] = item


def _parent_links(project: Project, cls: Class) -> dict[str, str]:
    """Return the names of the fields that link to a parent, by the parent's class name in lower case."""
    found: dict[str, str] = {}
    for base in (cls, *cls.bases):
        state = base.model if isinstance(base, Class) else None
        if isinstance(state, ModelState) and (base is cls or state.abstract):
            for item in state.fields.values():
                target = _linked(project, item)
                if target is not None:
                    found[target] = item.name
    return found


def _linked(project: Project, item: Contributed) -> str | None:
    """Return the class name, in lower case, of the parent that a field links to."""
    field = item.field
    if not isinstance(field, Instance) or not field.cls.is_a(ONE_TO_ONE):
        return None
    if project.run.force(field.kwargs.get("parent_link")) is not True:
        return None
    target = project.run.force(field.kwargs.get("to"))
    return (target.name if isinstance(target, Class) else str(target).rpartition(".")[2]).lower()


def _link(project: Project, cls: Class, state: ModelState, base: Class, links: dict[str, str]) -> None:
    if base not in state.parents:
        state.parents.append(base)
    name = f"{base.name.lower()}_ptr"
    if state.proxy or base.name.lower() in links or name in state.fields or name in cls.namespace:
        return
    kind = project.run.natives[ONE_TO_ONE]
    if isinstance(kind, Class):
        kwargs: dict[str, object] = {"to": base, "parent_link": True, "auto_created": True}
        add_to_class(project, cls, name, Instance(kind, (), kwargs, cls.origin), cls.origin)


def _prepare(project: Project, cls: Class, state: ModelState) -> None:
    """Add what no class body names, `_order` and the primary key, and tell who waits for the class."""
    if project.option(state, "order_with_respect_to") and not state.proxy:
        kind = project.run.natives["django.db.models.fields.proxy.OrderWrt"]
        if isinstance(kind, Class):
            add_to_class(project, cls, "_order", Instance(kind, (), {}, cls.origin), cls.origin)
    if not state.proxy and not any(_primary(project, item) for item in state.fields.values()):
        _key(project, cls, state)
    receivers = project.run.state.get("class_prepared", [])
    for receiver, sender in list(receivers) if isinstance(receivers, list) else []:
        if sender is None or sender is cls or sender == f"{project.label(cls)}.{cls.name}":
            project.run.attempt_call(receiver, {"sender": cls}, cls.origin)


def _primary(project: Project, item: Contributed) -> bool:
    composite = isinstance(item.field, Instance) and item.field.cls.name == "CompositePrimaryKey"
    return composite or project.run.force(item.field.kwargs.get("primary_key")) is True


def _key(project: Project, cls: Class, state: ModelState) -> None:
    """Make the first link to a parent the primary key, else add an automatic one before the other fields."""
    links = [item.field for item in state.fields.values() if _linked(project, item) is not None]
    if state.parents and links:
        links[0].kwargs["primary_key"] = True
        return
    module, _, short = project.auto_field(cls).rpartition(".")
    kind = project.run.attempt_import(module, short)
    kwargs: dict[str, object] = {"primary_key": True, "auto_created": True}
    made = project.run.attempt_call(kind, kwargs, cls.origin) if isinstance(kind, Class) else None
    if not isinstance(made, Instance):
        project.run.report(cls.origin.path, cls.origin.line, f"{module}.{short} is not at hand for the key")
        return
    before = dict(state.fields)
    state.fields.clear()
    add_to_class(project, cls, "id", made, cls.origin)
    state.fields.update(before)
