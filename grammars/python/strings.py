"""Python's string expressions.

Source: https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.python.joins import join
from grammars.python.settings import named_elsewhere, of_model, text_of
from grammars.syntax import Decoded, Format, Piece, Pieces, Span

_SAME_TEXT = frozenset({"strip", "rstrip", "lstrip", "encode", "decode", "expandtabs"})
_WRAPPERS = frozenset({"dedent", "cleandoc", "text", "str", "mark_safe", "TextClause"})


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of, None when the node is none."""
    match node.type:
        case "string":
            return tuple(_string(node))
        case "class_definition":
            return (Span(node.start_byte, node.end_byte),)
        case "concatenated_string":
            return tuple(child for child in node.named_children if child.type == "string")
        case "parenthesized_expression" | "await":
            inner = [child for child in node.named_children if child.type != "comment"]
            return tuple(inner) if len(inner) == 1 else None
        case "named_expression":
            value = node.child_by_field_name("value")
            return (value,) if value else None
        case "binary_operator":
            return _operator(node)
        case "call":
            return _call(node)
        case "attribute":
            return of_model(node)
        case _:
            return None


def _string(node: Node) -> Iterator[Piece]:
    prefix = (node.children[0].text or b"").lower() if node.children else b""
    for child in node.children[1:-1]:
        if child.type == "interpolation":
            expression = child.child_by_field_name("expression")
            if expression is not None:
                yield expression
        elif b"r" in prefix:
            yield Span(child.start_byte, child.end_byte)
        else:
            yield from _content(child)


def _content(node: Node) -> Iterator[Piece]:
    start = node.start_byte
    for escape in node.children:
        if escape.type not in ("escape_sequence", "escape_interpolation"):
            continue
        if start < escape.start_byte:
            yield Span(start, escape.start_byte)
        yield Decoded(_decoded((escape.text or b"").decode("utf-8", "replace")), escape.start_byte)
        start = escape.end_byte
    if start < node.end_byte:
        yield Span(start, node.end_byte)


def _decoded(escape: str) -> str:
    if escape in ("{{", "}}"):
        return escape[0]
    if escape[:1] == "\\" and escape[1:2] in ("\n", "\r"):
        return ""
    try:
        value = ast.literal_eval(f'"{escape}"')
    except (SyntaxError, ValueError):
        return escape
    return value if isinstance(value, str) else escape


def _operator(node: Node) -> Pieces | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return None
    if operator.type == "+":
        return left, right
    if operator.type == "%":
        return (_percent(left, right),)
    return None


def _percent(base: Node, right: Node) -> Format:
    match right.type:
        case "tuple":
            return Format(base, "percent", tuple((child,) for child in _values(right)))
        case "dictionary":
            return Format(base, "percent", named=_pairs(right))
        case _:
            return Format(base, "percent", ((right,),), mapping=right)


def _pairs(node: Node) -> dict[str, Pieces]:
    pairs: dict[str, Pieces] = {}
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None and key.type == "string":
            pairs[(key.text or b"").decode("utf-8", "replace").strip("\"'")] = (value,)
    return pairs


def _values(node: Node) -> Sequence[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _call(node: Node) -> Pieces | None:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None
    values = [arguments] if arguments.type == "generator_expression" else _values(arguments)
    base = function.child_by_field_name("object")
    name = text_of(function.child_by_field_name("attribute") or function)
    method = None if base is None else _method(base, name, values)
    told = method or named_elsewhere(node, text_of(base), name, values)
    if told is not None:
        return told
    if name in _WRAPPERS and values and values[0].type != "keyword_argument":
        return (values[0],)
    return None


def _method(base: Node, name: str, values: Sequence[Node]) -> Pieces | None:
    """Return the pieces of a method of a string: a format, a join, one that gives the same text."""
    match name:
        case "format":
            return (_brace(base, values),)
        case "join" if len(values) == 1:
            return join(base, values[0])
        case "format_map" if len(values) == 1:
            return (Format(base, "brace", mapping=values[0]),)
        case _:
            return (base,) if name in _SAME_TEXT else None


def _brace(base: Node, values: Sequence[Node]) -> Format:
    named: dict[str, Pieces] = {}
    for value in values:
        if value.type == "keyword_argument":
            name, given = value.child_by_field_name("name"), value.child_by_field_name("value")
            if name is not None and given is not None:
                named[(name.text or b"").decode()] = (given,)
    unnamed = [value for value in values if value.type not in ("keyword_argument", "dictionary_splat")]
    splats = [value.named_children[0] for value in values if value.type == "dictionary_splat"]
    return Format(
        base, "brace", tuple((each,) for each in unnamed), named, mapping=splats[0] if splats else None
    )
