"""Tags with type arguments, which tree-sitter does not know: `` sql<Row[]>`…` `` is read as `` sql`…` ``.

It takes them for comparisons, or for a syntax error. They are blanked: every byte stays where it was.
"""

from __future__ import annotations

import re

from tree_sitter import Language, Parser, Tree

_CLOSING = re.compile(rb"(?<!=)>\s{0,200}`")
_ANGLE = re.compile(rb"[<>`]")
_NAMED = re.compile(rb"[\w$]")
_NO_TYPE = re.compile(rb"&&|\|\||[+*^%~!]")
_VISIBLE = re.compile(rb"[^\r\n]")
_REACH = 4_000
"""Bytes that type arguments may take."""


def parse(source: bytes, language: Language) -> Tree:
    """Return the tree of a source of the same length in which no tag has type arguments."""
    rewritten = bytearray(source)
    for closing in _CLOSING.finditer(source):
        start = _opening(source, closing.start())
        if start is not None:
            end = closing.start() + 1
            rewritten[start:end] = _VISIBLE.sub(b" ", source[start:end])
    return Parser(language).parse(bytes(rewritten))


def _opening(source: bytes, end: int) -> int | None:
    """Return where the type arguments begin that end at this byte, None when they are none."""
    depth, floor = 1, max(0, end - _REACH)
    for angle in reversed([*_ANGLE.finditer(source, floor, end)]):
        at = angle.start()
        match angle[0]:
            case b"`":
                return None
            case b">":
                depth += source[at - 1 : at] != b"="
            case _:
                depth -= 1
        if depth == 0:
            named = _NAMED.match(source[at - 1 : at]) is not None
            return at if named and _NO_TYPE.search(source, at, end) is None else None
    return None
