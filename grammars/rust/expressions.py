"""Rust's calls and macros, and small words about nodes that every module here uses."""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Call

_COMMENTS = ("line_comment", "block_comment")
INNER = frozenset(
    {
        "parenthesized_expression",
        "try_expression",
        "await_expression",
        "reference_expression",
        "unary_expression",
    }
)
"""Expressions that are another one, looked at in another way."""


def text(node: Node | None) -> str:
    """Return a node's source."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def children(node: Node | None) -> list[Node]:
    """Return the named children that are no comments."""
    return [child for child in node.named_children if child.type not in _COMMENTS] if node is not None else []


def callee(node: Node) -> tuple[Node | None, bool]:
    """Return what a call expression calls, without a turbofish, and whether that is a macro.

    `macros.parse` leaves a blank where a macro's `!` was.
    """
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None, False
    is_macro = function.end_byte < arguments.start_byte
    if function.type == "generic_function":
        function = function.child_by_field_name("function")
    return function, is_macro


def arguments_of(node: Node) -> list[Node]:
    """Return a call's arguments."""
    return children(node.child_by_field_name("arguments"))


def last_name(function: Node | None) -> str:
    """Return the last name of a path or a method: `execute` of `client.execute`."""
    if function is None:
        return ""
    named = function.child_by_field_name("field") or function.child_by_field_name("name")
    return text(named if named is not None else function)


def call(node: Node) -> Call | None:
    """Return a call, a macro or a struct literal: `client.execute`, `sqlx::query!`, `Row { … }`."""
    match node.type:
        case "call_expression":
            return _call(node)
        case "macro_invocation":
            macro = node.child_by_field_name("macro")
            values = children(node.named_children[-1])
            return Call(f"{_path(macro)}!", node, tuple(values), at=macro) if macro is not None else None
        case "token_tree":
            return _flat(node)
        case "struct_expression":
            name = node.child_by_field_name("name")
            return Call(_path(name), node, at=name) if name is not None else None
        case _:
            return None


def _call(node: Node) -> Call | None:
    function, is_macro = callee(node)
    if function is None or text(function) in ("Some", "Ok", "Err", "Box::new", "Arc::new"):
        return None
    is_method = function.type == "field_expression"
    name = f"{_path(function)}!" if is_macro else _path(function)
    receiver = function.child_by_field_name("value") if is_method else None
    at = function.child_by_field_name("field") if is_method else function
    return Call(name, node, tuple(arguments_of(node)), receiver=receiver, at=at)


def _flat(node: Node) -> Call | None:
    """Return the call of a nested group of tokens, inside a macro that takes no expressions."""
    before = node.prev_sibling
    bang = before is not None and before.type == "!"
    if bang and before is not None:
        before = before.prev_sibling
    if before is None or before.type != "identifier" or not node.children or node.children[0].type != "(":
        return None
    name, joint = text(before), before.prev_sibling
    if joint is not None and joint.type in (".", "::") and joint.prev_sibling is not None:
        first = text(joint.prev_sibling)
        name = f"{first}{joint.type}{name}" if first.isidentifier() else name
    return Call(f"{name}!" if bang else name, node, tuple(children(node)), at=before)


def _path(function: Node) -> str:
    """Return the last two names of a called path or method."""
    if function.type == "field_expression":
        owner = _owner(function.child_by_field_name("value"))
        return f"{owner}.{last_name(function)}" if owner else last_name(function)
    if function.type in ("scoped_identifier", "scoped_type_identifier"):
        path = function.child_by_field_name("path")
        if path is not None and path.type in ("generic_type", "bracketed_type"):
            path = path.child_by_field_name("type")
        owner = last_name(path) if path is not None else ""
        return f"{owner}::{last_name(function)}" if owner else last_name(function)
    return text(function)


def _owner(node: Node | None) -> str:
    """Return the name that a receiver is known by: `client` of `(&mut *self.client).await?`."""
    for _ in range(40):
        if node is None:
            return ""
        if node.type == "call_expression":
            function, _ = callee(node)
            return last_name(function)
        if node.type in INNER:
            node = children(node)[-1] if children(node) else None
            continue
        return (
            last_name(node)
            if node.type in ("identifier", "self", "field_expression", "scoped_identifier")
            else ""
        )
    return ""
