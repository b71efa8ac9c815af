"""Whether a file can have to do with one table, told without parsing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from scanner.find.hits import Hit

_PLAIN = re.compile(
    rb"(?:insert\s+into|replace\s+into|merge\s+into|delete\s+from|update|copy)\s+(?:only\s+)?"
    rb"[a-z_][\w.]*(?:\s|\\[nrt]|\()"
)
"""A statement whose table is written out, and ends before anything else could be part of its name."""


def may_concern(source: bytes, found: Iterable[Hit], words: Collection[str]) -> bool:
    """Tell whether a file may write one of the tables that the words name.

    It cannot when it holds none of the words (names of tables and models, in any case) and
    every statement in it writes a table that is written out: then all of them are others.
    """
    lowered = source.lower()
    if any(word.lower().encode() in lowered for word in words):
        return True
    return any(hit.kind == "name" or _PLAIN.match(lowered, hit.start) is None for hit in found)
