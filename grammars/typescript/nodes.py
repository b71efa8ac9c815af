"""Small questions about nodes of a TypeScript or JavaScript tree."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "type_assertion",
    }
)
"""Expressions with the value of the one that they hold."""

FUNCTIONS = frozenset(
    {"arrow_function", "function_expression", "function", "function_declaration", "method_definition"}
)
TYPE_NAMES = frozenset({"type_arguments", "comment"})


def text(node: Node | None) -> str:
    """Return a node's source, "" for None."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def named(node: Node | None) -> list[Node]:
    """Return a node's named children without comments and type arguments."""
    return [] if node is None else [child for child in node.named_children if child.type not in TYPE_NAMES]


def bare(node: Node) -> Node:
    """Return an expression without parentheses, casts and await around it."""
    while node.type in WRAPPERS and (inner := content(node)) is not None:
        node = inner
    return node


def callee(node: Node) -> Node | None:
    """Return what a call calls; `await f<T>(x)` parses as a call of `await f`."""
    function = node.child_by_field_name("function")
    return None if function is None else plain(function)


def plain(function: Node) -> Node:
    """Return a called name without await and type arguments around it."""
    while function.type in WRAPPERS or function.type == "instantiation_expression":
        inner = content(function)
        if inner is None:
            break
        function = inner
    return function


def content(node: Node) -> Node | None:
    """Return what a wrapper holds: the last child of `<T>x`, else the first."""
    children = named(node)
    if not children:
        return None
    return children[-1] if node.type == "type_assertion" else children[0]


def called(node: Node) -> str:
    """Return how a person would name a called expression: `this.db.query` is `db.query`."""
    node = _head(node)
    if node.type != "member_expression":
        return text(node) if node.type in ("identifier", "super", "this", "import") else ""
    owner = node.child_by_field_name("object")
    head = _head(owner) if owner is not None else None
    if head is not None and head.type == "member_expression":
        before = text(head.child_by_field_name("property"))
    else:
        before = text(head) if head is not None and head.type == "identifier" else ""
    name = text(node.child_by_field_name("property"))
    return f"{before}.{name}" if before else name


def _head(node: Node) -> Node:
    """Return the name in `name(…)`, `name[…]`, `name!` and the like."""
    while True:
        node = bare(node)
        inner = None
        match node.type:
            case "call_expression":
                inner = callee(node)
            case "subscript_expression":
                inner = node.child_by_field_name("object")
            case "instantiation_expression":
                inner = content(node)
            case _:
                pass
        if inner is None:
            return node
        node = inner


def method(node: Node) -> tuple[Node, str, list[Node]] | None:
    """Return receiver, name and arguments of a method call, None when the node is none."""
    function = callee(node) if node.type == "call_expression" else None
    arguments = node.child_by_field_name("arguments")
    if function is None or function.type != "member_expression" or arguments is None:
        return None
    receiver = function.child_by_field_name("object")
    if receiver is None or arguments.type != "arguments":
        return None
    return receiver, text(function.child_by_field_name("property")), named(arguments)


def results(function: Node) -> Iterator[Node]:
    """Yield what a function returns: an arrow's expression, or the value of every return of its own."""
    body = function.child_by_field_name("body")
    if body is None:
        return
    if body.type != "statement_block":
        yield body
        return
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type == "return_statement":
            yield from named(node)[:1]
        elif node.type not in FUNCTIONS and not node.type.startswith("class"):
            stack.extend(reversed(node.named_children))
