"""Row literals by their kinds."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from grammars.kinds.calls import call, text, unwrapped
from grammars.kinds.table import Kinds
from grammars.syntax import Call, Entry, Spread


def entries(kinds: Kinds, node: Node) -> Sequence[Entry | Spread] | None:
    """Return the keys of a map, hash or array literal that has pairs."""
    made = call(kinds, node)
    if made is not None and made.name in kinds.map_calls:
        return [
            Entry((key,), value)
            for key, value in zip(made.positional[::2], made.positional[1::2], strict=False)
        ]
    if made is not None and made.name in kinds.merges:
        return [Spread(each) for each in made.positional]
    if _is_empty_map(kinds, node, made):
        return []
    body = node.child_by_field_name("body") or node.child_by_field_name("initializer") or node
    pairs = [child for child in body.named_children if child.type in kinds.rows]
    if not pairs or len(pairs) < len([c for c in body.named_children if c.type not in kinds.comments]):
        return None
    if all(pair.type in kinds.wrappers and len(pair.named_children) == 1 for pair in pairs):
        return None
    return [_entry(kinds, pair) for pair in pairs]


def _is_empty_map(kinds: Kinds, node: Node, made: Call | None) -> bool:
    """Read `map[string]any{}` and `make(map[string]any)`."""
    kind, body = node.child_by_field_name("type"), node.child_by_field_name("body")
    if kind is not None and body is not None:
        return kind.type in kinds.maps and not body.named_children
    first = made.positional[:1] if made is not None and made.name == "make" else ()
    return bool(first) and first[0].type in kinds.maps


def _entry(kinds: Kinds, pair: Node) -> Entry | Spread:
    key_field, value_field = kinds.rows[pair.type]
    key, value = pair.child_by_field_name(key_field), pair.child_by_field_name(value_field)
    if key is None or value is None:
        named = [child for child in pair.named_children if child.type not in kinds.comments]
        if len(named) < 2:
            return Spread(pair)
        key, value = named[0], named[-1]
    key, value = unwrapped(kinds, key), unwrapped(kinds, value)
    if key.type.endswith(("symbol", "keyword", "atom", "field_identifier")):
        return Entry(text(key).strip(":"), value)
    return Entry((key,), value)


def alternatives(kinds: Kinds, node: Node) -> Sequence[Node] | None:
    """Return the elements of a list literal, or what a wrapper holds."""
    if node.type in kinds.lists:
        body = node.child_by_field_name("body") or node
        return [unwrapped(kinds, child) for child in body.named_children if child.type not in kinds.comments]
    inner = unwrapped(kinds, node)
    return [inner] if inner.id != node.id else None


def is_null(kinds: Kinds, node: Node) -> bool:
    """Return whether an expression is the language's null."""
    return unwrapped(kinds, node).type in kinds.nulls
