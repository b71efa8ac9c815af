"""Source for a newer Python than the one that reads it, in syntax that both know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tree_sitter import Node, Parser

from grammars.python import GRAMMAR

Edit = tuple[int, int, bytes]
"""Bytes from one place to another, and what stands there instead."""


def in_older_syntax(source: bytes) -> Iterator[bytes]:
    """Yield a module with every line in its place: without newer statements, then without f-strings as well.

    A newer Python allows `except A, B:` (https://peps.python.org/pep-0758/), type parameters and `type X = …`
    (pep-0695), and in the replacement fields of f-strings quotes, backslashes and line breaks (pep-0701):
    what such a string says is known to the running program alone, so that it holds the unknown name `_`.
    """
    nodes = [*_nodes(Parser(GRAMMAR.load("python")).parse(source).root_node)]
    statements = [edit for node in nodes for edit in _EDITS.get(node.type, _none)(source, node)]
    strings = [edit for node in nodes for edit in _string(source, node)]
    for edits in (statements, [*statements, *strings]):
        if edits:
            yield _edited(source, edits)


def _nodes(root: Node) -> Iterator[Node]:
    """Yield every node that is in no formatted string."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if not _is_formatted(node):
            pending.extend(node.children)


def _is_formatted(node: Node) -> bool:
    return node.type == "string" and any(child.type == "interpolation" for child in node.children)


def _edited(source: bytes, edits: list[Edit]) -> bytes:
    for start, end, instead in sorted(edits, reverse=True):
        source = source[:start] + instead + source[end:]
    return source


def _none(_: bytes, __: Node) -> Iterator[Edit]:
    yield from ()


def _except(_: bytes, node: Node) -> Iterator[Edit]:
    """Put several exception types in parentheses."""
    types = node.children_by_field_name("value")
    if len(types) > 1:
        yield types[0].start_byte, types[0].start_byte, b"("
        yield types[-1].end_byte, types[-1].end_byte, b")"


def _alias(source: bytes, node: Node) -> Iterator[Edit]:
    """Make a type's name that of a variable."""
    left = node.child_by_field_name("left")
    if left is not None:
        written = source[left.start_byte : left.end_byte]
        name = written.partition(b"[")[0]
        yield node.start_byte, left.end_byte, name + b"\\\n" * written.count(b"\n")


def _parameters(source: bytes, node: Node) -> Iterator[Edit]:
    """Leave out the type parameters of a class or a function."""
    parameters = node.child_by_field_name("type_parameters")
    if parameters is not None:
        start, end = parameters.start_byte, parameters.end_byte
        yield start, end, b"\\\n" * source.count(b"\n", start, end)


def _string(source: bytes, node: Node) -> Iterator[Edit]:
    if _is_formatted(node):
        start, end = node.start_byte, node.end_byte
        yield start, end, _unknown(source[start:end])


def _unknown(written: bytes) -> bytes:
    """Return a string of the same length and number of lines; a shorter one than that stays as it is."""
    lines = b"\n" * written.count(b"\n")
    opening, closing = (b'f"""{_}', b'"""') if lines else (b'f"{_}', b'"')
    rewritten = (opening + lines).ljust(len(written) - len(closing)) + closing
    return rewritten if len(rewritten) == len(written) else written


_EDITS: Mapping[str, Callable[[bytes, Node], Iterator[Edit]]] = {
    "except_clause": _except,
    "type_alias_statement": _alias,
    "class_definition": _parameters,
    "function_definition": _parameters,
}
