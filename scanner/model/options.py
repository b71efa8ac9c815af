"""What a user may configure of the way that code is read and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scanner.model.finding import Severity


@dataclass(frozen=True, slots=True)
class HelperSpec:
    """A function that inserts a row: its called name, and which argument is what.

    An argument is a position from 0, or a keyword. `language` is a grammar's name or label, None for any.
    """

    name: str
    language: str | None
    table: int | str
    row: int | str


@dataclass(frozen=True, slots=True)
class DjangoOptions:
    """What is said of the Django project; None or empty is found in the source where it can be.

    `settings` is a dotted module, read as text. `python` is the interpreter whose site-packages
    are read. The mappings are those of Django: MIGRATION_MODULES by label, swappable models by setting.
    """

    settings: str | None = None
    installed_apps: tuple[str, ...] = ()
    auth_user_model: str | None = None
    default_auto_field: str | None = None
    migration_modules: Mapping[str, str | None] = field(default_factory=dict)
    swappable: Mapping[str, str] = field(default_factory=dict)
    python: str | None = None


EVERY = "*"
"""In the place of a rule's slug: every rule."""

SeverityOrIgnore = Severity | Literal["ignore"]


@dataclass(frozen=True, slots=True)
class SeverityRule:
    """A rule's severity, everywhere or for the writers and models whose path matches (gitignore syntax)."""

    rule: str
    severity: SeverityOrIgnore
    paths: str | None = None
