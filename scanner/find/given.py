"""Whether the call of a function that was learnt may write one of a few tables, told by its text."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from scanner.model.facts import Argument, Sink
from scanner.model.template import Template

_GENERIC = rb"\s*(?:(?:::)?<[^()\"']*>\s*)?"
_ARGUMENT = rb"[^,()\[\]{}\"'`]{1,80}(?:\(\)[^,()\[\]{}\"'`]{0,20})?"
_LITERAL = rb"([\"'`])(?P<table>[a-z_][\w.]*)\1\s*[,)]"

_FAR = 600
"""How far behind a name is looked, in bytes."""


def may_write(sink: Sink, tables: Collection[str]) -> bool:
    """Tell whether calls of a function may write one of the tables, whose names are in lower case."""
    literal = sink.table.literal if isinstance(sink.table, Template) else None
    return literal is None or literal.rpartition(".")[2].strip('"').lower() in tables


def may_be_given(sink: Sink, lowered: bytes, end: int, tables: Collection[str]) -> bool:
    """Tell whether one call of it may, whose name ends there in a source in lower case."""
    if isinstance(sink.table, Template):
        return may_write(sink, tables)
    given = _given(sink.table)
    literal = given.match(lowered, end, end + _FAR) if given else None
    return literal is None or literal["table"].rpartition(b".")[2].decode() in tables


@lru_cache(maxsize=256)
def _given(argument: Argument) -> re.Pattern[bytes] | None:
    """Return a pattern for arguments of which this one is a table that is written out."""
    ways = []
    if argument.keyword is not None:
        ways.append(rb"[^()]*?\b" + re.escape(argument.keyword.lower().encode()) + rb"\s*=\s*")
    if argument.index is not None:
        ways.append(rb"\s*(?:%b,\s*){%d}" % (_ARGUMENT, argument.index))
    if not ways or argument.member is not None or argument.level:
        return None
    return re.compile(_GENERIC + rb"\((?:" + b"|".join(ways) + rb")" + _LITERAL)
