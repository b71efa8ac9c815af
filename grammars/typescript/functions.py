"""Functions by their called name, with what each parameter name takes from a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Function, Trail
from grammars.typescript.nodes import FUNCTIONS, callee, method, named, text
from grammars.typescript.nodes import results as returned
from scanner.model.facts import Argument

_HOLDERS = frozenset({"variable_declarator", "public_field_definition", "field_definition", "pair"})


def function(trail: Trail) -> Function | None:
    """Return a function that has a name of its own, or is the value of a constant, field or key."""
    node = trail[-1]
    if node.type not in FUNCTIONS:
        return None
    name = node.child_by_field_name("name")
    if name is None and len(trail) > 1 and trail[-2].type in _HOLDERS:
        holder = trail[-2]
        name = holder.child_by_field_name("name") or holder.child_by_field_name("key")
        name = name or holder.child_by_field_name("property")
    if name is None or text(name) == "constructor":
        return None
    return Function(text(name), dict(_curried(node)), dict(_defaults(node)))


def called(node: Node) -> Node | None:
    """Return what a call calls: `toRow` of `toRow(x)` and of `rows.map(toRow)`."""
    if node.type != "call_expression":
        return None
    found = method(node)
    if found is not None and found[1] in ("map", "flatMap"):
        return found[2][0] if found[2] else None
    return callee(node)


def results(node: Node) -> Sequence[Node]:
    """Return the expressions that a function returns."""
    return list(returned(node)) if node.type in FUNCTIONS else ()


def _curried(node: Node) -> Iterator[tuple[str, Argument]]:
    """Yield the parameters of `(pool) => (table) => …`, each with the call that gives it."""
    level = 0
    body: Node | None = node
    while body is not None and body.type in FUNCTIONS:
        for name, argument in _parameters(body):
            yield name, replace(argument, level=level)
        body, level = body.child_by_field_name("body"), level + 1


def _parameters(node: Node) -> Iterator[tuple[str, Argument]]:
    single = node.child_by_field_name("parameter")
    parameters = [single] if single is not None else named(node.child_by_field_name("parameters"))
    for index, parameter in enumerate(each for each in parameters if text(each) != "this"):
        pattern = (
            parameter.child_by_field_name("pattern") or parameter.child_by_field_name("left") or parameter
        )
        if pattern.type == "identifier":
            yield text(pattern), Argument(index)
        elif pattern.type == "object_pattern":
            yield from _members(pattern, index)


def _defaults(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the parameters that a call may leave out, each with the value that it then has."""
    for parameter in named(node.child_by_field_name("parameters")):
        pattern = parameter.child_by_field_name("pattern") or parameter.child_by_field_name("left")
        value = parameter.child_by_field_name("value") or parameter.child_by_field_name("right")
        if pattern is not None and value is not None:
            yield text(pattern), value


def _members(pattern: Node, index: int) -> Iterator[tuple[str, Argument]]:
    """Read `{ table, row: values }` as two names for members of one argument."""
    for child in named(pattern):
        match child.type:
            case "shorthand_property_identifier_pattern":
                yield text(child), Argument(index, member=text(child))
            case "object_assignment_pattern":
                name = text(child.child_by_field_name("left"))
                yield name, Argument(index, member=name)
            case "pair_pattern":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                yield text(value), Argument(index, member=text(key))
            case _:
                pass
