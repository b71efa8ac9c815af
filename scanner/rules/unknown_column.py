"""A writer names a column that the table does not have: dropped, renamed or misspelt.

https://www.postgresql.org/docs/current/errcodes-appendix.html (42703, undefined_column)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Rule
from scanner.rules.vocabulary.columns import SYSTEM_COLUMNS, assigned, left_out, required
from scanner.rules.vocabulary.remedy import quoted
from scanner.rules.vocabulary.writers import Writer

SIMILAR = 0.7
"""How alike two names must be for one to be offered: `team` and `team_id` are, `id` and `uuid` are not."""


def check(facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each writer and each name that neither schema of the table has."""
    for table, indexes in facts.written():
        known = SYSTEM_COLUMNS.union(column.name for column in table.columns)
        for index in indexes if table.unread is None else ():
            writer = Writer(table, index, facts.writes[index])
            unknown = _unknown(writer.write, known)
            for name in unknown:
                yield _finding(writer, name, _remedy(writer, name, alone=len(unknown) == 1))


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like this one, however it is cased (`createdAt`, `created_at`)."""
    folded = {candidate.replace("_", "").casefold(): candidate for candidate in known}
    similar = get_close_matches(name.replace("_", "").casefold(), folded, n=1, cutoff=SIMILAR)
    return folded[similar[0]] if similar else None


def _unknown(write: Write, known: Collection[str]) -> list[str]:
    named = [name for names in assigned(write) for name in (*names.certain, *names.possible)]
    return [name for name in dict.fromkeys(named) if name not in known]


def _finding(writer: Writer, name: str, remedy: str) -> Finding:
    message = f'column "{name}" of relation "{writer.table.name}" does not exist: {writer} names it.'
    return writer.finding(RULE, message, remedy, name)


def _remedy(writer: Writer, name: str, *, alone: bool) -> str:
    """Offer the closest name, else the one required column that the writer lacks: it may be a new name."""
    if similar := closest(name, [column.name for column in writer.table.columns]):
        return f"Did you mean {quoted(similar)}?"
    if alone:
        lacking = [column.name for column in left_out(writer.write, writer.table.columns) if required(column)]
        if len(lacking) == 1:
            new = quoted(lacking[0])
            return f"Is {new}, which {writer} leaves out, its new name? Else take {quoted(name)} out."
    return f"Take {quoted(name)} out of the statement."


RULE = Rule("unknown-column", "error", "A writer names a column that the table does not have.", check)
