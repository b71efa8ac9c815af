"""What a user may configure of the way that code is read and judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from scanner.model.finding import Severity
from scanner.model.value import Value


class HelperSpec(Value, frozen=True):
    """A function that inserts a row: its called name, and which argument is what.

    An argument is a position from 0, or a keyword. `language` is a grammar's name or label, None for any.
    """

    name: str
    language: str | None
    table: int | str
    row: int | str


class DjangoOptions(Value, frozen=True):
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


class SeverityRule(Value, frozen=True):
    """A rule's severity, everywhere or for the writers and models whose path matches (gitignore syntax)."""

    rule: str
    severity: SeverityOrIgnore
    paths: str | None = None
