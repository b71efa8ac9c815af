"""What stands in the rows of VALUES and in the select lists that feed an INSERT.

A row is a string of one character an entry: `n` a literal NULL, `d` the keyword DEFAULT, `*` all
columns of something, `?` a hole that may hold several entries, `v` any other expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.statement import Unread
from scanner.sql.names import is_hole
from scanner.sql.source import HOLE
from scanner.sql.tokens import Span, Tokens

Row = str
UNKNOWN: Row = "?"

_CLAUSES = frozenset(
    "from where group having window union intersect except order limit offset fetch for into returning on "
    "select format settings".split()
)
_OPERATES = frozenset(
    "and or is not in like ilike similar between at operator isnull notnull over filter overlaps".split()
)
_TYPE_MARKS = frozenset({"::", ".", "(", ")", "[", "]", ","})
_DEPTH = 8


def entry(tokens: Tokens, start: int, end: int) -> str:
    """Return the character for one entry of a row."""
    last = end - 1
    if tokens.word(last) == "*" and (last == start or tokens.word(last - 1) == "."):
        return "*"
    if (
        tokens.kind(last) == "hole"
        and not tokens.values[last].strip(HOLE)
        and _stands_alone(tokens, start, last)
    ):
        return "?"
    if last == start and tokens.word(start) == "default":
        return "d"
    return "n" if _is_null(tokens, start, end, _DEPTH) else "v"


def _stands_alone(tokens: Tokens, start: int, index: int) -> bool:
    """Return whether a hole is no operand: it begins the entry, or follows a complete expression."""
    if index == start:
        return True
    before = tokens.value(index - 1)
    return tokens.kind(index - 1) in ("number", "string", "bind", "quoted") or before in (")", "]", "null")


def _is_null(tokens: Tokens, start: int, end: int, depth: int) -> bool:
    """Return whether an expression is a NULL, perhaps in brackets, cast or given another name."""
    if start >= end or not depth:
        return False
    if tokens.word(start) == "null":
        return _is_suffix(tokens, start + 1, end)
    opening = start + 1 if tokens.word(start) in ("cast", "try_cast") else start
    if not tokens.words(opening, "(") or tokens.closers[opening] >= end:
        return False
    inner, closing = opening + 1, tokens.closers[opening]
    if opening > start:
        cast = tokens.find(inner, closing, "as")
        if cast == closing:
            return False
        return _is_null(tokens, inner, cast, depth - 1) and _is_suffix(tokens, closing + 1, end)
    return _is_null(tokens, inner, closing, depth - 1) and _is_suffix(tokens, closing + 1, end)


def _is_suffix(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether only casts, a collation and an output name follow an expression."""
    for index in range(start, end):
        match tokens.kind(index):
            case "word":
                if tokens.values[index] in _OPERATES:
                    return False
            case "op":
                if tokens.values[index] not in _TYPE_MARKS or (
                    index == start and tokens.values[index] != "::"
                ):
                    return False
            case "quoted" | "number" | "hole":
                pass
            case _:
                return False
    return True


def read_row(tokens: Tokens, start: int, end: int) -> Row:
    """Return the row between two brackets, or of a select list."""
    spans = list(tokens.split(start, end))
    if spans and spans[-1][0] >= spans[-1][1]:
        spans.pop()
    return "".join(entry(tokens, *span) if span[0] < span[1] else "v" for span in spans)


def read_rows(tokens: Tokens, start: int, end: int) -> tuple[list[Row], int]:
    """Return the different rows that follow VALUES, and the index after them."""
    rows: dict[Row, None] = {}
    index = start
    while index < end:
        if tokens.words(index, "(") or (tokens.words(index, "row", "(") and (index := index + 1)):
            rows[read_row(tokens, *tokens.inside(index, end))] = None
            index = tokens.after(index)
        elif is_hole(tokens, index):
            rows[UNKNOWN] = None
            index += 1
        else:
            break
        if not tokens.words(index, ","):
            break
        index += 1
    return list(rows) or [UNKNOWN], index


def read_query(tokens: Tokens, start: int, end: int) -> list[Row]:
    """Return the rows that a query gives, as far as its text tells: one for each arm of a UNION."""
    rows: dict[Row, None] = {}
    pending: list[Span] = [(start, end)]
    while pending:
        span = pending.pop()
        for index, arm in _arms(tokens, *span):
            if tokens.words(index, "("):
                pending.append(tokens.inside(index, span[1]))
            else:
                rows.update(dict.fromkeys(_arm_rows(tokens, index, arm)))
    return list(rows)


def _arms(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    """Yield where each arm of a UNION begins, with the end of the query.

    What is taken away by EXCEPT or filtered by INTERSECT gives no row of its own.
    """
    index = _main_query(tokens, start, end)
    wanted = True
    while index < end:
        word = tokens.word(index)
        if word in ("union", "except", "intersect") and tokens.word(index - 1) != ".":
            wanted = word == "union"
            if tokens.word(index + 1) in ("all", "distinct"):
                index += 1
        elif wanted and (word in ("(", "select", "values", "table") or is_hole(tokens, index)):
            yield index, end
            wanted = False
        index = tokens.after(index)


def _main_query(tokens: Tokens, start: int, end: int) -> int:
    """Return where the query begins after its WITH."""
    if tokens.word(start) != "with":
        return start
    for index in tokens.level(start, end):
        if tokens.word(index) in ("select", "values", "table") and tokens.word(index - 1) == ")":
            return index
        if tokens.word(index) == "(" and tokens.word(index - 1) == ")" and index > start:
            return index
    return end


def _arm_rows(tokens: Tokens, index: int, end: int) -> Sequence[Row]:
    match tokens.word(index):
        case "select":
            return (read_row(tokens, *_select_list(tokens, index + 1, end)),)
        case "values":
            return read_rows(tokens, index + 1, end)[0]
        case "table":
            return ("*",)
        case _:
            return (UNKNOWN,)


def _select_list(tokens: Tokens, start: int, end: int) -> Span:
    if tokens.word(start) in ("all", "distinct"):
        start += 1
        if tokens.words(start, "on", "("):
            start = tokens.after(start + 1)
    for index in tokens.level(start, end):
        if tokens.word(index) in _CLAUSES and _is_clause(tokens, index):
            return start, index
    return start, end


def _is_clause(tokens: Tokens, index: int) -> bool:
    """Return whether the word is no label, no field and no part of IS DISTINCT FROM."""
    before = tokens.word(index - 1)
    if before in (".", "as"):
        return False
    return not (
        before == "distinct" and tokens.word(index) == "from" and tokens.word(index - 2) in ("is", "not")
    )


def at(row: Row, mark: str, slots: Sequence[str | Unread]) -> Iterator[str]:
    """Yield the columns that a row gives that mark, as far as its entries can be counted."""
    certain = len(row) if "*" not in row and len(row) == len(slots) else _first(row)
    for name, given in zip(slots, row[:certain], strict=False):
        if isinstance(name, Unread) and len(row) != len(slots):
            return
        if given == mark and isinstance(name, str):
            yield name


def _first(row: Row) -> int:
    """Return how many entries stand before the first one that may be several."""
    return min((at for mark in "*?" if (at := row.find(mark)) >= 0), default=len(row))


def width(rows: Sequence[Row]) -> int | None:
    """Return the most values of a row, None when one cannot be counted."""
    if not rows or any("*" in row or "?" in row for row in rows):
        return None
    return max(map(len, rows))


def null_positions(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the positions, from 0, that are a literal NULL in a row."""
    found = {index for row in rows for index in range(_first(row)) if row[index] == "n"}
    return tuple(sorted(found))
