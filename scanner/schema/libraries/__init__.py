"""What is known of public libraries beyond their source: one module a library, found by being here.

A library that is installed needs none in most cases, as its own source is read. NATIVES replaces
values of it by dotted name, installed or not; MODULES is source that says what its classes add to
a model, for a project whose packages are not at hand.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def natives() -> dict[str, object]:
    """Return the values that replace a library's own, by dotted name."""
    return {name: value for module in _modules() for name, value in getattr(module, "NATIVES", {}).items()}


def modules() -> dict[str, str]:
    """Return the source that stands for packages which are not at hand, by path."""
    return {path: text for module in _modules() for path, text in getattr(module, "MODULES", {}).items()}


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{module.name}")
