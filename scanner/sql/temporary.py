"""Tables that a text itself creates as temporary ones, which shadow real ones of that name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.model.statement import Named, Target, Unread
from scanner.sql.names import read_target
from scanner.sql.tokens import Tokens

_TEMPORARY = frozenset({"temp", "temporary"})


def temporary_tables(tokens: Tokens) -> Iterator[tuple[int, Target]]:
    """Yield each temporary table that is created, with its place in the whole text."""
    for index, value in enumerate(tokens.values):
        if value not in _TEMPORARY or tokens.kinds[index] != "word":
            continue
        at = index + 1
        if tokens.word(at) == "table":
            at += 1
        elif tokens.word(index - 1) != "into":
            continue
        if tokens.words(at, "if", "not", "exists"):
            at += 3
        read = read_target(tokens, at)
        if read is not None:
            yield tokens.source.base + tokens.starts[index], _bare(read[0])


def is_temporary(target: Target, at: int, created: Mapping[Target, int]) -> bool:
    """Return whether the table is a temporary one for a statement at that place of the text.

    `created` says where each temporary table is first created.
    """
    if isinstance(target, Named) and target.schema is not None:
        return isinstance(target.schema, str) and target.schema.startswith("pg_temp")
    if isinstance(target, Unread) and target.expression is None:
        return False
    return created.get(target, at) < at


def _bare(target: Target) -> Target:
    return Named(target.name) if isinstance(target, Named) else target
