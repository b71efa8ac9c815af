"""CheckConstraints of a model, as far as they forbid NULL."""

from __future__ import annotations

from collections.abc import Callable

from scanner.schema.project import ModelState, Project
from scanner.schema.python.operators import iterate
from scanner.schema.python.values import ExternalCall

_DEPTH = 50
_Names = frozenset[str]


def never_null(project: Project, state: ModelState) -> _Names:
    """Return the names of the fields that a constraint of the model keeps from being NULL.

    Postgres refuses a row only when a CHECK is false, so that `Q(a__gt=1)` lets NULL pass.
    """
    found: _Names = frozenset()
    for constraint in iterate(project.option(state, "constraints")) or ():
        if isinstance(constraint, ExternalCall) and constraint.dotted.endswith(".CheckConstraint"):
            given = constraint.kwargs.get("condition", constraint.kwargs.get("check"))
            found |= _names(project, project.run.force(given), 0, False)
    return found


def _names(project: Project, condition: object, depth: int, outcome: bool) -> _Names:
    """Return the fields whose NULL alone surely gives a condition this outcome."""
    if not isinstance(condition, ExternalCall) or depth > _DEPTH:
        return frozenset()
    kind = condition.dotted.rpartition(".")[2]
    if condition.dotted == "operator.Invert":
        return _names(project, condition.args[0], depth + 1, not outcome)
    if condition.dotted in {"operator.BitAnd", "operator.BitOr"}:
        sides = [_names(project, side, depth + 1, outcome) for side in condition.args]
        return _joined(condition.dotted == "operator.BitOr", outcome)(*sides)
    if kind != "Q":
        return frozenset()
    parts = [_names(project, project.run.force(arg), depth + 1, outcome) for arg in condition.args]
    parts += [
        _lookup(name, project.run.force(value), outcome)
        for name, value in condition.kwargs.items()
        if not name.startswith("_")
    ]
    either = project.run.force(condition.kwargs.get("_connector")) == "OR"
    return _joined(either, outcome)(*parts) if parts else frozenset()


def _joined(either: bool, outcome: bool) -> Callable[..., _Names]:
    """Return how the fields of sides join: one true side makes an OR true, one false side an AND false."""
    return frozenset.union if either is outcome else frozenset.intersection


def _lookup(name: str, value: object, outcome: bool) -> _Names:
    """Return the field of `field__isnull=…` or `field=None` when its NULL gives that outcome."""
    field, _, lookup = name.partition("__")
    if lookup == "isnull" and isinstance(value, bool):
        return frozenset({field}) if value is outcome else frozenset()
    return frozenset({field}) if not lookup and value is None and outcome else frozenset()
