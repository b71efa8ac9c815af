"""Attributes of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import methods, operators
from scanner.schema.python.values import (
    MISSING,
    Bound,
    Builtin,
    Class,
    External,
    ExternalCall,
    Function,
    Instance,
    ModuleValue,
    Raised,
    Super,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


def read(run: Interpreter, value: object, name: str, at: Origin) -> object:
    """Return an attribute of a value."""
    match value:
        case ModuleValue(name=module) if name == "__name__":
            return module
        case ModuleValue(name=module, near=near):
            return run.imported(module, name, near)
        case External(dotted=dotted):
            return External(f"{dotted}.{name}")
        case ExternalCall():
            return value.attributes.get(name, External(f"{value.dotted}().{name}"))
        case Class():
            return _of_class(run, value, name, at)
        case Instance():
            return _of_instance(run, value, name, at)
        case Super(owner=owner, receiver=receiver):
            return _of_super(run, owner, receiver, name)
        case Function() | Builtin() | Bound():
            return _of_function(value, name)
        case _:
            pass
    method = methods.find(value, name)
    if method is None and operators.concrete(value) and name not in dir(type(value)):
        raise Raised("AttributeError", name)
    return Unknown(f"{name} of something unknown") if method is None else method


def _of_function(value: Function | Builtin | Bound, name: str) -> object:
    inner = value.function if isinstance(value, Bound) else value
    return inner.name if name in {"__name__", "__qualname__"} else Unknown(f"{name} of a function")


_CLASS_FACTS: Mapping[str, Callable[[Class], object]] = {
    "__name__": lambda cls: cls.name,
    "__qualname__": lambda cls: cls.name,
    "__module__": lambda cls: cls.module,
    "__dict__": lambda cls: cls.namespace,
    "__bases__": lambda cls: cls.bases,
    "__mro__": lambda cls: cls.mro(),
    "__doc__": lambda cls: cls.namespace.get("__doc__"),
}


def _of_class(run: Interpreter, cls: Class, name: str, at: Origin) -> object:
    found = run.force(cls.find(name))
    if found is not MISSING:
        return _bound(run, found, None, cls, at)
    if name in _CLASS_FACTS:
        return _CLASS_FACTS[name](cls)
    if name == "__class__":
        return cls.metaclass or run.builtins["type"]
    inherited = MISSING if cls.metaclass is None else run.force(cls.metaclass.find(name))
    if inherited is not MISSING:
        if isinstance(inherited, Function) and inherited.binding == "property":
            return run.call(inherited, (cls,), {}, at)
        return _bound(run, inherited, cls, cls.metaclass or cls, at)
    if name == "mro":
        return Builtin("mro", lambda run, args, kwargs, at: list(cls.mro()), "staticmethod")
    if any(not isinstance(base, Class) for base in cls.mro()) or (cls.native and not cls.complete):
        return Unknown(f"{cls.name}.{name}")
    raise Raised("AttributeError", f"{cls.name}.{name}")


def _of_instance(run: Interpreter, value: Instance, name: str, at: Origin) -> object:
    if name in value.attributes:
        return value.attributes[name]
    if name == "__class__":
        return value.cls
    if name == "__dict__":
        return value.attributes
    found = run.force(value.cls.find(name))
    if found is not MISSING:
        return _bound(run, found, value, value.cls, at)
    fallback = value.cls.find("__getattr__")
    if isinstance(fallback, (Function, Builtin)):
        return run.call(fallback, (value, name), {}, at)
    if value.cls.native_base() is not None or any(not isinstance(base, Class) for base in value.cls.mro()):
        return Unknown(f"{value.cls.name}().{name}")
    raise Raised("AttributeError", f"{value.cls.name}().{name}")


def _of_super(run: Interpreter, owner: Class, receiver: object, name: str) -> object:
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, Class):
        return Unknown("super() of something unknown")
    chain = cls if owner in cls.mro() else cls.metaclass or cls
    found = run.force(chain.find(name, after=owner))
    at = cls.origin
    if found is MISSING:
        return run.builtins.get(f"object.{name}", Unknown(f"super().{name}"))
    instance = None if isinstance(receiver, Class) and chain is cls else receiver
    if name == "__new__":
        return found
    return _bound(run, found, instance, cls, at)


def _bound(run: Interpreter, found: object, instance: object, cls: Class, at: Origin) -> object:
    """Return what a class's value is when it is read through an instance, or (None) the class."""
    if not isinstance(found, (Function, Builtin)):
        return found
    match found.binding:
        case "staticmethod":
            return found
        case "classmethod":
            return Bound(found, cls)
        case "property":
            return found if instance is None else run.call(found, (instance,), {}, at)
        case _:
            pass
    return found if instance is None else Bound(found, instance)
