"""Names by their kinds: what defines them, what encloses them."""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.kinds.calls import call, field, text, unwrapped
from grammars.kinds.table import Binding, Kinds
from grammars.syntax import Definition, Function, Trail
from scanner.model.facts import Argument

_TESTS = re.compile(r"\b(?:Test|ParameterizedTest|Fact|Theory|TestMethod)\b")


def definition(kinds: Kinds, trail: Trail) -> Definition | None:
    """Return what the name at the trail's end does."""
    if len(trail) < 3:
        return None
    node, index = trail[-1], len(trail) - 2
    while index > 0 and trail[index].type in kinds.wrappers and len(trail[index].named_children) == 1:
        node, index = trail[index], index - 1
    parent = trail[index]
    name = text(trail[-1])
    bound = kinds.bindings.get(parent.type)
    if bound is not None and field(parent, bound.name, 0) == node:
        return _bound(kinds, name, bound, parent)
    if parent.type in kinds.parameters:
        return Definition(name, "opaque") if _is_parameter(kinds, parent, node) else None
    return _member(kinds, name, trail, index) or _appended(kinds, name, trail, index)


def _bound(kinds: Kinds, name: str, bound: Binding, parent: Node) -> Definition | None:
    value = field(parent, bound.value, -1)
    if value is None and parent.named_children[-1].type not in kinds.names:
        value = parent.named_children[-1] if len(parent.named_children) > 1 else None
    if value is None:
        return Definition(name, "opaque")
    operator = text(parent.child_by_field_name(bound.operator)) if bound.operator else ""
    pushed = _pushed(kinds, name, unwrapped(kinds, value))
    if pushed is not None:
        return pushed
    return Definition(name, "augment" if operator in bound.augments else "value", unwrapped(kinds, value))


def _pushed(kinds: Kinds, name: str, value: Node) -> Definition | None:
    """Read `names = append(names, "c")`."""
    made = call(kinds, value)
    if made is None or made.name not in kinds.pushes or text(made.positional[0]) != name:
        return None
    is_one = len(made.positional) == 2 and made.positional[1].type != "variadic_argument"
    return Definition(name, "push" if is_one else "augment", made.positional[1])


def _member(kinds: Kinds, name: str, trail: Trail, index: int) -> Definition | None:
    """Read `row["key"] = value`."""
    element, fields = trail[index], kinds.subscripts.get(trail[index].type)
    if fields is None or field(element, fields[0], 0) != trail[-1]:
        return None
    outer = element
    while index > 1 and trail[index - 1].type in kinds.wrappers:
        outer, index = trail[index - 1], index - 1
    bound = kinds.bindings.get(trail[index - 1].type)
    if bound is None or trail[index - 1].child_by_field_name(bound.name) != outer:
        return None
    key, value = field(element, fields[1], -1), trail[index - 1].child_by_field_name(bound.value)
    literal = text(key).strip("\"'`") if key is not None and key.type in kinds.strings else None
    return Definition(name, "member", unwrapped(kinds, value) if value is not None else None, literal)


def _is_parameter(kinds: Kinds, parent: Node, node: Node) -> bool:
    name = kinds.parameters[parent.type]
    named = parent.child_by_field_name(name) if name else None
    return named == node or (named is None and parent.named_children[:1] == [node])


def _appended(kinds: Kinds, name: str, trail: Trail, index: int) -> Definition | None:
    """Read `query.append("…")`."""
    for outer in (trail[index], trail[max(0, index - 1)]):
        made = call(kinds, outer)
        if made is not None and made.name in kinds.copies and made.positional[:1] == (trail[-1],):
            return Definition(name, "merge", made.positional[-1])
        if made is None or made.receiver is None or made.receiver.id != trail[-1].id:
            continue
        if made.name.rpartition(".")[2] in kinds.appends and len(made.positional) == 1:
            return Definition(name, "augment", made.positional[0])
    return None


def function(kinds: Kinds, trail: Trail) -> Function | None:
    """Return a function and its parameters, in order."""
    fields = kinds.functions.get(trail[-1].type)
    name = trail[-1].child_by_field_name(fields[0]) if fields else None
    given = _parameters(trail[-1], fields[1]) if fields else None
    if name is None or given is None:
        return None
    found = [text(each) for child in given.named_children for each in _parameter_names(kinds, child)]
    return Function(text(name), {each: Argument(index, each) for index, each in enumerate(found)})


def _parameters(node: Node, name: str) -> Node | None:
    """Return a function's parameters; a list without a field is told by its kind."""
    if name:
        return node.child_by_field_name(name)
    return next((child for child in node.named_children if "parameters" in child.type), None)


def _parameter_names(kinds: Kinds, node: Node) -> list[Node]:
    if node.type in kinds.names:
        return [node]
    if node.type not in kinds.parameters:
        return []
    name = kinds.parameters[node.type]
    return (node.children_by_field_name(name) if name else []) or node.named_children[:1]


def title(kinds: Kinds, node: Node) -> str | None:
    """Return the name of a scope."""
    if node.type not in kinds.scopes:
        return None
    return text(node.child_by_field_name("name")) or None


def is_test(kinds: Kinds, trail: Trail) -> bool:
    """Return whether a scope's name, or an annotation before it, says that it is a test."""
    name = title(kinds, trail[-1])
    if name is None:
        return False
    marks = next(
        (child for child in trail[-1].children if child.type in ("modifiers", "attribute_list")), None
    )
    return (
        re.fullmatch(kinds.test_name, name) is not None
        or re.search(r"\bTest\b|\bFact\b", text(marks)) is not None
    )


def silent(kinds: Kinds, trail: Trail) -> bool:
    """Return whether a string stands alone, is compared, or is in an annotation."""
    around = [node.type for node in trail[-5:-1]]
    if around and around[-1] == "expression_statement":
        return True
    if len(trail) > 1 and any(child.type in ("==", "!=", "===") for child in trail[-2].children):
        return True
    return not kinds.silences.isdisjoint(around)
