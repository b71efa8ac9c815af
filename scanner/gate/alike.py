"""What a change leaves as it is: tables of which nothing new can be found."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from scanner.findings.suppress import aimed
from scanner.model.catalog import Table
from scanner.model.facts import Write
from scanner.model.finding import Facts


def alike(base: Facts, head: Facts) -> frozenset[str]:
    """Return the written tables of the head that the base has too, written and suppressed in the same way.

    A rule looks at one table and its writers at a time, so it finds the same of them in both.
    """
    changed = {one.path for one in {*aimed(base)} ^ {*aimed(head)}}
    return frozenset(key for key in head.writers if _is_alike(key, base, head, changed))


def without(facts: Facts, tables: Collection[str]) -> Facts:
    """Return the facts with no writer of these tables, so that no rule judges them."""
    return replace(facts, writers={key: each for key, each in facts.writers.items() if key not in tables})


def _is_alike(key: str, base: Facts, head: Facts, changed: Collection[str]) -> bool:
    table, writes = head.catalog.tables[key], _writes(key, head)
    same = base.catalog.tables.get(key) == table and _writes(key, base) == writes
    return same and (not changed or not _stands_in(changed, table, writes))


def _writes(key: str, facts: Facts) -> list[Write]:
    return [facts.writes[index] for index in facts.writers.get(key, ())]


def _stands_in(files: Collection[str], table: Table, writes: list[Write]) -> bool:
    """Tell whether a finding about the table, at a field or at a writer, can be in one of the files."""
    fields = (column.origin for column in table.columns)
    return any(write.path in files for write in writes) or any(
        origin is not None and origin.path in files for origin in fields
    )
