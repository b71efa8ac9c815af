"""Which fields Django's CheckConstraint refuses to be NULL."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.schema.python import operators
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import ExternalCall, Instance

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Check:
    """A CheckConstraint: its name, None when it is not known, and the fields that it says are not NULL."""

    name: str | None
    fields: frozenset[str]


def check(run: Interpreter, value: object) -> Check | None:
    """Return what a constraint says, None when it is no CheckConstraint."""
    found = run.force(value)
    if not isinstance(found, (ExternalCall, Instance)):
        return None
    kind = found.dotted if isinstance(found, ExternalCall) else found.cls.name
    if not kind.endswith("CheckConstraint"):
        return None
    told = {key: run.force(one) for key, one in found.kwargs.items()}
    name = told.get("name")
    condition = told.get("condition", told.get("check"))
    return Check(name if isinstance(name, str) else None, _never_null(run, condition, 0))


def _never_null(run: Interpreter, value: object, depth: int) -> frozenset[str]:
    """Return the fields that a condition is false of when they are NULL."""
    if not isinstance(value, ExternalCall) or depth > _DEPTH:
        return frozenset()
    args = [run.force(arg) for arg in value.args]
    match value.dotted.rpartition(".")[2], args:
        case "BitAnd", [left, right]:
            return _never_null(run, left, depth + 1) | _never_null(run, right, depth + 1)
        case "BitOr", [left, right]:
            return _never_null(run, left, depth + 1) & _never_null(run, right, depth + 1)
        case "Invert", [ExternalCall() as inner]:
            return _only_null(run, inner)
        case "Q", _:
            return _of_q(run, value, args, depth)
        case _:
            return frozenset()


def _of_q(run: Interpreter, value: ExternalCall, args: list[object], depth: int) -> frozenset[str]:
    told = {key: run.force(one) for key, one in value.kwargs.items()}
    if told.pop("_negated", False) is True:
        return _only_null(run, value)
    connector = told.pop("_connector", "AND")
    parts = [_of_pair(key, one, said=False) for key, one in told.items()]
    for arg in args:
        match arg:
            case (str() as key, one):
                parts.append(_of_pair(key, run.force(one), said=False))
            case _:
                parts.append(_never_null(run, arg, depth + 1))
    if not parts:
        return frozenset()
    return frozenset.union(*parts) if connector == "AND" else frozenset.intersection(*parts)


def _only_null(run: Interpreter, value: ExternalCall) -> frozenset[str]:
    """Return the field of a negated Q whose only condition is that it is NULL."""
    told = {key: run.force(one) for key, one in value.kwargs.items() if not key.startswith("_")}
    pairs = [*told.items(), *(tuple(arg) for arg in value.args if isinstance(arg, tuple))]
    if len(pairs) != 1 or len(pairs) != len(told) + len(value.args):
        return frozenset()
    key, one = pairs[0]
    return _of_pair(key, run.force(one), said=True) if isinstance(key, str) else frozenset()


def _of_pair(key: str, value: object, *, said: bool) -> frozenset[str]:
    field, _, lookup = key.rpartition("__")
    stands = lookup == "isnull" and field and operators.truth(value) is said and isinstance(value, bool)
    return frozenset({field}) if stands else frozenset()
