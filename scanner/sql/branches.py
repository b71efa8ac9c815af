"""A template language's branches: a text is read once for each way through them.

`{% if %}` leaves one of its arms, `{% for %}` its body or nothing. Every way is as long as the
text itself, so that indexes stay true; what only some ways name is possible, not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from scanner.model.statement import ColumnList, Columns, Positional, Unread
from scanner.sql.said import Said
from scanner.sql.source import FILL, TAG, Source
from scanner.sql.tokens import Span

_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_OPENS = frozenset({"if", "unless", "for"})
_CLOSES = frozenset({"endif", "endunless", "endfor"})
_NEXT = frozenset({"elif", "elsif", "else"})
_WAYS = 8


class _Block(Struct):
    """A block whose end is not yet found: its arms so far, and where the next one begins."""

    start: int
    arms: list[Span]
    total: bool = False


def ways(source: Source) -> Iterator[Source]:
    """Yield the text as each way through its branches leaves it; one without branches as it is."""
    blocks = list(_blocks(source)) if TAG in source.text else []
    most = min(max(map(len, blocks), default=1), _WAYS)
    for way in range(most):
        text = list(source.text)
        for arms in blocks:
            taken = len(arms) - 1 if way == most - 1 else min(way, len(arms) - 1)
            for number, (start, end) in enumerate(arms):
                if number != taken:
                    text[start:end] = FILL * (end - start)
                for tag in (start - 1, end):
                    if source.text[tag] == TAG:
                        text[tag] = FILL
        yield replace(source, text="".join(text)) if blocks else source


def _blocks(source: Source) -> Iterator[list[Span]]:
    """Yield the arms of each block; the last one is empty where there is no `else`."""
    opened: list[_Block] = []
    for index in (match.start() for match in re.finditer(TAG, source.text)):
        tag = _WORD.match(source.expression(index) or "")
        word = tag[1] if tag else ""
        if word in _OPENS:
            opened.append(_Block(index + 1, []))
        elif opened and (word in _NEXT or word in _CLOSES):
            block = opened[-1]
            block.arms.append((block.start, index))
            block.start, block.total = index + 1, block.total or word == "else"
            if word in _CLOSES:
                opened.pop()
                yield block.arms if block.total else [*block.arms, (index, index)]


def merge(one: Said, other: Said) -> Said:
    """Return what two ways say of one statement."""
    if one == other:
        return one
    conflict = one.conflict or other.conflict
    if one.conflict and other.conflict:
        conflict = _common(one.conflict, other.conflict)
    upsert = "upsert" in (one.operation, other.operation)
    return replace(
        one,
        operation="upsert" if upsert else one.operation,
        columns=_columns(one.columns, other.columns),
        conflict=conflict,
        dialect=one.dialect if one.dialect != "unknown" else other.dialect,
        weak=one.weak and other.weak,
    )


def _columns(one: Columns, other: Columns) -> Columns:
    match one, other:
        case ColumnList(), ColumnList():
            return _common(one, other)
        case Positional(), Positional():
            values = None if one.values is None or other.values is None else max(one.values, other.values)
            return Positional(values, tuple(sorted({*one.nulls, *other.nulls})))
        case _:
            return (
                one if one == other else Unread("the branches of the template name columns in different ways")
            )


def _common(one: ColumnList, other: ColumnList) -> ColumnList:
    """Return what both name as certain, and what only one names as possible."""
    named = tuple(dict.fromkeys((*one.certain, *one.possible, *other.certain, *other.possible)))
    certain = tuple(name for name in one.certain if name in other.certain)
    return ColumnList(
        certain,
        tuple(name for name in named if name not in certain),
        one.complete and other.complete,
        tuple(name for name in named if name in one.nulls or name in other.nulls),
        tuple(name for name in named if name in one.defaults or name in other.defaults),
        one.reason or other.reason,
    )
