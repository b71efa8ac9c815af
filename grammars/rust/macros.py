"""Macro calls spelt as ordinary expressions, so that one syntax tree holds their arguments too.

tree-sitter leaves a macro's arguments as flat tokens. Here `query!("…", x)` becomes `query ("…", x)`,
`vec![a]` becomes `    [a]` and `select! {…}` becomes `        {…}`: every byte stays where it was.
A macro whose arguments are no Rust expressions (`json!({"a": 1})`) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Language, Node, Parser

MAX_NESTING = 8
"""A macro inside more macros is left as tokens: every level is parsed once more."""

_BANG = re.compile(rb"!\s{0,8}[(\[{]")
_PATH = frozenset({"identifier", "scoped_identifier", "::", "crate", "self", "super"})
_NO_EXPRESSION = frozenset({"declaration_list", "macro_definition", "match_pattern", "enum_variant_list"})


def spelt(source: bytes, language: Language) -> bytes:
    """Return source of the same length in which macros that take expressions are calls, arrays, blocks."""
    parser = Parser(language)
    root = parser.parse(source).root_node
    rewritten = bytearray(source)
    for bang, arguments, nesting in reversed(list(_macros(root, source))):
        if nesting <= MAX_NESTING and _are_expressions(parser, rewritten, arguments):
            start = bang.start_byte if arguments.children[0].type == "(" else _start(bang)
            rewritten[start : arguments.start_byte] = b" " * (arguments.start_byte - start)
    return bytes(rewritten)


def _macros(root: Node, source: bytes) -> Iterator[tuple[Node, Node, int]]:
    """Yield each macro's `!`, its arguments and how many macros it is in, outermost first."""
    ends: list[int] = []
    for match in _BANG.finditer(source):
        bang = root.descendant_for_byte_range(match.start(), match.start() + 1)
        arguments = bang.next_sibling if bang is not None and bang.type == "!" else None
        if bang is None or arguments is None or arguments.type != "token_tree" or not arguments.children:
            continue
        before, around = bang.prev_sibling, bang.parent
        if before is None or before.type not in _PATH or around is None:
            continue
        if around.parent is not None and around.parent.type in _NO_EXPRESSION:
            continue
        ends = [end for end in ends if end > arguments.start_byte]
        yield bang, arguments, len(ends)
        ends.append(arguments.end_byte)


def _are_expressions(parser: Parser, source: bytearray, arguments: Node) -> bool:
    body = bytes(source[arguments.start_byte : arguments.end_byte])
    return (
        not parser.parse(b"fn f() { x%s; }" % body).root_node.has_error
        if body[:1] == b"("
        else (not parser.parse(b"fn f() { let x = %s; }" % body).root_node.has_error)
    )


def _start(bang: Node) -> int:
    """Return where the macro's path begins."""
    start, node = bang.start_byte, bang.prev_sibling
    while node is not None and node.type in _PATH and node.end_byte == start:
        start, node = node.start_byte, node.prev_sibling
    return start
