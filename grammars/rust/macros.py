"""Macro calls spelt as ordinary expressions, so that one syntax tree holds their arguments too.

tree-sitter leaves a macro's arguments as flat tokens. Here `query!("…", x)` becomes `query ("…", x)`,
`vec![a]` becomes `    [a]` and `select! {…}` becomes `        {…}`: every byte stays where it was.
A macro whose arguments are no Rust expressions (`json!({"a": 1})`) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Language, Node, Parser, Tree

MAX_NESTING = 8
MAX_DEPTH = 400
"""A macro inside more macros, or more brackets, is left as tokens: every level costs once more."""

_BANG = re.compile(rb"!\s{0,8}[(\[{]")
_PATH = frozenset({"identifier", "scoped_identifier", "::", "crate", "self", "super"})
_NO_EXPRESSION = frozenset({"declaration_list", "macro_definition", "match_pattern", "enum_variant_list"})


def parse(source: bytes, language: Language) -> Tree:
    """Return the tree of a source of the same length in which macros that take expressions are calls,
    arrays, blocks.

    Of the tree that is parsed to find them, all the rest is kept.
    """
    parser = Parser(language)
    tree = parser.parse(source)
    rewritten, edits = bytearray(source), list[tuple[Node, Node]]()
    for bang, arguments in reversed(list(_macros(tree.root_node, source))):
        span = slice(arguments.start_byte, arguments.end_byte)
        body = _expressions(parser, bytes(rewritten[span]), arguments)
        if body is not None:
            first = bang if arguments.children[0].type == "(" else _first(bang)
            blank = b" " * (arguments.start_byte - first.start_byte)
            rewritten[first.start_byte : arguments.end_byte] = blank + body
            edits.append((first, arguments))
    for first, last in edits:
        end, point = last.end_byte, last.end_point
        tree.edit(first.start_byte, end, end, first.start_point, point, point)
    return parser.parse(bytes(rewritten), tree) if edits else tree


def _macros(root: Node, source: bytes) -> Iterator[tuple[Node, Node]]:
    """Yield each macro's `!` and its arguments, outermost first."""
    ends: list[int] = []
    for match in _shallow(source):
        ends = [end for end in ends if end > match.start()]
        if len(ends) > MAX_NESTING:
            continue
        bang = root.descendant_for_byte_range(match.start(), match.start() + 1)
        arguments = bang.next_sibling if bang is not None and bang.type == "!" else None
        if bang is None or arguments is None or arguments.type != "token_tree" or not arguments.children:
            continue
        before, around = bang.prev_sibling, bang.parent
        if before is None or before.type not in _PATH or around is None:
            continue
        if around.parent is not None and around.parent.type in _NO_EXPRESSION:
            continue
        yield bang, arguments
        ends.append(arguments.end_byte)


def _shallow(source: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the places where a macro may be called, but for those inside too many brackets."""
    depth = at = 0
    for match in _BANG.finditer(source):
        depth += sum(source.count(each, at, match.end()) for each in (b"(", b"[", b"{"))
        depth -= sum(source.count(each, at, match.end()) for each in (b")", b"]", b"}"))
        at = match.end()
        if depth < MAX_DEPTH:
            yield match


def _expressions(parser: Parser, body: bytes, arguments: Node) -> bytes | None:
    """Return a macro's arguments as Rust reads them: as they are, as statements, or only their blocks."""
    if body[:1] != b"{":
        return body if _parses(parser, body) else None
    ways = (body, _as_statements(body, arguments), _only_blocks(body, arguments))
    return next((way for way in ways if way is not None and _parses(parser, way)), None)


def _parses(parser: Parser, body: bytes) -> bool:
    around = b"fn f() { x%s; }" if body[:1] == b"(" else b"fn f() { let x = %s; }"
    return not parser.parse(around % body).root_node.has_error


def _as_statements(body: bytes, arguments: Node) -> bytes:
    """Return `select!`'s arms with `;` for the arrows and commas between them."""
    made = bytearray(body)
    for token in arguments.children:
        at = token.start_byte - arguments.start_byte
        if token.type in ("=>", ","):
            made[at : at + len(token.type)] = b";".ljust(len(token.type))
    return bytes(made)


def _only_blocks(body: bytes, arguments: Node) -> bytes | None:
    """Return the blocks alone where nothing beside them could hold a text or a call."""
    made = bytearray(b"{" + re.sub(rb"[^\n]", b" ", body[1:-1]) + b"}")
    for token in arguments.children[1:-1]:
        start, end = token.start_byte - arguments.start_byte, token.end_byte - arguments.start_byte
        if token.type == "token_tree" and body[start : start + 1] == b"{":
            made[start:end] = body[start:end]
        elif token.type == "token_tree" or "literal" in token.type:
            return None
    return bytes(made)


def _first(bang: Node) -> Node:
    """Return the node that a macro's path begins with."""
    first, node = bang, bang.prev_sibling
    while node is not None and node.type in _PATH and node.end_byte == first.start_byte:
        first, node = node, node.prev_sibling
    return first
