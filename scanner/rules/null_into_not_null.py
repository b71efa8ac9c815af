"""A writer gives NULL to a column that is NOT NULL; a DEFAULT does not help against an explicit NULL.

https://www.postgresql.org/docs/current/ddl-default.html
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column, Constraint
from scanner.model.finding import Facts, Finding, Rule, Severity
from scanner.rules.vocabulary.columns import assigned, filled_by
from scanner.rules.vocabulary.remedy import place, quoted
from scanner.rules.vocabulary.writers import Writer, writers


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer and each NOT NULL column that it sets to a literal NULL."""
    for writer in writers(facts):
        nulls = {name for names in assigned(writer.write) for name in names.nulls}
        for column in writer.table.columns if nulls else ():
            if column.name in nulls and (severity := _refused(writer, column)):
                yield writer.finding(RULE, _message(writer, column), _remedy(column), column, severity)


def _refused(writer: Writer, column: Column) -> Severity | None:
    """Return an error where the migrated schema refuses, a warning where only one of the models does.

    A trigger before the INSERT may replace the NULL: then a note.
    """
    if writer.write.statement.inserts and filled_by(column):
        return "note"
    match column.migrated, column.models:
        case (Constraint() as judge, _) | (None, Constraint() as judge) if judge.not_null:
            return None if judge.default == "generated" else RULE.severity
        case Constraint(), Constraint(not_null=True):
            return "warning"
        case _:
            return None


def _message(writer: Writer, column: Column) -> str:
    return f"{writer.refusal(column)}: {writer} sets {quoted(column.name)} to NULL."


def _remedy(column: Column) -> str:
    name = quoted(column.name)
    if any(schema and schema.default for schema in (column.migrated, column.models)):
        return f"Leave {name} out or write DEFAULT, and Postgres fills it; or give it a value."
    return f"Give {name} a value; or allow NULL with `null=True` on the field{place(column)}."


RULE = Rule("null-into-not-null", "error", "A writer puts a literal NULL into a NOT NULL column.", check)
