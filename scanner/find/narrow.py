"""Whether a file can have to do with one table, told without parsing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from scanner.find.hits import Hit

_PLAIN = re.compile(
    rb"(?:insert\s+into|replace\s+into|merge\s+into|delete\s+from|update|copy)\s+(?:only\s+)?"
    rb"[a-z_][\w.]*(?:\s|\\[nrt]|\()"
)
"""A statement whose table is written out, and ends before anything else could be part of its name."""


def may_concern(source: bytes, found: Iterable[Hit], words: Collection[str]) -> bool:
    """Tell whether a file may write one of the tables that the words name.

    It cannot when it holds none of the words (names of tables, in any case, not as a part of another
    name) and every statement in it writes a table that is written out: then all of them are others.
    A model's name says nothing: what is written through it is no statement that is written out.
    """
    lowered = source.lower()
    if _any_of(frozenset(words)).search(lowered):
        return True
    return any(hit.kind == "name" or _PLAIN.match(lowered, hit.start) is None for hit in found)


@lru_cache(maxsize=8)
def _any_of(words: frozenset[str]) -> re.Pattern[bytes]:
    either = b"|".join(re.escape(word.lower().encode()) for word in sorted(words))
    return re.compile(rb"(?<!\w)(?:" + either + rb")(?!\w)")
