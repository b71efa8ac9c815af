"""Calls by their kinds."""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.kinds.table import Kinds
from grammars.syntax import Call


def text(node: Node | None) -> str:
    """Return a node's source."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def field(node: Node, name: str, index: int) -> Node | None:
    """Return a node's field; one without a name is told by its place among the named children."""
    if name:
        return node.child_by_field_name(name)
    return node.named_children[index] if node.named_children else None


def call(kinds: Kinds, node: Node) -> Call | None:
    """Return a call, named by the last two names of what is called."""
    shape = kinds.calls.get(node.type)
    called = field(node, shape.name, 0) if shape is not None else None
    if shape is None or called is None:
        return None
    receiver = node.child_by_field_name(shape.receiver) if shape.receiver else None
    at = called
    if called.type in kinds.members:
        owner, name = kinds.members[called.type]
        receiver, at = field(called, owner, 0), field(called, name, -1) or called
    return Call(
        name=_named(receiver, at),
        node=node,
        positional=tuple(arguments(kinds, node)),
        receiver=receiver,
        at=at,
    )


def arguments(kinds: Kinds, node: Node) -> list[Node]:
    """Return the arguments of a call, each out of its wrapper."""
    shape = kinds.calls[node.type]
    given = node.child_by_field_name(shape.arguments)
    if given is None:
        given = next((child for child in node.named_children if "arguments" in child.type), None)
    values = [child for child in given.named_children if child.type not in kinds.comments] if given else []
    return [unwrapped(kinds, value) for value in values]


def unwrapped(kinds: Kinds, node: Node) -> Node:
    """Return what parentheses, an argument's node or a list of one hold."""
    while node.type in kinds.wrappers:
        inner = [child for child in node.named_children if child.type not in kinds.comments]
        if len(inner) != 1:
            return node
        node = inner[0]
    return node


def _named(receiver: Node | None, at: Node) -> str:
    name = text(at)
    flat = re.sub(r"\s+", "", text(receiver))
    while (bare := re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", "", flat)) != flat:
        flat = bare
    owner = re.split(r"\.|->|::", flat)[-1].lstrip("$@&*")
    return f"{owner}.{name}" if owner else name
