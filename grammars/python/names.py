"""Python's names: what defines them, what encloses them, what is surely no executed SQL."""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Definition, Trail

_PARAMETERS = frozenset({"parameters", "lambda_parameters"})


def definition(trail: Trail) -> Definition | None:
    """Return what the identifier at the trail's end does to the name it is part of."""
    if len(trail) < 3:
        return None
    node, index = trail[-1], len(trail) - 2
    parent = trail[index]
    if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
        node, index = parent, index - 1
        parent = trail[index]
    name = _text(node)
    match parent.type:
        case "class_definition" | "function_definition" if parent.child_by_field_name("name") == node:
            return _declared(name, parent, trail[:index])
        case "assignment" if parent.child_by_field_name("left") == node:
            value = parent.child_by_field_name("right")
            return Definition(name, "value", value) if value else None
        case "named_expression" if parent.child_by_field_name("name") == node:
            return Definition(name, "value", parent.child_by_field_name("value"))
        case "augmented_assignment" if parent.child_by_field_name("left") == node:
            operator = parent.child_by_field_name("operator")
            kind = operator.type if operator else ""
            right = parent.child_by_field_name("right")
            if kind == "|=":
                return Definition(name, "merge", right)
            return Definition(name, "augment", right) if kind == "+=" else Definition(name, "opaque")
        case "for_statement" | "for_in_clause" if parent.child_by_field_name("left") == node:
            return Definition(name, "element", parent.child_by_field_name("right"))
        case "pattern_list" | "tuple_pattern":
            return _unpacked(name, parent, trail[index - 1])
        case "subscript" if parent.child_by_field_name("value") == node:
            return _item(name, parent, trail[index - 1])
        case "attribute" if parent.child_by_field_name("object") == node:
            return _update(name, parent, trail[index - 1])
        case _:
            return Definition(name, "opaque") if _is_opaque(trail, index) else None


def _declared(name: str, node: Node, around: Trail) -> Definition:
    """Read a class or a function; a method's name has `self` before it."""
    if node.type == "class_definition":
        return Definition(name, "value", node)
    outer = [each.type for each in around[-3:] if each.type != "decorated_definition"]
    is_method = outer[-2:] == ["class_definition", "block"]
    return Definition(f"self.{name}" if is_method else name, "function", node)


def _unpacked(name: str, pattern: Node, parent: Node) -> Definition:
    """Read `a, b = value` and `for a, b in value`."""
    right = parent.child_by_field_name("right") if parent.child_by_field_name("left") == pattern else None
    return Definition(name, "part", right) if right is not None else Definition(name, "opaque")


def _item(name: str, subscript: Node, parent: Node) -> Definition | None:
    """Read `row["key"] = value`."""
    if parent.type != "assignment" or parent.child_by_field_name("left") != subscript:
        return None
    key = subscript.child_by_field_name("subscript")
    literal = _text(key).strip("\"'") if key is not None and key.type == "string" else None
    return Definition(name, "member", parent.child_by_field_name("right"), literal)


def _update(name: str, attribute: Node, parent: Node) -> Definition | None:
    """Read `row.update({…})`, `row.update(x=1)`, `rows.append({…})`, `names.extend([…])`."""
    called = attribute.child_by_field_name("attribute")
    arguments = parent.child_by_field_name("arguments") if parent.type == "call" else None
    if called is None or arguments is None or not arguments.named_children:
        return None
    value = arguments.named_children[-1]
    match _text(called):
        case "update":
            return Definition(name, "merge", arguments)
        case "append" | "insert":
            return Definition(name, "push", value)
        case "extend":
            return Definition(name, "augment", value)
        case _:
            return None


def _is_opaque(trail: Trail, index: int) -> bool:
    parent = trail[index]
    if parent.type in _PARAMETERS or parent.type in ("dotted_name", "aliased_import", "as_pattern_target"):
        return True
    if parent.type in ("default_parameter", "typed_default_parameter"):
        return parent.child_by_field_name("name") == trail[-1]
    if parent.type in ("typed_parameter", "list_splat_pattern", "dictionary_splat_pattern"):
        return any(node.type in _PARAMETERS for node in trail[-4:-1])
    return parent.type in ("global_statement", "nonlocal_statement")


def title(node: Node) -> str | None:
    """Return the name of a function or class."""
    if node.type not in ("function_definition", "class_definition"):
        return None
    name = node.child_by_field_name("name")
    return _text(name) if name is not None else None


def is_test(trail: Trail) -> bool:
    """Return whether a node begins test code: a `test_…` function or a `…Test`/`Test…` class."""
    name = title(trail[-1])
    if name is None:
        return False
    if trail[-1].type == "class_definition":
        return name.startswith("Test") or name.endswith(("Test", "Tests", "TestCase"))
    return name.startswith("test_")


def silent(trail: Trail) -> bool:
    """Return whether a string is a docstring or stands alone, is compared, or is asserted."""
    parent = trail[-2] if len(trail) > 1 else trail[-1]
    if parent.type in ("expression_statement", "comparison_operator", "subscript"):
        return True
    around = {node.type for node in trail[-5:-1]}
    return "call" not in around and not around.isdisjoint(
        {"assert_statement", "decorator", "raise_statement"}
    )


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
