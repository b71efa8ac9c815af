"""Builder chains: `db.insertInto('t').values(…).onConflict(…)`, also where a name holds their start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Reader, Trail
from grammars.typescript.nodes import FUNCTIONS, WRAPPERS, bare, called, callee, content, named, results, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Position, Template, Text

_ALIAS = re.compile(r"\s+(?:as\s+)?[\w$]+\s*$", re.IGNORECASE)
MAX_STEPS = 60
CONNECTION = re.compile(r"\w*([dD]b|[kK]nex|[tT]rx|[dD]atabase|[tT]ransaction|[cC]onn(ection)?)|tx|pg|t|qb")
"""What people call a connection, and the function that a builder begins with."""


class Step(Struct, frozen=True):
    """One method of a chain with its arguments; `node` is the call, `at` the called name."""

    name: str
    arguments: tuple[Node, ...]
    node: Node
    at: Node


def after(call: Call, reader: Reader) -> list[Step]:
    """Return the methods called on a call's result, also on the name that it is given to."""
    steps, whole = _upwards(reader.trail(call.node))
    for use in reader.uses(whole):
        steps += _upwards(use)[0]
    return steps[:MAX_STEPS]


def held(call: Call, reader: Reader) -> Sequence[Trail]:
    """Return the uses of the name that a whole chain is given to."""
    return reader.uses(_upwards(reader.trail(call.node))[1])


def before(call: Call) -> list[Step]:
    """Return the calls that a method is chained to, nearest first."""
    return inside(call.receiver) if call.receiver is not None else []


def inside(node: Node) -> list[Step]:
    """Return the calls that an expression is a chain of, the last one first."""
    steps: list[Step] = []
    inner: Node | None = node
    while inner is not None and len(steps) < MAX_STEPS:
        node = bare(inner)
        function = callee(node)
        if node.type == "member_expression":
            inner = node.child_by_field_name("object")
        elif node.type == "call_expression" and function is not None:
            steps.append(_step(node, function))
            inner = function.child_by_field_name("object")
        else:
            break
    return steps


def start(node: Node) -> Node:
    """Return what a chain starts with: a name, or its first call."""
    while True:
        node = bare(node)
        function = callee(node) if node.type == "call_expression" else None
        owner = function.child_by_field_name("object") if function is not None else None
        if owner is None or owner.type == "this":
            return node
        node = owner


def _step(node: Node, function: Node) -> Step:
    at = function.child_by_field_name("property") or function
    return Step(text(at), tuple(named(node.child_by_field_name("arguments"))), node, at)


def _upwards(trail: Trail) -> tuple[list[Step], Node]:
    steps, index = [], len(trail) - 1
    while index > 1:
        node, parent = trail[index], trail[index - 1]
        around = index - 2
        while around > 0 and trail[around].type in WRAPPERS:
            around -= 1
        if parent.type == "member_expression" and parent.child_by_field_name("object") == node:
            if trail[around].type != "call_expression" or callee(trail[around]) != parent:
                break
            steps.append(_step(trail[around], parent))
            index = around
        elif parent.type in WRAPPERS and parent.type != "await_expression":
            index -= 1
        else:
            break
    return steps, trail[index]


def is_connection(node: Node) -> bool:
    """Return whether a receiver is called as connections are."""
    return CONNECTION.fullmatch(called(node).rsplit(".", 1)[-1]) is not None


def found(steps: Sequence[Step], *names: str) -> Step | None:
    """Return the first step of one of these names."""
    return next((step for step in steps if step.name in names), None)


def argument(step: Step | None, index: int = 0) -> Node | None:
    """Return an argument of a step, None where there is none."""
    return step.arguments[index] if step is not None and index < len(step.arguments) else None


def row(reader: Reader, node: Node | None, missing: str) -> ColumnList | Unread:
    """Return the columns of a row argument, also of a function that returns it."""
    if node is None:
        return Unread(missing)
    if bare(node).type in FUNCTIONS:
        rows = list(results(bare(node)))
        made = Unread("the row is made by a function", text(node)[:120])
        return reader.row(rows[0]) if len(rows) == 1 else made
    return reader.row(node)


def names(reader: Reader, node: Node | None) -> ColumnList | Unread:
    """Return the columns that a list of names, or one name, holds."""
    if node is None:
        return Unread("the columns are not given here")
    node = bare(reader.resolve(bare(node)))
    items = named(node) if node.type == "array" else [node]
    known = [reader.template(item).literal for item in items]
    if any(name is None for name in known):
        return Unread(f"the columns are {text(node)[:120]}", text(node)[:120])
    return ColumnList(tuple(name for name in known if name))


def table(reader: Reader, node: Node) -> Template:
    """Return a table's name without the alias that may follow it."""
    template = reader.template(content(node) or node if node.type == "spread_element" else node)
    last = template.parts[-1] if template.parts else None
    if not isinstance(last, Text):
        return template
    return Template((*template.parts[:-1], replace(last, value=_ALIAS.sub("", last.value))))


def nothing() -> Template:
    """Return the table of a call that names none."""
    return Template((Text("", Position(1, 1), verbatim=False),))


def write(
    reader: Reader,
    operation: Operation,
    relation: Template,
    columns: ColumnList | Unread,
    at: Node,
    conflict: ColumnList | None = None,
) -> RowCall:
    """Return a builder's write; it stands where its called name does."""
    site = reader.site(at)
    return RowCall(operation, relation, columns, site, text(at), "query-builder", conflict)


def none() -> ColumnList:
    """Return the columns of a delete."""
    return ColumnList(())


def each(steps: Sequence[Step], *wanted: str) -> Iterator[Step]:
    """Yield every step of one of these names."""
    return (step for step in steps if step.name in wanted)
