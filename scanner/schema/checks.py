"""CHECK expressions, as far as they forbid NULL."""

from __future__ import annotations

import re

from msgspec import Struct, field

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\W\d][\w$]*|\S""")


class _Group(Struct):
    """A pair of brackets being read: what it forbids so far, and the words since the last AND or OR."""

    columns: set[str] = field(default_factory=set)
    disjoint: bool = False
    words: list[str | frozenset[str]] = field(default_factory=list)

    def conclude(self) -> frozenset[str]:
        """End a conjunct, and return what the group forbids: nothing when one side of an OR may be true."""
        match self.words:
            case [frozenset() as inner]:
                self.columns |= inner
            case [str() as column, str() as verb, str() as negation, str() as null]:
                if [verb.upper(), negation.upper(), null.upper()] == ["IS", "NOT", "NULL"]:
                    self.columns.add(_name(column))
            case _:
                pass
        self.words = []
        return frozenset() if self.disjoint else frozenset(self.columns)


def never_null(expression: str) -> frozenset[str]:
    """Return the columns that a CHECK expression refuses to be NULL.

    Those are `column IS NOT NULL` by itself or joined by AND; anything else may be true of NULL.
    """
    groups = [_Group()]
    for token in _TOKEN.findall(expression):
        match token.upper():
            case "(":
                groups.append(_Group())
            case ")" if len(groups) > 1:
                inner = groups.pop().conclude()
                groups[-1].words.append(inner)
            case "AND" | "OR" as word:
                groups[-1].conclude()
                groups[-1].disjoint |= word == "OR"
            case _:
                groups[-1].words.append(token)
    return groups[0].conclude() if len(groups) == 1 else frozenset()


def _name(token: str) -> str:
    return token[1:-1].replace('""', '"') if token.startswith('"') else token.lower()
