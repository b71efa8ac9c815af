"""A writer leaves out a column that Postgres cannot fill.

https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column
from scanner.model.finding import Facts, Finding, Rule, Severity
from scanner.rules.vocabulary.columns import filled_by, required
from scanner.rules.vocabulary.remedy import database_default, let_postgres_fill, name_it, quoted
from scanner.rules.vocabulary.writers import Writer, omissions


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer and each required column that it surely leaves out."""
    for writer, column in omissions(facts, required):
        severity: Severity = "note" if filled_by(column) else RULE.severity
        yield writer.finding(RULE, _message(writer, column), _remedy(writer, column), column, severity)


def _message(writer: Writer, column: Column) -> str:
    why = "which is NOT NULL and has no default in Postgres"
    if column.default_source:
        why += " (Django fills it in itself)"
    if trigger := filled_by(column):
        why += f"; unless the trigger {quoted(trigger)} gives it a value"
    return f"{writer.refusal(column)}: {writer.omits(column)}, {why}."


def _remedy(writer: Writer, column: Column) -> str:
    named = name_it(writer.table, column)
    if database_default(column.default_source) is None:
        return f"{named[0].upper()}{named[1:]}; or {let_postgres_fill(column)}."
    fill = let_postgres_fill(column)
    return f"{fill[0].upper()}{fill[1:]}; or {named}."


RULE = Rule(
    "not-null-omitted",
    "error",
    "A writer surely leaves out a NOT NULL column for which Postgres has no value.",
    check,
)
