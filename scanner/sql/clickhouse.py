"""ClickHouse's mutations: `ALTER TABLE t UPDATE a = 1 WHERE …` and `ALTER TABLE t DELETE WHERE …`."""

from __future__ import annotations

from scanner.sql.lists import read_assignments
from scanner.sql.names import read_target
from scanner.sql.said import Said
from scanner.sql.tokens import Tokens


def read_mutation(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what a mutation says; None for any other ALTER TABLE."""
    read = read_target(tokens, index + 2)
    if read is None:
        return None
    target, after = read
    if tokens.words(after, "on", "cluster"):
        after += 3
    if tokens.words(after, "delete", "where"):
        return Said("delete", target, after, dialect="clickhouse")
    if tokens.word(after) == "update" and tokens.word(after + 2) == "=":
        columns, _ = read_assignments(tokens, after + 1, end)
        return Said("update", target, after, columns, dialect="clickhouse")
    return None
