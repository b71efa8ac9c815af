"""The few functions of Python's standard library that model and settings code calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python.builtins import BUILTINS, NOWHERE, first, items_of, value
from scanner.schema.python.values import (
    MISSING,
    Builtin,
    Class,
    Instance,
    ModuleValue,
    Partial,
    Raised,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


def _partial(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    return Partial(args[0], args[1:], kwargs)


def _copy(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    value = args[0]
    match value:
        case Instance():
            return Instance(value.cls, value.args, dict(value.kwargs), value.origin, dict(value.attributes))
        case list():
            return list(value)
        case dict():
            return dict(value)
        case set():
            return set(value)
        case _:
            pass
    return value


def _import(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    args = args[-1:]
    if args and isinstance(args[0], str):
        if run.missing(args[0]) and not run.is_module(args[0], at.path):
            raise Raised("ImportError", args[0])
        return ModuleValue(args[0], at.path)
    return Unknown("a module with an unknown name")


def _chain(*parts: object) -> list[object]:
    return [item for part in parts for item in items_of(part)]


LIBRARY: Mapping[str, object] = {
    "functools.partial": Builtin("partial", _partial),
    "functools.lru_cache": Builtin("lru_cache", first),
    "functools.cache": Builtin("cache", first),
    "copy.copy": Builtin("copy", _copy),
    "copy.deepcopy": Builtin("deepcopy", _copy),
    "importlib.import_module": Builtin("import_module", _import),
    "sys.argv": [],
    "sys.modules": Instance(
        Class("modules", "sys", (), {"__getitem__": Builtin("__getitem__", _import)}, NOWHERE, native=True),
        (), {}, NOWHERE,
    ),
    "typing.TYPE_CHECKING": False,
    "typing.cast": Builtin("cast", lambda run, args, kwargs, at: args[-1] if args else None),
    "itertools.chain": Builtin("chain", value(_chain)),
    "collections.OrderedDict": BUILTINS["dict"],
    "os.getenv": Builtin("getenv", lambda run, args, kwargs, at: _environment(args, kwargs)),
    "os.environ": Instance(
        Class("environ", "os", (), {
            "get": Builtin("get", lambda run, args, kwargs, at: _environment(args[1:], kwargs)),
            "__getitem__": Builtin("__getitem__", lambda run, args, kwargs, at: _environment((), {})),
        }, NOWHERE, native=True), (), {}, NOWHERE,
    ),
}  # fmt: skip


def _environment(args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
    """Return the default of an environment variable: the variable itself is not looked at."""
    default = args[1] if len(args) > 1 else kwargs.get("default", MISSING)
    return Unknown("an environment variable") if default is MISSING else default
