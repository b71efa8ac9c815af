"""Names of tables and columns, also where part of one is a hole."""

from __future__ import annotations

from scanner.model.statement import Named, Target, Unread
from scanner.sql.source import HOLE
from scanner.sql.tokens import NAMES, Tokens

Piece = str | Unread
"""One name between the dots."""

KEYWORDS = frozenset(
    "all and any array as asc both by case cast check constraint create default desc distinct do else end "
    "except false fetch for from grant group having if in insert intersect into is join lateral leading like "
    "limit not null of offset on only or order primary references returning select set table then to "
    "trailing true union unique using when where with".split()
)
"""Words that are never the name of a table unless quoted."""

DETERMINERS = frozenset(
    "a an the this that these those my our your their its it each every another some".split()
)
"""Words that come before a noun in prose; as a bare table name they need more to be believed."""

_MAXIMUM_PIECES = 5
_HOLES = frozenset({"hole", "bind", "value"})


def is_hole(tokens: Tokens, index: int) -> bool:
    """Return whether the token is nothing but a hole or a bind."""
    kind = tokens.kind(index)
    return kind in ("bind", "value") or (kind == "hole" and not tokens.values[index].strip(HOLE))


def read_piece(tokens: Tokens, index: int, what: str) -> tuple[Piece, int] | None:
    """Return the name at a token and the index after it; None where there is none.

    A name that touches a hole is known only at run time, and so is one with a hole in it.
    """
    if tokens.words(index, "[") and tokens.kind(index + 1) in NAMES and tokens.words(index + 2, "]"):
        return tokens.value(index + 1), index + 3
    kind = tokens.kind(index)
    if kind not in NAMES and kind not in _HOLES:
        return None
    last = index + 1
    while (
        last < index + 8
        and tokens.glued(last)
        and (tokens.kind(last) in NAMES or tokens.kind(last) in _HOLES)
    ):
        last += 1
    if last == index + 1 and kind in NAMES and HOLE not in tokens.values[index]:
        return tokens.values[index], last
    return tokens.source.unread(what, tokens.starts[index], tokens.ends[last - 1]), last


def read_path(tokens: Tokens, index: int, what: str) -> tuple[tuple[Piece, ...], int] | None:
    """Return the pieces of a dotted name and the index after it."""
    if tokens.kind(index) == "word" and tokens.values[index] in KEYWORDS:
        return None
    pieces: list[Piece] = []
    while True:
        read = read_piece(tokens, index, what)
        if read is None:
            return (tuple(pieces), index - 1) if pieces else None
        piece, index = read
        pieces.append(piece)
        if tokens.word(index) != "." or len(pieces) == _MAXIMUM_PIECES:
            return tuple(pieces), index
        index += 1


def read_target(tokens: Tokens, index: int) -> tuple[Target, int] | None:
    """Return the table that is named at a token, and the index after its name."""
    read = read_path(tokens, index, "the table's name")
    if read is None:
        return None
    pieces, after = read
    name = pieces[-1]
    if isinstance(name, Unread):
        return name, after
    schema = pieces[-2] if len(pieces) > 1 else None
    if isinstance(schema, Unread):
        schema = Unread("the schema is only known at run time", schema.expression)
    return Named(name, schema), after
