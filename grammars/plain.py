"""Languages whose files are SQL from end to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from scanner.model.statement import Dialect
from scanner.model.template import Template


class PlainGrammar(Struct, frozen=True):
    """A language whose files are SQL from end to end."""

    name: str
    labels: Mapping[str, str]
    template: Callable[[str], Template]
    dialect: Dialect = "unknown"
