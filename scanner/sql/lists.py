"""Column lists, and the assignments of a SET clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from scanner.model.statement import ColumnList, Unread
from scanner.sql.names import Piece, is_hole, read_piece
from scanner.sql.rows import Row, at, entry, read_query, read_row
from scanner.sql.source import HOLE
from scanner.sql.tokens import NAMES, Tokens

_WHAT = "part of the column list"
_SET_ENDS = frozenset("from where returning order limit when select".split())


class Names(Struct, frozen=True):
    """The entries of a column list in order, where each may be a hole.

    `unclosed` says that the text ends inside the list.
    `possible` are the names that touch a hole: `b${more}` is either `b, c` or `b_1`.
    """

    slots: tuple[Piece, ...]
    unclosed: bool = False
    possible: tuple[str, ...] = ()

    def columns(self, rows: Iterable[Row] = ()) -> ColumnList | Unread:
        """Return what the list says, with the NULLs and DEFAULTs that the rows give it."""
        rows = tuple(rows)
        names = tuple(dict.fromkeys(slot for slot in self.slots if isinstance(slot, str)))
        holes = [slot for slot in self.slots if isinstance(slot, Unread)]
        if holes and not names and not self.possible:
            return Unread("the column list is only known at run time", holes[0].expression)
        reason = holes[0].reason if holes else None
        if self.unclosed:
            reason = "the text ends inside the column list"
        return ColumnList(
            names,
            tuple(name for name in self.possible if name not in names),
            reason is None,
            marked(rows, "n", self.slots),
            marked(rows, "d", self.slots),
            reason,
        )


def marked(rows: Iterable[Row], mark: str, slots: Sequence[Piece]) -> tuple[str, ...]:
    """Return the columns, in the list's order, that some row gives that mark."""
    found = {name for row in rows for name in at(row, mark, slots)}
    return tuple(dict.fromkeys(slot for slot in slots if isinstance(slot, str) and slot in found))


def read_names(tokens: Tokens, opening: int, end: int) -> Names | None:
    """Return the names in brackets; None when something else stands there."""
    slots: list[Piece] = []
    touching: list[str] = []
    for start, stop in tokens.split(*tokens.inside(opening, end)):
        pieces = _entry(tokens, start, stop)
        if pieces is None:
            return None
        slots.extend(pieces)
        name, _, rest = tokens.value(stop - 1).partition(HOLE)
        if tokens.kind(stop - 1) == "hole" and name and not rest and stop == start + 1:
            touching.append(name)
    return Names(tuple(slots), tokens.closers[opening] >= len(tokens), tuple(touching))


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
    found: dict[str, set[str]] = {"n": set(), "d": set()}
    for a, b in tokens.split(start, stop):
        if a < b:
            slots, rows = _assignment(tokens, a, b)
            names.extend(slots)
            for mark, given in found.items():
                given.update(marked(rows, mark, slots))
    columns = Names(tuple(names)).columns()
    if isinstance(columns, ColumnList):
        nulls, defaults = (tuple(name for name in columns.certain if name in found[mark]) for mark in "nd")
        columns = ColumnList(
            columns.certain, (), columns.complete and bool(names), nulls, defaults, columns.reason
        )
    return columns, stop


def _ends_set(tokens: Tokens, index: int, start: int) -> bool:
    word = tokens.word(index)
    if word not in _SET_ENDS or index == start or tokens.word(index - 1) in (".", ","):
        return False
    if word == "when":
        return tokens.word(index + 1) == "matched" or tokens.words(index + 1, "not", "matched")
    return not (tokens.word(index - 1) == "distinct" and word == "from")


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
        return Unread("part of the SET list could not be read", tokens.shown(start, end))
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
