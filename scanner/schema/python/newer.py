"""Source for a newer Python than the one that reads it, in syntax that both know."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node, Parser

from grammars.python import GRAMMAR


def in_older_syntax(source: bytes) -> bytes:
    """Return a module whose f-strings hold only the unknown name `_`; every byte and line stays in place.

    Quotes, backslashes and line breaks inside of a replacement field are syntax since Python 3.12
    (https://peps.python.org/pep-0701/). What such a string says is known to the running program alone.
    """
    changed = bytearray(source)
    for node in _formatted(Parser(GRAMMAR.load("python")).parse(source).root_node):
        changed[node.start_byte : node.end_byte] = _unknown(source[node.start_byte : node.end_byte])
    return bytes(changed)


def _formatted(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "string" and any(child.type == "interpolation" for child in node.children):
            yield node
        else:
            pending.extend(node.children)


def _unknown(written: bytes) -> bytes:
    """Return a string of the same length and number of lines; a shorter one than that stays as it is."""
    lines = b"\n" * written.count(b"\n")
    opening, closing = (b'f"""{_}', b'"""') if lines else (b'f"{_}', b'"')
    rewritten = (opening + lines).ljust(len(written) - len(closing)) + closing
    return rewritten if len(rewritten) == len(written) else written
