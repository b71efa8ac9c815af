"""CheckConstraints of models and migrations, as far as they forbid NULL."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import ExternalCall, Instance

_DEPTH = 50
_Names = frozenset[str]


class Check(Struct, frozen=True):
    """A CheckConstraint: its name, None when it is not known, and the fields that it keeps from NULL."""

    name: str | None
    fields: frozenset[str]


def check(run: Interpreter, value: object) -> Check | None:
    """Return what a constraint says, None when it is no CheckConstraint.

    Postgres refuses a row only when a CHECK is false, so that `Q(a__gt=1)` lets NULL pass.
    """
    found = run.force(value)
    if not isinstance(found, (ExternalCall, Instance)):
        return None
    kind = found.dotted if isinstance(found, ExternalCall) else found.cls.name
    if not kind.endswith("CheckConstraint"):
        return None
    name = run.force(found.kwargs.get("name"))
    condition = found.kwargs.get("condition", found.kwargs.get("check"))
    return Check(name if isinstance(name, str) else None, _names(run, run.force(condition), 0, False))


def _names(run: Interpreter, condition: object, depth: int, outcome: bool) -> _Names:
    """Return the fields whose NULL alone surely gives a condition this outcome."""
    if not isinstance(condition, ExternalCall) or depth > _DEPTH:
        return frozenset()
    if condition.dotted == "operator.Invert":
        return _names(run, condition.args[0], depth + 1, not outcome)
    if condition.dotted in {"operator.BitAnd", "operator.BitOr"}:
        sides = [_names(run, side, depth + 1, outcome) for side in condition.args]
        return _joined(condition.dotted == "operator.BitOr", outcome)(*sides)
    if condition.dotted.rpartition(".")[2] != "Q":
        return frozenset()
    outcome = outcome is not (run.force(condition.kwargs.get("_negated")) is True)
    parts = [_of_argument(run, run.force(arg), depth, outcome) for arg in condition.args]
    parts += [
        _lookup(name, run.force(value), outcome)
        for name, value in condition.kwargs.items()
        if not name.startswith("_")
    ]
    either = run.force(condition.kwargs.get("_connector")) == "OR"
    return _joined(either, outcome)(*parts) if parts else frozenset()


def _of_argument(run: Interpreter, argument: object, depth: int, outcome: bool) -> _Names:
    """Return the same of a positional argument: a condition, or the pair that makemigrations writes."""
    match argument:
        case (str() as name, value):
            return _lookup(name, run.force(value), outcome)
        case _:
            return _names(run, argument, depth + 1, outcome)


def _joined(either: bool, outcome: bool) -> Callable[..., _Names]:
    """Return how the fields of sides join: one true side makes an OR true, one false side an AND false."""
    return frozenset.union if either is outcome else frozenset.intersection


def _lookup(name: str, value: object, outcome: bool) -> _Names:
    """Return the field of `field__isnull=…` or `field=None` when its NULL gives that outcome."""
    field, _, lookup = name.partition("__")
    if lookup == "isnull" and isinstance(value, bool):
        return frozenset({field}) if value is outcome else frozenset()
    return frozenset({field}) if not lookup and value is None and outcome else frozenset()
