"""Python's string expressions.

Source: https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.python.settings import named_elsewhere, of_model, text_of
from grammars.syntax import Chosen, Decoded, Deferred, Format, Piece, Pieces, Span

_SAME_TEXT = frozenset({"strip", "rstrip", "lstrip", "encode", "decode", "expandtabs"})
_TERMS = 50
_NESTED = 8
"""Lists in a sum, and conditions in one of them, that are followed."""
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
            return _join(base, values[0])
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


def _join(separator: Node, items: Node) -> Pieces | None:
    """Return the pieces of `", ".join(…)` of a list or of a name that is defined as one."""
    while items.type == "parenthesized_expression" and items.named_children:
        items = items.named_children[0]
    if items.type in ("list", "tuple"):
        return _put_together(separator, items)
    if items.type == "binary_operator":
        return _summed(separator, items)
    source, quoted = _mapped(items)
    if source is None:
        return None
    if source.type in ("list", "tuple"):
        return _listed(separator, [_quoted(item) if quoted else (item,) for item in _values(source)])

    def known(value: Node) -> Pieces | None:
        if not quoted:
            return None if value == source else _join(separator, value)
        if value.type not in ("list", "tuple"):
            return None
        return _listed(separator, [_quoted(item) for item in _values(value)])

    return (Deferred(source, known, separator, quoted),)


def _summed(separator: Node, items: Node) -> Pieces | None:
    """Return the pieces of a sum of lists."""
    terms: list[Node] = []
    while items.type == "binary_operator" and len(terms) < _TERMS:
        left, right = items.child_by_field_name("left"), items.child_by_field_name("right")
        if left is None or right is None or items.children[1].type != "+":
            return None
        terms, items = [right, *terms], left
    first = _join(separator, items) if items.type in ("list", "tuple", "identifier", "attribute") else None
    more = [_more(separator, term) for term in terms]
    if first is None or any(each is None for each in more):
        return None
    return (*first, *(piece for each in more for piece in each or ()))


def _put_together(separator: Node, items: Node) -> Pieces:
    """Return the pieces of a list with those that it spreads."""
    pieces: list[Piece] = []
    for item in _values(items):
        if item.type == "list_splat" and item.named_children:
            pieces += _more(separator, item.named_children[0]) or (separator, item)
        else:
            pieces += [separator, item] if pieces else [item]
    return tuple(pieces)


def _more(separator: Node, items: Node, depth: int = 0) -> Pieces | None:
    """Return the pieces of a list that follows another one, each with the separator before it."""
    while items.type == "parenthesized_expression" and items.named_children:
        items = items.named_children[0]
    if items.type in ("list", "tuple"):
        return tuple(piece for item in _values(items) for piece in (separator, item))
    if items.type == "conditional_expression" and depth < _NESTED:
        branches = (items.named_children[0], items.named_children[-1])
        ways = [_more(separator, branch, depth + 1) for branch in branches]
        known = [way for way in ways if way is not None]
        return (Chosen(tuple(known), items.start_byte),) if len(known) == len(ways) else None
    joined = _join(separator, items) if items.type in ("identifier", "attribute") else None
    return None if joined is None else (separator, *joined)


def _listed(separator: Node, items: Sequence[Pieces]) -> Pieces:
    pieces: list[Piece] = []
    for item in items:
        pieces += [separator, *item] if pieces else [*item]
    return tuple(pieces)


def _quoted(item: Node) -> Pieces:
    return (Decoded('"', item.start_byte), item, Decoded('"', item.start_byte))


def _mapped(items: Node) -> tuple[Node | None, bool]:
    """Return the list that is joined, and whether each element of it becomes an Identifier.

    `columns`, `map(sql.Identifier, columns)`, `(sql.Identifier(c) for c in columns)`.
    """
    if items.type in ("identifier", "attribute"):
        return items, False
    if items.type == "call" and (items.child_by_field_name("function") or items).text == b"map":
        given = _values(items.child_by_field_name("arguments") or items)
        if len(given) == 2 and (given[0].text or b"").endswith(b"Identifier"):
            return given[1], True
    if items.type in ("generator_expression", "list_comprehension"):
        body = items.child_by_field_name("body")
        clause = next((each for each in items.named_children if each.type == "for_in_clause"), None)
        source = clause.child_by_field_name("right") if clause is not None else None
        if body is not None and re.fullmatch(rb"(?:\w+\.)?Identifier\(\w+\)", body.text or b""):
            return source, True
    return None, False
