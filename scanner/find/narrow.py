"""What can have to do with a few tables, told without parsing: a pattern for ripgrep, and a look at a file.

Both leave out what surely writes another table: a statement whose table is written out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from scanner.find.candidates import (
    AFTER,
    BEHIND_CAPITALS,
    GAP,
    OPEN,
    TO_FROM,
    TO_SET,
    WORD,
    Behind,
    pattern_with,
)
from scanner.find.given import may_be_given
from scanner.find.hits import Hit
from scanner.model.facts import Sink

_PLAIN = re.compile(
    rb"(?:(?:insert\s+into|replace\s+into|merge\s+into|delete\s+from|update|copy)\s+(?:only\s+)?(?!(?:only|set)\s)"
    rb"|alter\s+table\s+(?!only\s|if\s))(?P<table>[a-z_][\w.]*)(?:\s|\\[nrt]|\()"
)
"""A statement whose table is written out, and ends before anything else could be part of its name."""

_UPSERT = re.compile(rb"insert\s[^\"'`;<]*\bdo\s+")
"""An INSERT as far as to its DO UPDATE, in one text."""

_FAR = 4_000
"""So many bytes an INSERT may take."""

_SPACE = r"[ \t\r\f\v]"
_JOINT = r"([\"'][ \t]*[rbfuRBFU]{1,2}[\"']|\\[nrt]|[\"'`+,|&\\])"
"""What may stand between two words of SQL beside white space: where strings are joined."""

_NAME = r"[A-Za-z_][A-Za-z0-9_.]*"
_UNUSUAL = r"[^A-Za-z_ \t\r\n\f\v]"
"""What no name begins with that is written out."""

_CUT = r"([^A-Za-z0-9_.(\\ \t\r\n\f\v]|\\([^nrt]|$))"
"""What leaves open whether a name ends before it."""

_BEGUN = rf"({_NAME}{_CUT}|{_UNUSUAL}|(?i:only|if|set)({_SPACE}|$))"
_HIDDEN = rf"({_SPACE}*($|[^A-Za-z0-9_ \t\r\n\f\v])|{_SPACE}+{_BEGUN})"
"""No table's name, or one that may go on elsewhere."""

_LEADS = {"insert": "into", "replace": "into", "merge": "into", "delete": "from", "alter": "table"}
"""The words between a keyword and the table."""

_NOT_INTO = r"([^iI \t\r\n\f\v]|[iI]([^nN]|$)|[iI][nN]([^tT]|$)|[iI][nN][tT]([^oO]|$)|(?i:into)[A-Za-z0-9_])"
_ENDS = {
    "update": (TO_SET, rf"{TO_SET}{{0,4}}({GAP}*{OPEN}|{GAP}+(?i:set))"),
    "copy": (TO_FROM, rf"{TO_FROM}{{0,2}}({GAP}*({OPEN}|[(])|{GAP}+(?i:from))"),
}
"""How a statement goes on behind its table: a word more, and what all its words lead to."""


def narrowed(words: Collection[str], names: Collection[str], others: Collection[str] = ()) -> str:
    """Return a regular expression for a line that may begin a write to the tables that the words name.

    It is that of `candidates` for those files only of which `concerning` can tell anything: they hold a word,
    a name, or a statement whose table is not written out on its line.
    """
    either = "|".join(re.escape(word) for word in sorted(words))
    return f"(?i:{either})|{pattern_with(_behind(), names, others)}"


def concerning(
    source: bytes, found: Iterable[Hit], words: Collection[str], learnt: Mapping[str, Collection[Sink]]
) -> tuple[Hit, ...]:
    """Return those hits of a file that may write one of the tables that the words name.

    Left out are statements that write another table that is written out, and the calls of functions that
    were learnt (by name, where nothing else has it) which do so or are given such a table. What is
    written through a model is no statement that is written out.
    """
    tables = frozenset(word.lower() for word in words)
    lowered = source.lower()
    return tuple(each for each in found if _concerns(source, lowered, each, tables, learnt))


def _concerns(
    source: bytes, lowered: bytes, hit: Hit, tables: Collection[str], learnt: Mapping[str, Collection[Sink]]
) -> bool:
    if hit.kind == "keyword":
        plain = _PLAIN.match(lowered, _beginning(lowered, hit.start))
        return plain is None or plain["table"].rpartition(b".")[2].decode() in tables
    sinks = learnt.get(source[hit.start : hit.end].decode())
    return sinks is None or any(may_be_given(sink, lowered, hit.end, tables) for sink in sinks)


def _beginning(lowered: bytes, keyword: int) -> int:
    """Return where the statement begins that a keyword is of: an INSERT goes on with DO UPDATE."""
    insert = lowered.rfind(b"insert", max(0, keyword - _FAR), keyword)
    return insert if insert >= 0 and _UPSERT.fullmatch(lowered, insert, keyword) else keyword


def _behind() -> dict[str, Behind]:
    """Return what stands behind each keyword when the table is not written out."""
    behind: dict[str, Behind] = {}
    for keyword, after in AFTER.items():
        hidden = _hidden(keyword) if keyword in _LEADS or keyword in _ENDS else after
        capitals = _hidden_in_capitals(keyword) if keyword in BEHIND_CAPITALS else hidden
        behind[keyword] = (hidden, capitals)
    return behind


def _hidden(keyword: str) -> str:
    """Return what stands behind a keyword when its table is not written out."""
    joined = rf"{_SPACE}*{_JOINT}{GAP}*"
    if keyword in _LEADS:
        lead = f"(?i:{_LEADS[keyword]})"
        more = rf"|{GAP}+(?i:or|ignore|delayed)" if keyword == "insert" else ""
        return rf"({GAP}*{OPEN}|{joined}{lead}|{_SPACE}+{lead}{_HIDDEN}{more})"
    _, end = _ENDS[keyword]
    named = rf"({joined}|{_SPACE}+{_NAME}{_JOINT}{GAP}*)({WORD}(\(\))?)?"
    odd = rf"{_SPACE}+([0-9.]|({_NAME})?[^A-Za-z0-9_. \t\r\n\f\v\"'`+,|&\\;=()])({WORD})?(\(\))?"
    return rf"({GAP}*{OPEN}|({named}|{odd}){end}|{_SPACE}+(?i:only|set)({_SPACE}|$))"


def _hidden_in_capitals(keyword: str) -> str:
    """Return the same for a keyword in capitals, of which `hits` asks less."""
    if keyword == "insert":
        return rf"([\"'`\\/{{$%+-]|{_SPACE}*$|{_SPACE}+({_NOT_INTO}|(?i:into){_HIDDEN}))"
    if keyword in _ENDS:
        return rf"([\"'`\\/{{$%+-]|{_HIDDEN})"
    return BEHIND_CAPITALS[keyword]
