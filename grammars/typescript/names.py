"""TypeScript's names: what defines them, and what encloses them."""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Definition, Trail
from grammars.typescript import decorators
from grammars.typescript.nodes import FUNCTIONS, bare, callee, named, text

_OVER_ELEMENTS = frozenset({"map", "flatMap", "forEach", "filter", "some", "every", "find"})
_OPAQUE = frozenset(
    {
        "rest_pattern",
        "object_pattern",
        "array_pattern",
        "object_assignment_pattern",
        "assignment_pattern",
        "import_specifier",
        "import_clause",
        "namespace_import",
        "catch_clause",
    }
)
_DECLARED = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "method_definition",
        "class_declaration",
        "abstract_class_declaration",
        "class",
        "enum_declaration",
        "internal_module",
    }
)


def definition(trail: Trail) -> Definition | None:
    """Return what the name at the trail's end does to the name, or path, that it is part of."""
    if len(trail) < 3:
        return None
    node, index = trail[-1], len(trail) - 2
    parent = trail[index]
    if parent.type == "member_expression" and parent.child_by_field_name("property") == node:
        node, index = parent, index - 1
        parent = trail[index]
    match parent.type:
        case "variable_declarator" if parent.child_by_field_name("name") == node:
            return _given(text(node), parent.child_by_field_name("value"))
        case "assignment_expression" if parent.child_by_field_name("left") == node:
            return _given(text(node), parent.child_by_field_name("right"))
        case "augmented_assignment_expression" if parent.child_by_field_name("left") == node:
            appends = text(parent.child_by_field_name("operator")) == "+="
            return Definition(
                text(node), "augment" if appends else "opaque", parent.child_by_field_name("right")
            )
        case "for_in_statement" if parent.child_by_field_name("left") == node:
            elements = text(parent.child_by_field_name("operator")) == "of"
            return Definition(
                text(node), "element" if elements else "opaque", parent.child_by_field_name("right")
            )
        case "enum_assignment" if parent.child_by_field_name("name") == node:
            return _given(text(node), parent.child_by_field_name("value"))
        case "public_field_definition" | "field_definition" if _is_name(parent, node):
            value = parent.child_by_field_name("value") or decorators.of_field(parent)
            return _given(f"this.{text(node)}", value)
        case "pair" if parent.child_by_field_name("key") == node:
            return _member(trail, index)
        case "pair_pattern" if parent.child_by_field_name("value") == node:
            return _unpacked(text(node), trail)
        case _:
            return (
                _function(node, trail, index) or _change(node, trail, index) or _parameter(node, trail, index)
            )


def _function(node: Node, trail: Trail, index: int) -> Definition | None:
    parent = trail[index]
    if parent.child_by_field_name("name") != node:
        return None
    match parent.type:
        case "function_declaration" | "generator_function_declaration":
            return Definition(text(node), "function", parent)
        case "method_definition" if trail[index - 1].type == "class_body":
            return Definition(f"this.{text(node)}", "function", parent)
        case "class_declaration" | "abstract_class_declaration":
            entity = decorators.of_class(parent, trail[index - 1], "Entity", "Table")
            return Definition(text(node), "value", entity) if entity is not None else None
        case _:
            return None


def _given(name: str, value: Node | None) -> Definition:
    return Definition(name, "value", value) if value is not None else Definition(name, "opaque")


def _is_name(field: Node, node: Node) -> bool:
    return node == _field_name(field)


def _field_name(field: Node) -> Node | None:
    return field.child_by_field_name("name") or field.child_by_field_name("property")


def _member(trail: Trail, index: int) -> Definition | None:
    """Read a key of `const T = {users: 'users'}` as `T.users`."""
    names: list[str] = []
    for at in range(index, 0, -1):
        node = trail[at]
        match node.type:
            case "pair":
                names.append(text(node.child_by_field_name("key")))
            case "variable_declarator":
                names.append(text(node.child_by_field_name("name")))
                break
            case "public_field_definition" | "field_definition":
                names += [text(_field_name(node)), "this"]
                break
            case "object" | "as_expression" | "satisfies_expression" | "parenthesized_expression":
                continue
            case "call_expression" if _freezes(node):
                continue
            case "arguments" if _freezes(trail[at - 1]):
                continue
            case _:
                return None
    value = trail[index].child_by_field_name("value")
    return Definition(".".join(reversed(names)), "value", value) if value is not None else None


def _freezes(call: Node) -> bool:
    name = text(callee(call))
    return name in ("Object.freeze", "Object.seal") or is_table(name)


def is_table(name: str) -> bool:
    """Return whether a called name declares a table with its columns: `pgTable('users', {…})`."""
    return name.rsplit(".", 1)[-1] in ("pgTable", "mysqlTable", "sqliteTable", "createTable", "table")


def _change(node: Node, trail: Trail, index: int) -> Definition | None:
    """Read `row.x = …`, `row['x'] = …`, `Object.assign(row, …)`, `rows.push(…)`."""
    parent, around = trail[index], trail[index - 1]
    if parent.type in ("member_expression", "subscript_expression"):
        if parent.child_by_field_name("object") != node:
            return None
        if parent.type == "member_expression" and callee(around) == parent:
            return _pushed(node, parent, around)
        if "assignment_expression" not in around.type or around.child_by_field_name("left") != parent:
            return None
        return Definition(text(node), "member", around.child_by_field_name("right"), _key(parent))
    if parent.type == "arguments" and text(callee(around)) == "Object.assign":
        given = named(parent)
        return Definition(text(node), "merge", given[1]) if given[0] == node and len(given) > 1 else None
    return None


def _key(member: Node) -> str | None:
    key = member.child_by_field_name("property") or member.child_by_field_name("index")
    if key is None or member.type == "member_expression":
        return text(key) or None
    return text(key)[1:-1] if key.type == "string" else None


def _pushed(node: Node, member: Node, call: Node) -> Definition | None:
    name, given = text(member.child_by_field_name("property")), named(call.child_by_field_name("arguments"))
    return Definition(text(node), "push", given[0]) if name in ("push", "unshift") and given else None


def _parameter(node: Node, trail: Trail, index: int) -> Definition | None:
    """Read a parameter: an element of what `.map(…)` is called on, else something unknown."""
    parent = trail[index]
    if (
        parent.type in ("required_parameter", "optional_parameter")
        and parent.child_by_field_name("pattern") == node
    ):
        node, index = parent, index - 1
        parent = trail[index]
    if parent.type in ("member_expression", "arguments"):
        return None
    name = text(trail[-1])
    if parent.type == "formal_parameters":
        is_first, function = named(parent)[:1] == [node], trail[index - 1]
    elif parent.type == "arrow_function" and parent.child_by_field_name("parameter") == node:
        is_first, function = True, parent
    else:
        return _unpacked(name, trail) if parent.type in _OPAQUE and _binds(node, parent) else None
    mapped = _mapped(function, trail) if is_first and node.child_by_field_name("value") is None else None
    return Definition(name, "element", mapped) if mapped is not None else Definition(name, "opaque")


def _unpacked(name: str, trail: Trail) -> Definition:
    """Read a name in a pattern: part of what `const { name } = value` unpacks, else something unknown."""
    for node in reversed(trail[-8:-1]):
        if node.type == "variable_declarator":
            return Definition(name, "part", node.child_by_field_name("value"))
        if not node.type.endswith("_pattern"):
            break
    return Definition(name, "opaque")


def _binds(node: Node, pattern: Node) -> bool:
    return pattern.type not in ("assignment_pattern", "object_assignment_pattern") or (
        pattern.child_by_field_name("left") == node
    )


def _mapped(function: Node, trail: Trail) -> Node | None:
    """Return the rows when the function is given to their `.map`, `.forEach` and so on."""
    index = list(trail).index(function)
    call = trail[index - 2] if index > 1 and trail[index - 1].type == "arguments" else None
    member = callee(call) if call is not None else None
    if member is None or text(member.child_by_field_name("property")) not in _OVER_ELEMENTS:
        return None
    return member.child_by_field_name("object")


def title(node: Node) -> str | None:
    """Return the name of a function, method, class or enum, also of `const f = () => …`."""
    if node.type in _DECLARED:
        return text(node.child_by_field_name("name")) or None
    value = node.child_by_field_name("value")
    if node.type in ("variable_declarator", "public_field_definition", "field_definition", "pair"):
        name = node.child_by_field_name("name") or node.child_by_field_name("key")
        name = name or node.child_by_field_name("property")
        return text(name) if value is not None and bare(value).type in FUNCTIONS else None
    return None
