"""Decorators: `@Entity('users') class User`, `@Column({ name: 'created_at' }) createdAt`."""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.syntax import Entry
from grammars.typescript.expressions import entries
from grammars.typescript.nodes import bare, called, callee, named, text

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def of_class(declaration: Node, around: Node, *names: str) -> Node | None:
    """Return the call of a class's decorator of such a name; `around` may be an export statement."""
    children = [*declaration.children, *(around.children if around.type == "export_statement" else ())]
    return next((call for call in map(_call, children) if call is not None and _name(call) in names), None)


def of_field(field: Node) -> Node | None:
    """Return the call of a field's last decorator whose name ends in `Column`."""
    calls = [call for call in map(_call, field.children) if call is not None]
    return next((call for call in reversed(calls) if _name(call).endswith("Column")), None)


def class_name(call: Node) -> Node | None:
    """Return the name of the class that a decorator's call stands before."""
    decorator = call.parent
    around = decorator.parent if decorator is not None else None
    declaration = around.child_by_field_name("declaration") if around is not None else None
    declaration = declaration or around
    return declaration.child_by_field_name("name") if declaration is not None else None


def option(call: Node, *keys: str) -> Node | None:
    """Return the value of the first of these keys in an object among a call's arguments."""
    for argument in named(call.child_by_field_name("arguments")):
        listed = [entry for entry in entries(bare(argument)) or () if isinstance(entry, Entry)]
        for key in keys:
            for entry in listed:
                if entry.key == key and entry.value is not None:
                    return entry.value
    return None


def snake_case(name: str) -> str:
    """Return `OrderLine` as `order_line`."""
    return _WORD.sub("_", name).lower()


def _call(decorator: Node) -> Node | None:
    if decorator.type != "decorator":
        return None
    return next((child for child in decorator.named_children if child.type == "call_expression"), None)


def _name(call: Node) -> str:
    function = callee(call)
    return called(function) if function is not None else text(call)
