"""pg-format's `format('INSERT INTO %I (a) VALUES %L', table, rows)`.

Source: https://github.com/datalanche/node-pg-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.syntax import Bound, Decoded, Library, Piece, Pieces, Span
from grammars.typescript import strings
from grammars.typescript.nodes import bare, called, callee, named

_HOLE = re.compile(rb"%(?:(\d+)\$)?([ILs%])")


def pieces(node: Node) -> Pieces | None:
    """Return the text with its holes filled: %I a quoted name, %L a literal, %s text."""
    function = callee(node) if node.type == "call_expression" else None
    if function is None or called(function) not in ("format", "pgFormat", "pgformat", "format.withArray"):
        return None
    given = named(node.child_by_field_name("arguments"))
    base = strings.pieces(bare(given[0])) if given else None
    if not base or not any(isinstance(piece, Span) and _HOLE.search(_text(node, piece)) for piece in base):
        return None
    return tuple(_filled(node, base, given[1:]))


def _text(node: Node, span: Span) -> bytes:
    return (node.text or b"")[span.start - node.start_byte : span.end - node.start_byte]


def _filled(node: Node, base: Pieces, values: list[Node]) -> Iterator[Piece]:
    used = 0
    for piece in base:
        if not isinstance(piece, Span):
            yield piece
            continue
        end = 0
        text = _text(node, piece)
        for hole in _HOLE.finditer(text):
            if end < hole.start():
                yield Span(piece.start + end, piece.start + hole.start())
            end = hole.end()
            if hole[2] == b"%":
                yield Decoded("%", piece.start + hole.start())
                continue
            index = int(hole[1]) - 1 if hole[1] else used
            used = index + 1
            yield from _value(hole[2], values, index, piece.start + hole.start())
        if end < len(text):
            yield Span(piece.start + end, piece.end)


def _value(kind: bytes, values: list[Node], index: int, at: int) -> Iterator[Piece]:
    if not 0 <= index < len(values):
        return
    value = values[index]
    if kind == b"L":
        yield Bound(value)
    elif kind == b"s":
        yield value
    else:
        items = named(value) if value.type == "array" else [value]
        for position, item in enumerate(items):
            yield from (Decoded(', "' if position else '"', at), item, Decoded('"', at))


LIBRARY = Library("pg-format", pieces=pieces, marks=re.compile(rb"%(?:\d+\$)?[ILs]"))
