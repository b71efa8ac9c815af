"""TypeScript's calls, object rows, and the expressions that another may turn out to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from grammars.syntax import Call, Entry, Spread
from grammars.typescript import tags
from grammars.typescript.nodes import (
    FUNCTIONS,
    WRAPPERS,
    bare,
    called,
    callee,
    content,
    method,
    named,
    results,
    text,
)

_SAME_ROWS = frozenset("filter slice sort reverse toSorted toReversed flat values concat".split())
_SAME_ROW = frozenset("freeze seal structuredClone cloneDeep clone from all allSettled race".split())
_MAPS = frozenset({"map", "flatMap"})
_CHUNKS = re.compile(r"[cC]hunk|[bB]atch")
"""Functions that cut a list into lists of a given length."""
_NOTHING = frozenset({"null", "undefined", "false", "true"})


def call(node: Node) -> Call | None:
    """Return a call, a `new`, or a tagged template; `Promise.all(…)` only passes on and is none."""
    tag = tags.tag_of(node)
    if tag is not None:
        literal = node.child_by_field_name("arguments") or node.child_by_field_name("right")
        return Call(called(tag), node, (literal,) if literal is not None else (), at=_at(tag), is_tag=True)
    function = callee(node) or node.child_by_field_name("constructor")
    if function is None or node.type not in ("call_expression", "new_expression"):
        return None
    name = called(function)
    if name.startswith("Promise."):
        return None
    receiver = function.child_by_field_name("object") if function.type == "member_expression" else None
    arguments = tuple(named(node.child_by_field_name("arguments")))
    return Call(name, node, arguments, receiver=receiver, at=_at(function))


def _at(function: Node) -> Node:
    return function.child_by_field_name("property") or function


def entries(node: Node) -> Sequence[Entry | Spread] | None:
    """Return the keys of an object literal or of `Object.assign(…)`, in order."""
    if node.type == "object":
        return [entry for child in node.named_children if (entry := _entry(child)) is not None]
    found = method(node)
    if found is not None and text(found[0]) == "Object" and found[1] == "assign":
        return [Spread(argument) for argument in found[2]]
    return None


def _entry(child: Node) -> Entry | Spread | None:
    match child.type:
        case "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            return Entry(_key(key), value) if key is not None else None
        case "shorthand_property_identifier":
            return Entry(text(child), None)
        case "spread_element":
            return _spread(child)
        case "method_definition":
            return Entry(text(child.child_by_field_name("name")), None)
        case _:
            return None


def _key(key: Node) -> tuple[Node] | str:
    match key.type:
        case "computed_property_name":
            inner = content(key)
            return (inner,) if inner is not None else (key,)
        case "string":
            return (key,)
        case _:
            return text(key)


def _spread(child: Node) -> Spread | None:
    """Read `...x`, `...(x && {…})` and `...(x ? {…} : undefined)`."""
    value = bare(child.named_children[-1]) if child.named_children else child
    right = value.child_by_field_name("right")
    if value.type == "binary_expression" and text(value.child_by_field_name("operator")) == "&&" and right:
        return Spread(right, optional=True)
    branches = [value.child_by_field_name(name) for name in ("consequence", "alternative")]
    kept = [branch for branch in branches if branch is not None and bare(branch).type not in _NOTHING]
    if value.type == "ternary_expression" and len(kept) == 1:
        return Spread(kept[0], optional=True)
    return Spread(value)


def alternatives(node: Node) -> Sequence[Node] | None:
    """Return what an expression may turn out to be: branches, elements, what a function returns."""
    match node.type:
        case wrapper if wrapper in WRAPPERS:
            inner = content(node)
            return [inner] if inner is not None else None
        case "ternary_expression":
            branches = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
            return [branch for branch in branches if branch is not None]
        case "binary_expression" if text(node.child_by_field_name("operator")) in ("??", "||"):
            return named(node)
        case "array":
            return [
                content(child) or child if child.type == "spread_element" else child for child in named(node)
            ]
        case "call_expression":
            return _called(node)
        case _:
            return None


def _called(node: Node) -> Sequence[Node] | None:
    """Return the rows of `rows.map((r) => ({…}))`, `rows.filter(…)`, `Object.freeze(row)` and the like."""
    function = callee(node)
    found = method(node)
    given = found[2] if found is not None else named(node.child_by_field_name("arguments"))
    name = found[1] if found is not None else text(function)
    mapped = given[-1] if given else None
    if mapped is not None and mapped.type in FUNCTIONS and name in (*_MAPS, "from"):
        return list(results(mapped)) or None
    if found is not None and name in _SAME_ROWS:
        return [found[0], *(given if name == "concat" else ())]
    if len(given) == 2 and _CHUNKS.search(name):
        return [given[0]]
    if (
        given
        and name in _SAME_ROW
        and (found is None or text(found[0]) in ("Object", "Promise", "Array", "_"))
    ):
        return [given[0]]
    return None


def is_null(node: Node) -> bool:
    """Return whether an expression is null, also in parentheses or with a cast."""
    return bare(node).type == "null"
