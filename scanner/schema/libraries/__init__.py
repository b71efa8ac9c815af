"""What is known of public libraries beyond their source: one module a library, found by being here.

Most libraries need none, as their own source is read where it is installed.
"""

from __future__ import annotations

import importlib
import pkgutil


def natives() -> dict[str, object]:
    """Return the values that replace a library's own, by dotted name: NATIVES of every module here."""
    found: dict[str, object] = {}
    for module in pkgutil.iter_modules(__path__):
        found |= importlib.import_module(f"{__name__}.{module.name}").NATIVES
    return found
