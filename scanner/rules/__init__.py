"""What is wrong with the writes: one module a rule, found by looking and never registered."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from scanner.model.finding import Facts, Finding, Rule


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its slug: the `RULE` of each module that stands beside this one."""
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.ispkg)
    found: list[Rule] = [import_module(f"{__name__}.{name}").RULE for name in modules]
    return MappingProxyType({rule.slug: rule for rule in found})


def check(facts: Facts, selected: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield what the selected rules (None: every rule) find, rule by rule in order of their slugs."""
    for slug, rule in rules().items():
        if rule.check is not None and (selected is None or slug in selected):
            yield from rule.check(facts)
