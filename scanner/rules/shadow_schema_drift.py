"""A copy of a Django table, kept by hand in SQL files, that lets through what the real one refuses."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column, Table
from scanner.model.finding import Facts, Finding, Rule
from scanner.rules.vocabulary.columns import required
from scanner.rules.vocabulary.remedy import quoted


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each required column that a copy of its table misses or does not require."""
    for copy in facts.catalog.copies:
        real = facts.catalog.tables.get(copy.qualified)
        if real is None or copy.origin is None or copy.unread:
            continue
        for column in real.columns:
            why = _looser(copy.column(column.name)) if required(column) else None
            if why is not None:
                yield _finding(copy, real, column, why)


def _looser(column: Column | None) -> str | None:
    """Return what a copy of a required column lacks, None when it is required too."""
    if column is None or column.migrated is None:
        return "does not have"
    if not column.migrated.not_null:
        return "lets be NULL"
    return None if column.migrated.default is None else "gives a default"


def _finding(copy: Table, real: Table, column: Column, why: str) -> Finding:
    known = copy.column(column.name)
    origin = known.migrated.origin if known and known.migrated else None
    assert copy.origin is not None
    return Finding(
        rule=RULE.slug,
        severity=RULE.severity,
        table=real.qualified,
        column=column.name,
        message=(
            f"this copy of {quoted(real.name)} {why} {quoted(column.name)}, which is NOT NULL without a "
            "default in the real table: a write that leaves it out passes here and fails in production."
        ),
        help=f"Declare {quoted(column.name)} NOT NULL and without a default here too, or build the table by "
        "Django's migrations.",
        origin=origin or copy.origin,
        writes=(),
    )


RULE = Rule(
    "shadow-schema-drift",
    "warning",
    "A hand-kept copy of a Django table misses or loosens a required column.",
    check,
)
