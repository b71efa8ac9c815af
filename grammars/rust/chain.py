"""Method chains: what is called on a builder, also later on the variable that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from grammars.rust.expressions import arguments_of, last_name, text
from grammars.syntax import Reader, Trail

MAX_STEPS = 400
_BRANCHES = frozenset(
    {
        "if_expression",
        "match_arm",
        "for_expression",
        "while_expression",
        "loop_expression",
        "closure_expression",
    }
)
_THROUGH = frozenset(
    {"try_expression", "await_expression", "parenthesized_expression", "reference_expression"}
)


class Step(Struct, frozen=True):
    """One method called on a builder; `optional` when it stands in a branch that the builder does not."""

    name: str
    arguments: tuple[Node, ...]
    node: Node
    optional: bool = False


def steps(reader: Reader, start: Node) -> list[Step]:
    """Return what is called on an expression, in order."""
    trail = reader.trail(start)
    found, end = _outward(trail)
    holder = _holder(trail[: end + 1])
    if holder is not None:
        found += [step for step, _ in zip(_later(reader, trail, holder), range(MAX_STEPS), strict=False)]
    return found


def _outward(trail: Trail, optional: bool = False) -> tuple[list[Step], int]:
    """Return the calls that the trail's last node is the receiver of, and where in the trail they end."""
    found: list[Step] = []
    index, node = len(trail) - 1, trail[-1]
    while index > 1:
        parent = trail[index - 1]
        if parent.type in _THROUGH:
            index, node = index - 1, parent
            continue
        if parent.type != "field_expression" or parent.child_by_field_name("value") != node:
            break
        call_index = index - 2 if trail[index - 2].type != "generic_function" else index - 3
        call = trail[call_index]
        if call.type != "call_expression":
            break
        found.append(Step(last_name(parent), tuple(arguments_of(call)), call, optional))
        index, node = call_index, call
    return found, index


def _holder(trail: Trail) -> Node | None:
    """Return the simple name that is declared as, or assigned, the trail's last expression."""
    parent = trail[-2] if len(trail) > 1 else trail[-1]
    field = {"let_declaration": "pattern", "assignment_expression": "left"}.get(parent.type)
    name = parent.child_by_field_name(field) if field else None
    return name if name is not None and name.type == "identifier" else None


def _later(reader: Reader, trail: Trail, holder: Node) -> Iterator[Step]:
    scope = scope_of(trail)
    around = {node.id for node in trail}
    end = scope.end_byte
    for use in uses(reader, scope, text(holder), holder.end_byte):
        if use[-2].type == "let_declaration" and use[-2].child_by_field_name("pattern") == use[-1]:
            end = use[-1].start_byte
        if use[-1].start_byte >= end:
            return
        branch = any(node.type in _BRANCHES and node.id not in around for node in use)
        yield from _outward(use, branch)[0]


def scope_of(trail: Trail) -> Node:
    """Return the function around the trail's last node, else the file."""
    return next((node for node in reversed(trail) if node.type == "function_item"), trail[0])


def uses(reader: Reader, scope: Node, name: str, start: int) -> Iterator[Trail]:
    """Yield the places after byte `start` of a scope where a simple name stands."""
    pattern = re.compile(rb"(?<![\w.])%s\b" % re.escape(name.encode()))
    for match in pattern.finditer(reader.source, start, scope.end_byte):
        node = scope.descendant_for_byte_range(*match.span())
        if node is not None and node.type == "identifier" and node.end_byte == match.end():
            yield reader.trail(node)
