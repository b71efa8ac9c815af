"""String expressions by their kinds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.kinds.calls import arguments, call, unwrapped
from grammars.kinds.table import Kinds
from grammars.syntax import Decoded, Format, Piece, Pieces, Span

_OPENING = re.compile(rb"[@$]*[\"'`]")


def pieces(kinds: Kinds, node: Node) -> Pieces | None:
    """Return what a string expression is made of, None when the node is none."""
    if node.type in kinds.strings:
        return tuple(_literal(kinds, node))
    if node.type in kinds.concatenation:
        return _joined(kinds, node)
    if node.type in kinds.wrappers and not node.type.endswith("argument"):
        inner = unwrapped(kinds, node)
        return (inner,) if inner.id != node.id else None
    return _made(kinds, node) if node.type in kinds.calls else None


def _literal(kinds: Kinds, node: Node) -> Iterator[Piece]:
    """Yield a literal's parts; one without inner nodes is its own text between two delimiters."""
    pairs = kinds.doubled.get(node.type, ())
    if not node.named_children:
        opening = _OPENING.match(node.text or b"")
        closing = 1 if node.end_byte - node.start_byte >= 2 else 0
        start = node.start_byte + (opening.end() if opening is not None else closing)
        yield from _halved(node, max(start, node.start_byte), node.end_byte - closing, pairs)
        return
    for child in node.named_children:
        if child.type in kinds.escapes:
            yield Decoded(_decoded((child.text or b"").decode("utf-8", "replace")), child.start_byte)
        elif child.type in kinds.interpolations:
            inner = [each for each in child.named_children if not each.type.endswith("_brace")]
            yield inner[0] if inner else child
        elif child.type in kinds.contents:
            yield from (
                _literal(kinds, child)
                if child.named_children
                else _halved(child, child.start_byte, child.end_byte, pairs)
            )
        elif child.type in kinds.names or child.type in kinds.members:
            yield child


def _halved(node: Node, start: int, end: int, pairs: tuple[bytes, ...]) -> Iterator[Span]:
    """Yield the text between two bytes of a node, of each pair only the first half."""
    text = node.text or b""
    while start < end:
        places = (text.find(pair, start - node.start_byte, end - node.start_byte) for pair in pairs)
        first = min((place + node.start_byte for place in places if place >= 0), default=None)
        if first is None:
            break
        yield Span(start, first + 1)
        start = first + 2
    yield Span(start, end)


def _decoded(escape: str) -> str:
    try:
        value = ast.literal_eval(f'"{escape}"')
    except (SyntaxError, ValueError):
        return escape.removeprefix("\\")
    return value if isinstance(value, str) else escape


def _joined(kinds: Kinds, node: Node) -> Pieces | None:
    operators = {child.type for child in node.children if not child.is_named}
    if operators and not operators & kinds.concatenation[node.type]:
        return None
    return tuple(child for child in node.named_children if child.type not in kinds.comments)


def _made(kinds: Kinds, node: Node) -> Pieces | None:
    """Return the text of a format call, or of a call that gives its receiver or argument back."""
    made = call(kinds, node)
    if made is None:
        return None
    given, name = arguments(kinds, node), made.name.rpartition(".")[2]
    style = kinds.formats.get(made.name) or kinds.formats.get(name)
    if style is not None:
        if given and given[0].type in kinds.strings | frozenset(kinds.concatenation) | kinds.names:
            return (Format(given[0], style, tuple((each,) for each in given[1:])),)
        if made.receiver is not None and made.receiver.type in kinds.strings:
            return (Format(made.receiver, style, tuple((each,) for each in given)),)
    if name in kinds.same and made.receiver is not None:
        return (made.receiver,)
    if (made.name in kinds.wraps or name in kinds.wraps) and given:
        return (given[0],)
    return None
