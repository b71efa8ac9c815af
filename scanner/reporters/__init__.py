"""One module a format, found by its name in `formats`: report in, text out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from scanner.model.finding import Report
from scanner.reporters import formats as _formats
from scanner.reporters.style import Style


def formats() -> tuple[str, ...]:
    """Return the name of every format, sorted."""
    return tuple(sorted(module.name for module in iter_modules(_formats.__path__)))


def render(name: str, report: Report, style: Style) -> str:
    """Return the report as a whole document of that format, which ends with a newline.

    An unknown name raises ModuleNotFoundError: names come from `formats`.
    """
    module = import_module(f"{_formats.__name__}.{name}")
    write: Callable[[Report, Style], str] = module.render
    return write(report, style)
