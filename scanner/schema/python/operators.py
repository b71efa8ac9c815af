"""Operators on known values; a value that is not known makes the result unknown."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from scanner.schema.python.values import (
    Bound,
    Builtin,
    Class,
    External,
    ExternalCall,
    Function,
    Instance,
    ModuleValue,
    Unknown,
)

_LONGEST = 20_000
_LARGEST = 1 << 64
_CONCRETE = (str, bytes, int, float, bool, type(None), list, tuple, dict, set, frozenset)
_IDENTITY = (Class, Function, Builtin, Bound, Instance, ModuleValue)


def concrete(value: object) -> bool:
    """Whether a value stands for itself."""
    return isinstance(value, _CONCRETE)


def hashable(value: object) -> bool:
    """Whether a value can be a key."""
    try:
        hash(value)
    except TypeError:
        return False
    return not isinstance(value, (Unknown, External))


def truth(value: object) -> bool | None:
    """Return whether a value counts as true, None when that is not known."""
    if concrete(value):
        return bool(value)
    return True if isinstance(value, _IDENTITY) else None


def iterate(value: object) -> list[object] | None:
    """Return the items of a value, None when they are not known; an Unknown item stands for any number."""
    match value:
        case list() | tuple() | str():
            return list(value)
        case dict():
            return list(value)
        case set() | frozenset():
            return sorted(value, key=repr)
        case _:
            pass
    return None


def binary(op: ast.operator, left: object, right: object) -> object:
    """Return the result of a binary operator."""
    match op, left, right:
        case ast.Mod(), str(), _:
            return percent(left, right)
        case ast.Add(), (list() | tuple()), _ if iterate(right) is None:
            return type(left)([*left, Unknown("an unknown part of a list")])
        case ast.Add(), _, (list() | tuple()) if iterate(left) is None:
            return type(right)([Unknown("an unknown part of a list"), *right])
        case ast.BitOr(), dict(), dict():
            return {**left, **right}
        case ast.Add(), (list() | tuple()), (list() | tuple()):
            return bounded([*left, *right] if isinstance(left, list) else (*left, *right))
        case ast.Add(), str(), str():
            return bounded(left + right)
        case ast.BitOr(), set(), set():
            return left | right
        case ast.Sub(), set(), set():
            return left - right
        case ast.BitAnd(), set(), set():
            return left & right
        case ast.Mult(), (str() | list() | tuple()), int() if len(left) * right <= _LONGEST:
            return left * right
        case _, (int() | float()), (int() | float()):
            return _arithmetic(op, left, right)
        case _:
            pass
    return Unknown("an operator")


def _arithmetic(op: ast.operator, left: float, right: float) -> object:
    match op:
        case ast.Add():
            return bounded(left + right)
        case ast.Sub():
            return bounded(left - right)
        case ast.Mult():
            return bounded(left * right)
        case ast.FloorDiv() if right:
            return left // right
        case ast.Div() if right:
            return left / right
        case ast.Mod() if right:
            return left % right
        case ast.Pow() if isinstance(left, int) and isinstance(right, int) and 0 <= right <= 64:
            return bounded(left**right)
    return Unknown("an operator")


def percent(template: str, values: object) -> object:
    """Return `template % values` for the plain conversions, Unknown for any other."""
    given = list(values) if isinstance(values, tuple) else [values]
    table = values if isinstance(values, dict) else {}
    unread: list[str] = []

    def fill(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        value = table.get(match[1]) if match[1] else given.pop(0) if given else None
        if not isinstance(value, (str, int, float)):
            unread.append(match[0])
        return str(value)

    result = re.sub(r"%(?:\((\w+)\))?[sdi%]", fill, template)
    if unread or len(result) > _LONGEST:
        return Unknown("a formatted string with unknown parts")
    return result


def formatted(template: str, args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
    """Return `template.format(…)` when every field is a plain name or position, else Unknown."""
    position = iter(range(len(args)))
    unread: list[str] = []

    def fill(match: re.Match[str]) -> str:
        if match[0] in {"{{", "}}"}:
            return match[0][0]
        key = match[1]
        index = next(position, len(args)) if not key else int(key) if key.isdigit() else None
        value = kwargs.get(key) if index is None else args[index] if index < len(args) else None
        if not isinstance(value, (str, int, float)) or match[2]:
            unread.append(match[0])
        return str(value)

    result = re.sub(r"\{\{|\}\}|\{(\w{0,40})([^{}]*)\}", fill, template)
    if unread or len(result) > _LONGEST:
        return Unknown("a formatted string with unknown parts")
    return result


def compare(op: ast.cmpop, left: object, right: object) -> object:
    """Return the result of a comparison, Unknown when either side is not known."""
    match op:
        case ast.Is() | ast.Eq():
            return same(left, right)
        case ast.IsNot() | ast.NotEq():
            equal = same(left, right)
            return not equal if isinstance(equal, bool) else equal
        case ast.In():
            return contains(right, left)
        case ast.NotIn():
            inside = contains(right, left)
            return not inside if isinstance(inside, bool) else inside
        case _:
            pass
    return _ordered(op, left, right)


def _ordered(op: ast.cmpop, left: object, right: object) -> object:
    pair = _numbers(left), _numbers(right)
    if pair[0] is None or pair[1] is None:
        return Unknown("a comparison")
    match op:
        case ast.Lt():
            return pair[0] < pair[1]
        case ast.LtE():
            return pair[0] <= pair[1]
        case ast.Gt():
            return pair[0] > pair[1]
        case ast.GtE():
            return pair[0] >= pair[1]
        case _:
            pass
    return Unknown("a comparison")


def _numbers(value: object) -> tuple[float, ...] | None:
    """Return a number or a tuple of numbers (a version) as a tuple."""
    items = value if isinstance(value, tuple) else (value,)
    numbers = tuple(item for item in items if isinstance(item, (int, float)))
    return numbers if len(numbers) == len(items) else None


def same(left: object, right: object) -> object:
    """Return whether two values are equal, Unknown when that cannot be told."""
    if isinstance(left, _IDENTITY) or isinstance(right, _IDENTITY):
        vague = isinstance(left, (Unknown, External, ExternalCall)) or isinstance(
            right, (Unknown, External, ExternalCall)
        )
        return Unknown("a comparison") if vague else left is right or left == right
    if isinstance(left, External) and isinstance(right, External):
        return left == right or Unknown("a comparison")
    if concrete(left) and concrete(right):
        return left == right
    if isinstance(left, ExternalCall) and right is None:
        return False
    return Unknown("a comparison")


def contains(container: object, item: object) -> object:
    """Return whether a container holds an item, Unknown when that cannot be told."""
    if isinstance(container, str):
        return item in container if isinstance(item, str) else Unknown("a membership")
    items = iterate(container)
    if items is None:
        return Unknown("a membership")
    answers = [same(other, item) for other in items]
    if True in answers:
        return True
    return Unknown("a membership") if any(isinstance(answer, Unknown) for answer in answers) else False


def bounded(value: object) -> object:
    """Return a value, or Unknown when it is larger than any that a model needs."""
    if isinstance(value, (str, bytes, list, tuple, dict, set)) and len(value) > _LONGEST:
        return Unknown("a value that is too long")
    if isinstance(value, int) and abs(value) > _LARGEST:
        return Unknown("a number that is too large")
    return value
