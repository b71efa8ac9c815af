"""What Go's names are beyond values: structs, and the table that a model's method returns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from grammars.go.kinds import KINDS
from grammars.kinds import names, strings
from grammars.kinds.calls import text, unwrapped
from grammars.syntax import Definition, Held, Pieces, Span, Trail

_MADE = re.compile(r"(?:\(?&?|new\()(\w+(?:\.\w+)?)(?:\{\}\)?|\))\.TableName")
"""A method of a value that is made for it: `Item{}`, `parcel.Item{}`, `(&Item{})`, `new(Item)`."""


def definition(trail: Trail) -> Definition | None:
    """Return what a name does: a struct's is its own source, that of `TableName` what it returns."""
    parent = trail[-2] if len(trail) > 1 else None
    if parent is not None and parent.child_by_field_name("name") == trail[-1]:
        if parent.type == "type_spec":
            return Definition(text(trail[-1]), "value", parent)
        if parent.type == "function_declaration":
            return Definition(text(trail[-1]), "function", parent)
        if parent.type == "method_declaration" and text(trail[-1]) == "TableName":
            return _table_name(parent)
    return _first(trail) or names.definition(KINDS, trail)


def _first(trail: Trail) -> Definition | None:
    """Read `row, err := newRow(x)` as what the call returns first."""
    if len(trail) < 3 or trail[-2].type != "expression_list" or trail[-3].type != "short_var_declaration":
        return None
    left, right = trail[-3].child_by_field_name("left"), trail[-3].child_by_field_name("right")
    is_first = left == trail[-2] and left.named_children[1:] and left.named_children[0] == trail[-1]
    given = right.named_children if is_first and right is not None else []
    is_call = len(given) == 1 and given[0].type == "call_expression"
    return Definition(text(trail[-1]), "value", given[0]) if is_call else None


def called(node: Node) -> Node | None:
    """Return what a call calls."""
    return node.child_by_field_name("function") if node.type == "call_expression" else None


def results(node: Node) -> Sequence[Node]:
    """Return what a function returns first, at each of its returns."""
    body = node.child_by_field_name("body") if node.type in KINDS.functions else None
    stack, found = [] if body is None else [body], []
    while stack:
        each = stack.pop()
        if each.type == "return_statement":
            found += [value.named_children[0] for value in each.named_children[:1] if value.named_children]
        elif each.type != "func_literal":
            stack.extend(reversed(each.named_children))
    return [each for each in found if each.type != "nil"] or found


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of; a struct is its source, a function its first line.

    `parcel.Item{}.TableName()` is what that method returns, wherever it is.
    """
    if node.type == "type_spec":
        return (Span(node.start_byte, node.end_byte),)
    if node.type == "function_declaration" and (body := node.child_by_field_name("body")) is not None:
        return (Span(node.start_byte, body.start_byte),)
    named = _MADE.fullmatch(text(called(node))) if node.type == "call_expression" else None
    return strings.pieces(KINDS, node) if named is None else (Held(f"{named[1]}.TableName", node),)


def _table_name(method: Node) -> Definition | None:
    """Read `func (User) TableName() string { return "users" }` as the text of `User.TableName`."""
    receiver, body = method.child_by_field_name("receiver"), method.child_by_field_name("body")
    owner = text(receiver).strip("()").split()[-1:] if receiver is not None else []
    statements = body.named_children if body is not None else []
    if len(statements) == 1 and statements[0].type == "statement_list":
        statements = statements[0].named_children
    if not owner or len(statements) != 1 or statements[0].type != "return_statement":
        return None
    returned = statements[0].named_children
    return (
        Definition(f"{owner[0].lstrip('*')}.TableName", "value", unwrapped(KINDS, returned[0]))
        if returned
        else None
    )
