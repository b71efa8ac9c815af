"""Column lists, and the assignments of a SET clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.model.statement import ColumnList, Unread
from scanner.sql.names import Piece, is_hole, read_piece
from scanner.sql.rows import Row, at, entry, read_query, read_row
from scanner.sql.tokens import NAMES, Tokens

_WHAT = "part of the column list"
_SET_ENDS = frozenset("from where returning order limit loop when on union select settings".split())


@dataclass(frozen=True, slots=True)
class Names:
    """The entries of a column list in order, where each may be a hole.

    `possible` are those named under a template's `{% if %}`, `unclosed` says that the text ends
    inside the list.
    """

    slots: tuple[Piece, ...]
    possible: frozenset[str] = frozenset()
    looped: bool = False
    unclosed: bool = False

    def columns(self, rows: Iterable[Row] = ()) -> ColumnList | Unread:
        """Return what the list says, with the NULLs and DEFAULTs that the rows give it."""
        rows = tuple(rows)
        names = tuple(dict.fromkeys(slot for slot in self.slots if isinstance(slot, str)))
        holes = [slot for slot in self.slots if isinstance(slot, Unread)]
        if holes and not names:
            return Unread("the column list is only known at run time", holes[0].expression)
        reason = holes[0].reason if holes else None
        if self.unclosed:
            reason = "the text ends inside the column list"
        elif self.looped:
            reason = "the column list is written by a loop"
        return ColumnList(
            tuple(name for name in names if name not in self.possible),
            tuple(name for name in names if name in self.possible),
            reason is None,
            marked(rows, "n", self.slots),
            marked(rows, "d", self.slots),
            reason,
        )


def marked(rows: Iterable[Row], mark: str, slots: Sequence[Piece]) -> tuple[str, ...]:
    """Return the columns, in the list's order, that some row gives that mark."""
    found = {name for row in rows for name in at(row, mark, slots)}
    return tuple(dict.fromkeys(slot for slot in slots if isinstance(slot, str) and slot in found))


def read_names(tokens: Tokens, opening: int, end: int, start: int | None = None) -> Names | None:
    """Return the names in brackets; None when something else stands there.

    `start` is the statement's keyword: what is under a branch that it is not under is possible.
    """
    first, last = tokens.inside(opening, end)
    slots: list[Piece] = []
    possible: set[str] = set()
    looped = False
    for a, b in tokens.split(first, last):
        pieces = _entry(tokens, a, b)
        if pieces is None:
            return None
        slots.extend(pieces)
        for branch in () if start is None else branches(tokens, start, a):
            looped = looped or branch
            possible.update(piece for piece in pieces if isinstance(piece, str))
    return Names(tuple(slots), frozenset(possible), looped, tokens.closers[opening] >= len(tokens))


def branches(tokens: Tokens, outer: int, inner: int) -> list[bool]:
    """Return for each template branch around `inner` but not around `outer` whether it is a loop."""
    base = tokens.source.base
    if inner >= len(tokens) or not tokens.source.map.branches:
        return []
    here, there = base + tokens.starts[outer], base + tokens.starts[inner]
    return [
        loop
        for start, end, loop in tokens.source.map.branches
        if start < there < end and not start < here < end
    ]


def _entry(tokens: Tokens, start: int, end: int) -> list[Piece] | None:
    """Return the name of one entry and the holes around it."""
    pieces: list[Piece] = []
    index = start
    while index < end:
        read = read_piece(tokens, index, _WHAT)
        if read is None:
            return None
        piece, index = read
        if isinstance(piece, str) and any(isinstance(known, str) for known in pieces):
            return None
        pieces.append(piece)
        while tokens.word(index) in (".", "[") and index < end:
            index = index + 2 if tokens.word(index) == "." else tokens.after(index)
    return pieces


def read_assignments(tokens: Tokens, start: int, end: int) -> tuple[ColumnList | Unread, int]:
    """Return the columns of a SET clause and the index after it."""
    stop = next((i for i in tokens.level(start, end) if _ends_set(tokens, i, start)), end)
    names: list[Piece] = []
    found: dict[str, list[str]] = {"n": [], "d": []}
    for a, b in tokens.split(start, stop):
        if a < b:
            slots, rows = _assignment(tokens, a, b)
            names.extend(slots)
            for mark, given in found.items():
                given.extend(marked(rows, mark, slots))
    columns = Names(tuple(names)).columns()
    if isinstance(columns, ColumnList):
        nulls, defaults = (tuple(dict.fromkeys(found[mark])) for mark in "nd")
        columns = ColumnList(
            columns.certain, (), columns.complete and bool(names), nulls, defaults, columns.reason
        )
    return columns, stop


def _ends_set(tokens: Tokens, index: int, start: int) -> bool:
    word = tokens.word(index)
    if word not in _SET_ENDS or index == start or tokens.word(index - 1) in (".", ","):
        return False
    before = tokens.word(index - 1)
    return not (before == "distinct" and word == "from") and not tokens.words(index + 1, "=")


def _assignment(tokens: Tokens, start: int, end: int) -> tuple[list[Piece], list[Row]]:
    """Return the columns that one assignment names, and the rows it gives them."""
    if tokens.words(start, "("):
        names = read_names(tokens, start, end)
        after = tokens.after(start)
        if names is None:
            return [_unread(tokens, start, end)], []
        return list(names.slots), _given(tokens, after + 1, end) if tokens.words(after, "=") else []
    read = read_piece(tokens, start, "a column that is set")
    if read is None:
        return [_unread(tokens, start, end)], []
    piece, index = read
    while tokens.word(index) in (".", "[") and index < end:
        index = index + 2 if tokens.word(index) == "." else tokens.after(index)
    if index >= end or tokens.word(index) not in ("=", ":="):
        return [piece if isinstance(piece, Unread) else _unread(tokens, start, end)], []
    given = entry(tokens, index + 1, end) if index + 1 < end else "v"
    if given == "?" and end - index > 2:
        return [piece, _unread(tokens, end - 1, end)], []
    return [piece], [given]


def _unread(tokens: Tokens, start: int, end: int) -> Unread:
    hole = next((i for i in range(start, end) if is_hole(tokens, i) or tokens.kind(i) == "hole"), None)
    if hole is None:
        return Unread("part of the SET list could not be read", tokens.text(start, min(end, start + 8)))
    return tokens.source.unread("part of the SET list", tokens.starts[hole], tokens.ends[hole])


def _given(tokens: Tokens, start: int, end: int) -> list[Row]:
    """Return the rows on the right of `(a, b) = `."""
    opening = start + 1 if tokens.word(start) == "row" else start
    if not tokens.words(opening, "("):
        return []
    inner = tokens.inside(opening, end)
    if tokens.word(inner[0]) in ("select", "with", "values") or tokens.words(inner[0], "("):
        query = read_query(tokens, *inner) if tokens.word(inner[0]) != "(" else []
        return query or [read_row(tokens, *inner)]
    return [read_row(tokens, *inner)]


def starts_list(tokens: Tokens, index: int) -> bool:
    """Return whether a bracket's first token can be a column's name."""
    return tokens.kind(index + 1) in NAMES or is_hole(tokens, index + 1)
