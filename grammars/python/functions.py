"""Python's functions: what calls give them, and what they return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.python.records import is_record
from grammars.syntax import Function, Trail
from scanner.model.facts import Argument

_NESTED = frozenset({"function_definition", "class_definition", "lambda"})


def function(trail: Trail) -> Function | None:
    """Return a function and its parameters, `self` and `cls` left out."""
    node = trail[-1]
    name, listed = node.child_by_field_name("name"), node.child_by_field_name("parameters")
    if node.type != "function_definition" or name is None or listed is None:
        return None
    children = [child for child in listed.named_children if child.type != "comment"]
    names = [_parameter(child) for child in children]
    given = [each for each in names if each not in ("self", "cls")]
    rests = [each for child in children if (each := _rest(child)) is not None]
    return Function(
        _text(name),
        {each: Argument(index, each) for index, each in enumerate(given) if each is not None},
        dict(_defaults(children)),
        rests[0] if rests else None,
    )


def _parameter(node: Node) -> str | None:
    match node.type:
        case "identifier":
            return _text(node)
        case "default_parameter" | "typed_default_parameter":
            name = node.child_by_field_name("name")
            return None if name is None else _text(name)
        case "typed_parameter" if node.named_children[0].type == "identifier":
            return _text(node.named_children[0])
        case _:
            return None


def _rest(node: Node) -> str | None:
    """Return the name of `**row`, also with a type."""
    inner = node.named_children[0] if node.type == "typed_parameter" else node
    return _text(inner.named_children[0]) if inner.type == "dictionary_splat_pattern" else None


def _defaults(parameters: Sequence[Node]) -> Iterator[tuple[str, Node]]:
    for each in parameters:
        name, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if name is not None and value is not None and value.type != "none":
            yield _text(name), value


def called(node: Node) -> Node | None:
    """Return what a call calls: `to_row` of `to_row(x)` and of `map(to_row, rows)`."""
    if node.type != "call":
        return None
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is not None and function.text == b"map" and arguments is not None:
        return next(iter(arguments.named_children), None)
    return function


def results(node: Node) -> Sequence[Node]:
    """Return the expressions that a function returns, or that it yields one by one; a record is itself."""
    if node.type == "class_definition":
        return (node,) if is_record(node) else ()
    if node.type == "lambda":
        body = node.child_by_field_name("body")
        return () if body is None else (body,)
    return list(_results(node)) if node.type == "function_definition" else ()


def _results(function: Node) -> Iterator[Node]:
    body = function.child_by_field_name("body")
    stack = [] if body is None else [body]
    while stack:
        node = stack.pop()
        if node.type in ("return_statement", "yield") and node.named_children:
            yield node.named_children[0]
        elif node.type not in _NESTED:
            stack.extend(reversed(node.named_children))


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
