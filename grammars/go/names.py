"""What Go's names are beyond values: structs, and the table that a model's method returns."""

from __future__ import annotations

from tree_sitter import Node

from grammars.go.kinds import KINDS
from grammars.kinds import names, strings
from grammars.kinds.calls import text, unwrapped
from grammars.syntax import Definition, Pieces, Span, Trail


def definition(trail: Trail) -> Definition | None:
    """Return what a name does: a struct's is its own source, that of `TableName` what it returns."""
    parent = trail[-2] if len(trail) > 1 else None
    if parent is not None and parent.child_by_field_name("name") == trail[-1]:
        if parent.type == "type_spec":
            return Definition(text(trail[-1]), "value", parent)
        if parent.type == "method_declaration" and text(trail[-1]) == "TableName":
            return _table_name(parent)
    return names.definition(KINDS, trail)


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of; a struct is its source."""
    if node.type == "type_spec":
        return (Span(node.start_byte, node.end_byte),)
    return strings.pieces(KINDS, node)


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
