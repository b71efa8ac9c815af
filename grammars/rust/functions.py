"""Rust's functions: what calls give them, what they return, and how a call names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.rust.expressions import callee, children, text
from grammars.rust.names import title
from grammars.syntax import Function, Trail
from scanner.model.facts import Argument

_NESTED = frozenset({"function_item", "closure_expression", "async_block"})


def function(trail: Trail) -> Function | None:
    """Return a function with the positions of its parameters; a method's `self` is not counted.

    One of a type without `self` is called by both names: `Store::insert`.
    """
    node = trail[-1]
    if node.type != "function_item":
        return None
    given = children(node.child_by_field_name("parameters"))
    listed = [each for each in given if each.type == "parameter"]
    named = {text(each.child_by_field_name("pattern")): Argument(index) for index, each in enumerate(listed)}
    name = text(node.child_by_field_name("name"))
    owner = next((title(each) for each in reversed(trail[:-1]) if each.type == "impl_item"), None)
    is_method = bool(given) and given[0].type == "self_parameter"
    return Function(name if is_method or owner is None else f"{owner}::{name}", named)


def called(node: Node) -> Node | None:
    """Return what a call calls, None for a macro."""
    function, is_macro = callee(node) if node.type == "call_expression" else (None, False)
    return None if is_macro else function


def results(node: Node) -> Sequence[Node]:
    """Return what a function or a closure returns: its last expression, and that of each `return`."""
    body = node.child_by_field_name("body") if node.type in ("function_item", "closure_expression") else None
    return [] if body is None else list(_results(body))


def _results(body: Node) -> Iterator[Node]:
    if body.type != "block":
        yield body
        return
    stack = list(body.named_children)
    while stack:
        node = stack.pop(0)
        if node.type == "return_expression":
            yield from children(node)[:1]
        elif node.type not in _NESTED:
            stack = [*node.named_children, *stack]
    yield from (each for each in children(body)[-1:] if _is_value(each))


def _is_value(last: Node) -> bool:
    return (
        not last.type.endswith(("_statement", "_declaration", "_item")) and last.type != "return_expression"
    )
