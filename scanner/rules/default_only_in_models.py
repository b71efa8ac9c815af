"""A `db_default=` that no migration has brought to Postgres yet."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column
from scanner.model.finding import Facts, Finding, Rule
from scanner.rules.vocabulary.columns import required_without_migration
from scanner.rules.vocabulary.remedy import place
from scanner.rules.vocabulary.writers import Writer, omissions

REMEDY = "Run makemigrations and deploy the migration before this writer."


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer and column left out that only the migrated schema requires."""
    for writer, column in omissions(facts, required_without_migration):
        yield writer.finding(RULE, _message(writer, column), REMEDY, column)


def _message(writer: Writer, column: Column) -> str:
    return (
        f"{writer.refusal(column)}, in the migrated schema: {writer.omits(column)}, "
        f"and no migration lands the default that the model has{place(column)}."
    )


RULE = Rule(
    "default-only-in-models",
    "warning",
    "A writer leaves out a column whose `db_default=` no migration lands.",
    check,
)
