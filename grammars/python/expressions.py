"""Python's calls, dict rows, and the expressions that another may turn out to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.python.records import fields, is_record
from grammars.syntax import Call, Entry, Spread

_WRAPPED = {"parenthesized_expression": None, "await": None, "named_expression": "value"}
_COPIES = frozenset({"copy", "_asdict", "model_dump", "dict"})
_FRAMES = frozenset({"DataFrame", "from_records"})
_COPYING = frozenset({"list", "tuple", "sorted", "reversed", "copy", "deepcopy", "asdict"})
_TERMS = 50
"""Lists of a sum that are told."""
_CHUNKS = re.compile(r"chunk|batch")
"""Functions that cut a list into lists of a given length."""


def call(node: Node) -> Call | None:
    """Return a call: `cursor.execute(…)` is named by its last two names, a class by its own."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    arguments = node.child_by_field_name("arguments") if function is not None else None
    if function is None or arguments is None:
        return None
    is_method = function.type == "attribute"
    named = {
        _text(name): value
        for child in arguments.named_children
        if child.type == "keyword_argument"
        and (name := child.child_by_field_name("name")) is not None
        and (value := child.child_by_field_name("value")) is not None
    }
    return Call(
        name=called(_text(function)),
        node=node,
        positional=tuple(
            child
            for child in arguments.named_children
            if child.type not in ("keyword_argument", "comment", "dictionary_splat")
        ),
        named=named,
        spread=tuple(
            child.named_children[0]
            for child in arguments.named_children
            if child.type == "dictionary_splat" and child.named_children
        ),
        receiver=function.child_by_field_name("object") if is_method else None,
        at=function.child_by_field_name("attribute") if is_method else function,
    )


def called(source: str) -> str:
    """Return how a person would name a called expression: no arguments, two names, a class's own."""
    flat = re.sub(r"\s+", "", source)
    while (bare := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", flat)) != flat:
        flat = bare
    names = flat.split(".")[-2:]
    return names[-1] if names[-1][:1].isupper() else ".".join(names)


def entries(node: Node) -> Sequence[Entry | Spread] | None:
    """Return the keys of a dict literal, of a `dict(…)` call or of keyword arguments, in order.

    A sum of lists spreads each of them; a list of names that spreads another one has their names too.
    """
    match node.type:
        case "dictionary":
            return list(_pairs(node))
        case "argument_list":
            return list(_keywords(node))
        case "class_definition" if is_record(node):
            return list(fields(node))
        case "list" | "tuple" if any(each.type == "list_splat" for each in node.named_children):
            return _spreading(node)
        case "binary_operator" if len(terms := _terms(node)) > 1:
            return [Spread(each) for each in terms]
        case "call" if _text(node.child_by_field_name("function")) == "dict":
            arguments = node.child_by_field_name("arguments")
            return list(_keywords(arguments)) if arguments is not None else None
        case _:
            return None


def _spreading(node: Node) -> list[Entry | Spread] | None:
    """Return the names of a list and the lists that it spreads, None where it holds anything else."""
    held = [each for each in node.named_children if each.type != "comment"]
    if not all(each.type in ("string", "list_splat") for each in held):
        return None
    named = ((each.type == "string", each) for each in held)
    return [Entry((each,), None) if name else Spread(each.named_children[0]) for name, each in named]


def _terms(node: Node) -> list[Node]:
    """Return the lists of a sum, none of one that has no list in it."""
    terms: list[Node] = []
    while node.type == "binary_operator" and node.children[1].type == "+" and len(terms) < _TERMS:
        terms, node = [node.children[2], *terms], node.children[0]
    terms = [node, *terms]
    return terms if any(each.type in ("list", "tuple") for each in terms) else []


def _pairs(node: Node) -> Iterator[Entry | Spread]:
    for child in node.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "dictionary_splat" and child.named_children:
            yield Spread(child.named_children[0])
        elif key is not None:
            yield Entry((key,), value)


def _keywords(arguments: Node) -> Iterator[Entry | Spread]:
    for child in arguments.named_children:
        if child.type == "keyword_argument":
            yield Entry(_text(child.child_by_field_name("name")), child.child_by_field_name("value"))
        elif child.named_children and child.type == "dictionary_splat":
            yield Spread(child.named_children[0])
        elif child.type != "comment":
            yield Spread(child)


def alternatives(node: Node) -> Sequence[Node] | None:
    """Return what an expression may turn out to be: branches, elements, a wrapper's content."""
    match node.type:
        case "parenthesized_expression" | "await":
            return node.named_children[:1]
        case "subscript" if (part := node.child_by_field_name("subscript")) and part.type == "slice":
            return node.named_children[:1]
        case "conditional_expression":
            return [node.named_children[0], node.named_children[-1]]
        case "boolean_operator" if _text(node.child_by_field_name("operator")) == "or":
            return [each for name in ("left", "right") if (each := node.child_by_field_name(name))]
        case "call":
            return _same(node)
        case "list" | "tuple" | "set":
            return [
                child.named_children[0] if child.type == "list_splat" and child.named_children else child
                for child in node.named_children
                if child.type != "comment"
            ]
        case "list_comprehension" | "generator_expression":
            body = node.child_by_field_name("body")
            return [body] if body is not None else None
        case _:
            return None


def _framed(arguments: Node) -> Sequence[Node]:
    """Return what tells a data frame's columns: their list, else the data."""
    given = [each for each in arguments.named_children if each.type == "keyword_argument"]
    named = {_text(each.child_by_field_name("name")): each.child_by_field_name("value") for each in given}
    listed = named.get("columns") or named.get("data")
    return [listed] if listed is not None else arguments.named_children[:1]


def _same(node: Node) -> Sequence[Node] | None:
    """Return the row or rows that `list(rows)`, `row.copy()` or `asdict(row)` give again."""
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None
    if function.type == "attribute" and not arguments.named_children:
        owner, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
        return [owner] if owner is not None and _text(name) in _COPIES else None
    if _text(function).rpartition(".")[2] in _FRAMES:
        return _framed(arguments)
    if _text(function).rpartition(".")[2] in _COPYING and len(arguments.named_children) == 1:
        return arguments.named_children
    if len(arguments.named_children) == 2 and _CHUNKS.search(_text(function).rpartition(".")[2]):
        return arguments.named_children[:1]
    return None


def is_null(node: Node) -> bool:
    """Return whether an expression is None, also in parentheses."""
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node.type == "none"


def _text(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
