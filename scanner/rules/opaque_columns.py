"""A writer's column list cannot be read in full, and the table has columns that it must name."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Rule
from scanner.model.statement import ColumnList, Positional, Unread
from scanner.rules.vocabulary.columns import required
from scanner.rules.vocabulary.remedy import listed
from scanner.rules.vocabulary.writers import Writer, writers


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer whose list may leave out required columns."""
    for writer in writers(facts):
        if writer.write.statement.inserts and (reason := unread(writer.write)):
            unseen = [
                column for column in writer.table.columns if required(column) and _unseen(writer, column)
            ]
            if unseen:
                yield _finding(writer, unseen, reason)


def unread(write: Write) -> str | None:
    """Return why the list of columns is not known in full, None when it is."""
    match write.statement.columns:
        case Unread(reason=reason):
            return reason
        case ColumnList(complete=False, reason=reason):
            return reason or write.reason or "there may be more columns than those written here"
        case ColumnList() | Positional():
            return None


def _unseen(writer: Writer, column: Column) -> bool:
    match writer.write.statement.columns:
        case ColumnList(certain=certain, possible=possible, defaults=defaults):
            return column.name not in (*certain, *possible, *defaults)
        case Positional() | Unread():
            return True


def _finding(writer: Writer, unseen: list[Column], reason: str) -> Finding:
    names = listed(unseen)
    message = (
        f'null value in a column of relation "{writer.table.name}" may violate its not-null constraint: '
        f"{writer} must name {names}, and its columns cannot be read ({reason})."
    )
    remedy = f"Name {names} where the statement is written; suppress this if they are surely named."
    return writer.finding(RULE, message, remedy)


RULE = Rule(
    "opaque-columns",
    "warning",
    "A writer's columns cannot be read, and the table has columns that it must name.",
    check,
)
