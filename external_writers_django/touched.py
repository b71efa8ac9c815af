"""Which tables and columns migrations are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

Touched = dict[str, set[str]]
"""The columns, by table; a table may be touched as a whole."""


def touched(changes: dict[str, list[Any]]) -> Touched:
    """Return what the migrations of each app are about, by the names in the database."""
    found: Touched = {}
    for label, migrations in changes.items():
        for operation in (each for migration in migrations for each in migration.operations):
            for model in _models(operation):
                columns = found.setdefault(_table(label, model), set())
                if hasattr(operation, "model_name"):
                    columns |= set(_columns(label, model, operation))
    return found


def _models(operation: Any) -> Iterator[str]:
    """Yield the model of a field or an index, else the models that are made, dropped or renamed."""
    if hasattr(operation, "model_name"):
        yield operation.model_name
        return
    yield from (
        getattr(operation, name) for name in ("name", "old_name", "new_name") if hasattr(operation, name)
    )


def _table(label: str, model: str) -> str:
    try:
        return str(apps.get_model(label, model)._meta.db_table)
    except LookupError:
        return f"{label}_{model.lower()}"


def _columns(label: str, model: str, operation: Any) -> Iterator[str]:
    for attribute in ("name", "old_name", "new_name"):
        if field := getattr(operation, attribute, None):
            try:
                yield apps.get_model(label, model)._meta.get_field(field).column
            except (LookupError, FieldDoesNotExist):
                yield field
