"""A column that may be left out only thanks to the migrations, which not every schema is built by."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column
from scanner.model.finding import Facts, Finding, Rule
from scanner.rules.vocabulary.columns import required_by_models_only
from scanner.rules.vocabulary.remedy import let_postgres_fill
from scanner.rules.vocabulary.writers import Writer, omissions


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer and column that it leaves out and only the models require."""
    for writer, column in omissions(facts, required_by_models_only):
        yield writer.finding(RULE, _message(writer, column), _remedy(column), column)


def _message(writer: Writer, column: Column) -> str:
    why = "has its default" if column.migrated and column.migrated.default else "may be NULL"
    return (
        f"{writer.refusal(column)}, in a schema built from the models (a test run with migrations disabled): "
        f"{writer.omits(column)}, which {why} only by a migration{_where(column)}."
    )


def _where(column: Column) -> str:
    origin = column.migrated.origin if column.migrated else None
    return f" ({origin.path}:{origin.line})" if origin and origin.line else ""


def _remedy(column: Column) -> str:
    remedy = let_postgres_fill(column)
    if column.migrated and column.migrated.default is None:
        remedy = "let the model say what the migrations did, with `null=True`"
    return f"{remedy[0].upper()}{remedy[1:]}."


RULE = Rule(
    "default-only-in-migrations",
    "warning",
    "A writer leaves out a column whose default only the migrations know.",
    check,
)
