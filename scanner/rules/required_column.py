"""A column that every outside writer has to name, and names today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.catalog import Column, Origin, Table
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Rule
from scanner.rules.vocabulary.columns import named, required
from scanner.rules.vocabulary.remedy import let_postgres_fill, quoted


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each required column that all of the table's inserting writers name."""
    for table, indexes in facts.written():
        inserting = [index for index in indexes if facts.writes[index].statement.inserts]
        writes = [facts.writes[index] for index in inserting]
        everywhere = frozenset.intersection(*map(named, writes)) if writes else frozenset()
        for column in table.columns:
            if column.name in everywhere and required(column):
                yield _finding(table, column, inserting, writes)


def _finding(table: Table, column: Column, indexes: Sequence[int], writes: Sequence[Write]) -> Finding:
    remedy = let_postgres_fill(column)
    return Finding(
        rule=RULE.slug,
        severity=RULE.severity,
        table=table.qualified,
        column=column.name,
        message=_message(table, column, writes),
        help=f"Nothing is broken. To let writers leave it out, {remedy}.",
        origin=column.origin or Origin(writes[0].path, writes[0].statement.at.line),
        writes=tuple(indexes),
    )


def _message(table: Table, column: Column, writes: Sequence[Write]) -> str:
    who = "its one outside writer names" if len(writes) == 1 else f"all {len(writes)} outside writers name"
    tests = ", in test code only" if all(write.in_tests for write in writes) else ""
    return (
        f"every INSERT INTO {quoted(table.name)} must name {quoted(column.name)}, which is NOT NULL and has "
        f"no default in Postgres: {who} it today{tests}; the next one, or a running old one, may not."
    )


RULE = Rule(
    "required-column",
    "note",
    "A required column that all outside writers name today; the next one may not.",
    check,
    of_column=True,
)
