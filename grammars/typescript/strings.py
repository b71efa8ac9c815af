"""TypeScript's and JavaScript's string expressions.

Source: https://tc39.es/ecma262/#sec-literals-string-literals
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Chosen, Decoded, Deferred, Piece, Pieces, Span
from grammars.typescript import tags
from grammars.typescript.nodes import WRAPPERS, callee, content, method, named, text

_SAME_TEXT = frozenset({"trim", "trimStart", "trimEnd", "trimLeft", "trimRight", "toString", "valueOf"})
_SAME_FUNCTIONS = frozenset(
    {"String", "dedent", "outdent", "stripIndent", "stripIndents", "oneLine", "unindent", "trim"}
)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})")
_MAX_CODE = 0x10FFFF

_NESTED = 8
"""Conditions in a list that are followed."""


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of, None when the node is none."""
    match node.type:
        case "string":
            return tuple(_between(node, node.children, _escape))
        case "template_string":
            return tuple(_between(node, node.children, lambda child: (_inner(child),)))
        case "binary_expression":
            return _operator(node)
        case "call_expression":
            return _call(node)
        case wrapper if wrapper in WRAPPERS:
            inner = content(node)
            return (inner,) if inner is not None else None
        case _:
            return None


def _between(
    node: Node, children: Sequence[Node], hole: Callable[[Node], Pieces], raw: bool = False
) -> Iterator[Piece]:
    """Yield a literal's own characters as spans, with its escapes and substitutions between them."""
    start, end = node.start_byte + 1, max(node.start_byte + 1, node.end_byte - 1)
    for child in children:
        if child.type == "escape_sequence" and not raw:
            piece: Pieces = _escape(child)
        elif child.type == "template_substitution":
            piece = hole(child)
        else:
            continue
        if start < child.start_byte:
            yield Span(start, child.start_byte)
        yield from piece
        start = child.end_byte
    if start < end:
        yield Span(start, end)


def _inner(substitution: Node) -> Node:
    expressions = named(substitution)
    return expressions[0] if expressions else substitution


def _escape(node: Node) -> Pieces:
    return (Decoded(_decoded(text(node)), node.start_byte),)


def _decoded(escape: str) -> str:
    if escape[1:2] in ("\n", "\r", "\u2028", "\u2029"):
        return ""
    match = _CODE.fullmatch(escape)
    if match is None:
        return _SIMPLE.get(escape[1:], escape[1:])
    code = int(next(group for group in match.groups() if group), 16)
    return chr(code) if code <= _MAX_CODE else escape


def _operator(node: Node) -> Pieces | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text(node.child_by_field_name("operator"))
    if left is None or right is None:
        return None
    return (left, right) if operator == "+" else None


def _tagged(tag: Node, literal: Node) -> Iterator[Piece]:
    raw = tags.is_raw(tag)
    if tags.is_plain(tag):
        yield from _between(literal, literal.children, lambda child: (_inner(child),), raw)
        return
    before = ""
    for piece in _between(literal, literal.children, lambda child: (_inner(child),), raw):
        match piece:
            case Node():
                yield from tags.value(tag, piece, before)
            case Span(start, end):
                own = (literal.text or b"")[start - literal.start_byte : end - literal.start_byte]
                before += own.decode("utf-8", "replace")
                yield piece
            case _:
                yield piece


def _call(node: Node) -> Pieces | None:
    function, arguments = callee(node), node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None
    if arguments.type == "template_string":
        return tuple(_tagged(function, arguments))
    called = method(node)
    if called is None:
        given = named(arguments)
        return (given[0],) if text(function) in _SAME_FUNCTIONS and given else None
    receiver, name, given = called
    match name:
        case "concat" if receiver.type in ("string", "template_string"):
            return (receiver, *given)
        case "join" if len(given) <= 1:
            return _joined(receiver, given[0] if given else Decoded(",", node.end_byte))
        case _:
            return (receiver,) if name in _SAME_TEXT and not given else None


def _joined(items: Node, separator: Piece) -> Pieces | None:
    """Read `[…].join(', ')`, also of a named array, also of one that is mapped to quoted names."""
    mapped = method(items)
    if mapped is not None and mapped[1] == "map" and mapped[2]:
        return _joined_names(mapped[0], mapped[2][0], separator)
    if items.type in WRAPPERS and (inner := content(items)) is not None:
        return _joined(inner, separator)
    if items.type == "array":
        return _between_items([(item,) for item in named(items)], separator)
    if items.type in ("identifier", "member_expression"):
        return (Deferred(items, lambda value: _joined(value, separator), separator),)
    return None


def _joined_names(items: Node, function: Node, separator: Piece) -> Pieces | None:
    """Read ``names.map((name) => `"${name}"`).join(', ')``."""
    parameter = tags.only_parameter(function)
    body = function.child_by_field_name("body")
    if parameter is None or body is None or body.type != "template_string":
        return None

    def quoted(item: Node) -> Pieces:
        own = [_inner(child) for child in body.children if child.type == "template_substitution"]
        if [text(node) for node in own] != [parameter]:
            return (item,)
        return tuple(_between(body, body.children, lambda _: (item,)))

    def joined(value: Node) -> Pieces | None:
        while value.type in WRAPPERS and (inner := content(value)) is not None:
            value = inner
        return (
            _between_items([quoted(item) for item in named(value)], separator)
            if value.type == "array"
            else None
        )

    return joined(items) or (Deferred(items, joined),) if items.type != "array" else joined(items)


def _between_items(items: Sequence[Pieces], separator: Piece) -> Pieces | None:
    joined: list[Piece] = []
    for index, item in enumerate(items):
        first = item[0] if item else None
        if isinstance(first, Node) and first.type == "spread_element":
            more = _spread(first.named_children[-1], separator)
            if more is None:
                return None
            joined += more
        else:
            joined += [separator, *item] if index else item
    return tuple(joined)


def _spread(items: Node, separator: Piece, depth: int = 0) -> Pieces | None:
    """Read `...(more ? ['b'] : [])` in a list: each name with the separator before it."""
    while items.type in WRAPPERS and (inner := content(items)) is not None:
        items = inner
    if items.type == "array" and all(each.type in ("string", "template_string") for each in named(items)):
        return tuple(piece for item in named(items) for piece in (separator, item))
    if items.type != "ternary_expression" or depth > _NESTED:
        return None
    branches = [items.child_by_field_name(name) for name in ("consequence", "alternative")]
    ways = [None if branch is None else _spread(branch, separator, depth + 1) for branch in branches]
    known = [way for way in ways if way is not None]
    return (Chosen(tuple(known), items.start_byte),) if len(known) == len(ways) else None
