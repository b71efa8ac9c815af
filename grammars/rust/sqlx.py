"""sqlx's QueryBuilder: `QueryBuilder::new("INSERT …").push("…").push_bind(x)`, also over many statements.

Source: https://docs.rs/sqlx/latest/sqlx/struct.QueryBuilder.html
"""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.rust.expressions import arguments_of, callee, last_name, text
from grammars.syntax import Bound, Decoded, Library, Opaque, Piece, Pieces

_PUSHES = frozenset({"push", "push_bind", "push_values", "push_tuples", "separated"})
MAX_STEPS = 200


def pieces(node: Node) -> Pieces | None:
    """Return what one push adds to the text before it, or the text that a builder is made with."""
    function, _ = callee(node) if node.type == "call_expression" else (None, False)
    values = arguments_of(node)
    if function is None or not values:
        return None
    base, name = function.child_by_field_name("value"), last_name(function)
    if base is None:
        return (values[0],) if _makes_builder(function) else None
    if name not in _PUSHES or not _is_builder(base):
        return None
    pushed = _pushed(name, values[0], node)
    return (pushed,) if base.type == "identifier" else (base, pushed)


def _is_builder(base: Node) -> bool:
    for _ in range(MAX_STEPS):
        if base.type == "identifier":
            return holds_builder(base)
        function, _is_macro = callee(base) if base.type == "call_expression" else (None, False)
        if function is None:
            return False
        inner = function.child_by_field_name("value")
        if inner is None:
            return _makes_builder(function)
        if last_name(function) not in _PUSHES:
            return False
        base = inner
    return False


def _pushed(name: str, value: Node, node: Node) -> Piece:
    match name:
        case "push":
            return value
        case "push_bind":
            return Bound(value)
        case "push_values":
            return Decoded(" VALUES ", node.end_byte)
        case _:
            return Opaque(name, node.end_byte)


def _makes_builder(function: Node) -> bool:
    path = re.sub(r"(?:::)?<.*?>|\s", "", text(function))
    return path.endswith(("QueryBuilder::new", "QueryBuilder::with_arguments"))


def holds_builder(name: Node) -> bool:
    """Return whether a name is declared as a QueryBuilder in the function around it."""
    scope = name
    while scope.type != "function_item":
        if scope.parent is None:
            return False
        scope = scope.parent
    before = (scope.text or b"")[: name.start_byte - scope.start_byte]
    pattern = rb"(?<![\w.])%s\b\s*[:=][^;=]{0,120}?\bQueryBuilder\b" % re.escape(text(name).encode())
    return re.search(pattern, before) is not None


def appended(builder: Node, around: tuple[Node, ...]) -> Node | None:
    """Return the whole chain of pushes that starts at a builder's name; `around` are the nodes outside it."""
    found: Node | None = None
    node = builder
    for outer in reversed(around):
        if outer.type == "call_expression" and node.type == "field_expression":
            if last_name(node) not in _PUSHES:
                break
            found = outer
        elif outer.type != "field_expression" or outer.child_by_field_name("value") != node:
            break
        node = outer
    return found if found is not None and holds_builder(builder) else None


LIBRARY = Library("sqlx", pieces=pieces)
