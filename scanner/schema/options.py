"""What the configuration says of the Django project; everything not said is found in its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DjangoOptions:
    """The `[django]` table of the configuration; None and empty where it is silent.

    `settings` is a module's dotted name, `swappable` maps a setting to a model's label.
    """

    settings: str | None = None
    installed_apps: tuple[str, ...] = ()
    auth_user_model: str | None = None
    default_auto_field: str | None = None
    migration_modules: Mapping[str, str | None] = field(default_factory=dict)
    swappable: Mapping[str, str] = field(default_factory=dict)
