"""Python's own functions, and the few of its library that model code calls."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import assignment, classes, operators
from scanner.schema.python.values import (
    Bound,
    Builtin,
    Class,
    External,
    ExternalCall,
    Function,
    Instance,
    Partial,
    Raised,
    Super,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter

NOWHERE = Origin("", None)
Native = Callable[["Interpreter", tuple[object, ...], dict[str, object], Origin], object]


def value(call: Callable[..., object]) -> Native:
    """Return a native of a function of known values; any unknown one, or an error, is Unknown."""

    def native(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        try:
            return operators.bounded(call(*(run.force(arg) for arg in args), **kwargs))
        except (TypeError, ValueError, OverflowError, AttributeError):
            return Unknown("a call with unknown arguments")

    return native


def items_of(value: object) -> list[object]:
    """Return the items of a known value; raises TypeError for another."""
    items = operators.iterate(value)
    if items is None:
        raise TypeError
    return items


def _range(*bounds: int) -> list[int]:
    found = range(*bounds)
    return list(found[:10_000])


def _all(values: object) -> bool:
    truths = [operators.truth(item) for item in items_of(values)]
    if None in truths and False not in truths:
        raise TypeError
    return False not in truths


def _any(values: object) -> bool:
    truths = [operators.truth(item) for item in items_of(values)]
    if None in truths and True not in truths:
        raise TypeError
    return True in truths


def _known(value: object) -> object:
    if not operators.concrete(value):
        raise TypeError
    return value


def _getattr(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    owner, name = args[0], args[1]
    if not isinstance(name, str):
        return Unknown("an attribute with an unknown name")
    try:
        return run.attribute(owner, name, at)
    except Raised as raised:
        if len(args) < 3 or raised.name not in {"AttributeError", "ImportError"}:
            raise
        return args[2]


def _hasattr(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    try:
        found = _getattr(run, args, {}, at)
    except Raised:
        return False
    return Unknown("whether there is an attribute") if isinstance(found, (Unknown, External)) else True


def _setattr(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    if len(args) == 3 and isinstance(args[1], str):
        assignment.set_attribute(run, args[0], args[1], args[2], at)
    return None


def _isinstance(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    value, kinds = args[0], args[1] if isinstance(args[1], tuple) else (args[1],)
    answers = [_is_instance(run, value, kind) for kind in kinds]
    return True if True in answers else Unknown("an isinstance test") if None in answers else False


def _is_instance(run: Interpreter, value: object, kind: object) -> bool | None:
    if isinstance(kind, Builtin) and kind.name in _TYPES:
        return (
            isinstance(value, _TYPES[kind.name])
            if operators.concrete(value)
            else None
            if isinstance(value, Unknown)
            else False
        )
    if not isinstance(kind, Class):
        return None
    if kind.dotted == "builtins.type":
        return isinstance(value, Class)
    if isinstance(value, Instance):
        asked = kind.namespace.get("__instancecheck__") if kind.native else None
        answer = run.call(asked, (value,), {}, NOWHERE) if isinstance(asked, Builtin) else False
        return answer is True or _below(value.cls, kind)
    if isinstance(value, Class):
        return value.metaclass is not None and kind in value.metaclass.mro()
    return False if operators.concrete(value) or isinstance(value, (Function, Bound)) else None


def _below(cls: Class, kind: Class) -> bool | None:
    if kind in cls.mro() or any(isinstance(c, Class) and c.dotted == kind.dotted for c in cls.mro()):
        return True
    return False if all(isinstance(base, Class) for base in cls.mro()) else None


def _issubclass(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    cls, kinds = args[0], args[1] if isinstance(args[1], tuple) else (args[1],)
    if not isinstance(cls, Class):
        return Unknown("an issubclass test")
    answers = [_below(cls, kind) if isinstance(kind, Class) else None for kind in kinds]
    return True if True in answers else Unknown("an issubclass test") if None in answers else False


def _type(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """`type(x)`, `type(name, bases, body)`, or a metaclass called in the same way; it comes first."""
    metaclass, *given = args
    match given:
        case [Instance() as value]:
            return value.cls
        case [Class() as value]:
            return value.metaclass or TYPE
        case [str() as name, (tuple() | list()) as bases, dict() as body, *_]:
            body = {"__module__": run.library.name_of(at.path), **body}
            explicit = None if metaclass is TYPE else metaclass
            return classes.build(run, name, tuple(bases), body, kwargs, explicit, at)
        case _:
            pass
    return Unknown("a type")


def _new(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """`object.__new__` and `type.__new__`."""
    if len(args) >= 4 and isinstance(args[0], Class) and isinstance(args[3], dict):
        bases = tuple(args[2]) if isinstance(args[2], (tuple, list)) else ()
        return classes.plain(run, args[0], str(args[1]), bases, args[3], at)
    if args and isinstance(args[0], Class):
        return Instance(args[0], (), {}, at)
    return Unknown("a new object")


def _super(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    if len(args) == 2 and isinstance(args[0], Class):
        return Super(args[0], args[1])
    return Unknown("super() with unknown arguments")


def _map(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    items = operators.iterate(args[1]) if len(args) == 2 else None
    return Unknown("a map") if items is None else [run.call(args[0], (item,), {}, at) for item in items]


def _filter(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    items = operators.iterate(args[1]) if len(args) == 2 else None
    if items is None:
        return Unknown("a filter")
    return [i for i in items if operators.truth(i if args[0] is None else run.call(args[0], (i,), {}, at))]


def _operator(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """Apply an operator node: to known values here, to others as a call that keeps its operands."""
    op, *operands = args
    if isinstance(op, ast.operator) and len(operands) == 2:
        left, right = operands
        if any(isinstance(side, (Instance, ExternalCall)) for side in operands):
            return ExternalCall(f"operator.{type(op).__name__}", (left, right), {}, at)
        return operators.binary(op, left, right)
    if isinstance(op, ast.Invert):
        return ExternalCall("operator.Invert", tuple(operands), {}, at)
    return Unknown("an operator")


def first(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """Return the first argument: what a call makes of it does not matter here."""
    return args[0] if args else Unknown("no argument")


_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": float, "bool": bool, "list": list, "tuple": tuple, "dict": dict,
    "set": set, "frozenset": frozenset, "bytes": bytes,
}  # fmt: skip

TYPE = Class("type", "builtins", (), {"__new__": Builtin("__new__", _new)}, NOWHERE, native=True)
OBJECT = Class("object", "builtins", (), {}, NOWHERE, native=True)


def _natives() -> dict[str, object]:
    plain: Mapping[str, Callable[..., object]] = {
        "str": lambda value="": str(_known(value)),
        "int": lambda value=0: int(value),
        "float": lambda value=0: float(value),
        "bool": lambda value=False: _all([value]),
        "len": lambda value: len(items_of(value)),
        "list": lambda value=(): items_of(value),
        "tuple": lambda value=(): tuple(items_of(value)),
        "set": lambda value=(): {item for item in items_of(value) if operators.hashable(item)},
        "frozenset": lambda value=(): frozenset(items_of(value)),
        "dict": lambda value=(), **kwargs: {**dict(value), **kwargs},
        "sorted": lambda value, **kwargs: sorted(items_of(value), key=repr),
        "reversed": lambda value: items_of(value)[::-1],
        "enumerate": lambda value, start=0: list(enumerate(items_of(value), start)),
        "zip": lambda *values, **kwargs: list(zip(*(items_of(value) for value in values), strict=False)),
        "range": _range,
        "iter": items_of,
        "next": lambda value, *default: next(iter(items_of(value)), *default),
        "any": _any,
        "all": _all,
        "sum": lambda values: sum(item for item in items_of(values) if isinstance(item, (int, float))),
        "min": lambda *values: min(items_of(values[0]) if len(values) == 1 else values),
        "max": lambda *values: max(items_of(values[0]) if len(values) == 1 else values),
        "abs": lambda value: abs(value),
        "print": lambda *values, **kwargs: None,
        "repr": lambda value: repr(_known(value)),
        "callable": lambda value: isinstance(value, (Function, Class, Builtin, Bound, Partial)),
    }
    special: Mapping[str, Native] = {
        "getattr": _getattr, "hasattr": _hasattr, "setattr": _setattr, "isinstance": _isinstance,
        "issubclass": _issubclass, "super": _super, "map": _map, "filter": _filter, "operator": _operator,
        "type()": _type, "object.__new__": _new, "object.__init__": lambda run, args, kwargs, at: None,
        "object.__init_subclass__": lambda run, args, kwargs, at: None,
    }  # fmt: skip
    names: dict[str, object] = {name: Builtin(name, value(call)) for name, call in plain.items()}
    names |= {name: Builtin(name, call) for name, call in special.items()}
    names |= {"type": TYPE, "object": OBJECT}
    names |= {name: Builtin(name, first) for name in ("property", "classmethod", "staticmethod")}
    return names


BUILTINS: Mapping[str, object] = _natives()
