"""Rust's names: what defines them, what encloses them, what is surely no executed SQL."""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.rust.expressions import arguments_of, callee, last_name, text
from grammars.rust.sqlx import appended
from grammars.syntax import Definition, Trail

_APPENDS = frozenset({"push_str", "write_str", "push_sql"})
_PATTERNS = frozenset(
    {
        "tuple_pattern", "tuple_struct_pattern", "struct_pattern", "field_pattern", "captured_pattern",
        "match_pattern", "ref_pattern", "mut_pattern", "reference_pattern", "slice_pattern", "or_pattern",
        "closure_parameters", "let_condition",
    }
)  # fmt: skip
_IMPORTS = frozenset(
    {"use_declaration", "use_list", "use_as_clause", "scoped_use_list", "extern_crate_declaration"}
)
_TEST = re.compile(
    r"(?:\w+::)*(?:test|rstest|test_case|bench|test_log|quickcheck|proptest|wasm_bindgen_test)\b"
)


def definition(trail: Trail) -> Definition | None:
    """Return what the identifier at the trail's end does to the name it is part of."""
    if len(trail) < 3:
        return None
    node, index = trail[-1], len(trail) - 2
    parent = trail[index]
    if parent.type == "field_expression" and parent.child_by_field_name("field") == node:
        node, index = parent, index - 1
        parent = trail[index]
    name = text(node)
    return _assigned(name, node, trail[: index + 1]) or _used(name, node, trail[: index + 1])


def _assigned(name: str, node: Node, trail: Trail) -> Definition | None:
    """Read the declarations, assignments and loops whose left side is `node`."""
    parent = trail[-1]
    match parent.type:
        case "let_declaration" if parent.child_by_field_name("pattern") == node:
            value = parent.child_by_field_name("value")
            return Definition(name, "value", value) if value else Definition(name, "opaque")
        case "function_item" if parent.child_by_field_name("name") == node:
            is_method = any(each.type in ("impl_item", "trait_item") for each in trail[-3:-1])
            return Definition(f"self.{name}" if is_method else name, "function", parent)
        case "struct_item" | "enum_item" if parent.child_by_field_name("name") == node:
            return Definition(name, "value", parent)
        case "const_item" | "static_item" if parent.child_by_field_name("name") == node:
            value = parent.child_by_field_name("value")
            return Definition(name, "value", value) if value else None
        case "assignment_expression" if parent.child_by_field_name("left") == node:
            if trail[-2].type == "arguments":
                return None
            return Definition(name, "value", parent.child_by_field_name("right"))
        case "compound_assignment_expr" if parent.child_by_field_name("left") == node:
            return Definition(name, "augment", parent.child_by_field_name("right"))
        case "for_expression" if parent.child_by_field_name("pattern") == node:
            return Definition(name, "element", parent.child_by_field_name("value"))
        case _:
            return None


def _used(name: str, node: Node, trail: Trail) -> Definition | None:
    """Read appending calls and macros, and what makes a name unknowable: parameters, patterns, imports."""
    parent = trail[-1]
    match parent.type:
        case "field_expression" if parent.child_by_field_name("value") == node:
            return _appended(name, node, trail)
        case "arguments" | "reference_expression":
            return _written(name, trail)
        case "parameter" if parent.child_by_field_name("pattern") == node:
            return Definition(name, "opaque")
        case each if each in _IMPORTS:
            return Definition(name, "opaque")
        case each if each in _PATTERNS:
            return Definition(name, "opaque") if _binds(node, parent) else None
        case "scoped_identifier" if _IMPORTS & {each.type for each in trail[-4:-1]}:
            return Definition(name, "opaque") if parent.child_by_field_name("name") == node else None
        case _:
            return None


def _binds(node: Node, parent: Node) -> bool:
    """Tell a name that a pattern binds from a constant, a variant or a value in it."""
    if node.type not in ("identifier", "shorthand_field_identifier") or not text(node)[:1].islower():
        return False
    if parent.type == "let_condition":
        return parent.child_by_field_name("pattern") == node
    return parent.type != "match_pattern" or parent.child_by_field_name("condition") != node


def _appended(name: str, node: Node, trail: Trail) -> Definition | None:
    """Read `sql.push_str("…")`, and the pushes on a QueryBuilder."""
    method, parent = trail[-1], trail[-2]
    if parent.type != "call_expression":
        return None
    if last_name(method) in _APPENDS:
        values = arguments_of(parent)
        return Definition(name, "augment", values[0]) if len(values) == 1 else None
    chain = appended(node, tuple(trail))
    return Definition(name, "augment", chain) if chain is not None else None


def _written(name: str, trail: Trail) -> Definition | None:
    """Read `write!(&mut sql, "…", …)`: the macro itself is the text that is appended."""
    calls = [each for each in trail[-3:] if each.type == "call_expression"]
    if not calls:
        return None
    function, is_macro = callee(calls[-1])
    if not is_macro or last_name(function) not in ("write", "writeln"):
        return None
    first = arguments_of(calls[-1])[0]
    return Definition(name, "augment", calls[-1]) if text(first).removeprefix("&mut ") == name else None


def title(node: Node) -> str | None:
    """Return the name of a function, a module, a trait, or the type of an impl block."""
    match node.type:
        case "function_item" | "mod_item" | "trait_item":
            return text(node.child_by_field_name("name")) or None
        case "impl_item":
            return re.sub(r"<.*", "", text(node.child_by_field_name("type")), flags=re.DOTALL).rsplit(
                "::", 1
            )[-1]
        case _:
            return None


def is_test(trail: Trail) -> bool:
    """Return whether a node begins test code: a `#[test]` function or a `#[cfg(test)]` item."""
    node = trail[-1]
    if node.type not in ("function_item", "mod_item", "impl_item"):
        return False
    before = node.prev_named_sibling
    while before is not None and before.type in ("attribute_item", "line_comment", "block_comment"):
        if before.type == "attribute_item" and _marks_test(text(before)[2:-1].strip()):
            return True
        before = before.prev_named_sibling
    return False


def _marks_test(attribute: str) -> bool:
    if attribute.startswith("cfg"):
        return re.search(r"\btest\b", attribute) is not None and "not(test" not in attribute
    return _TEST.match(attribute) is not None


def silent(trail: Trail) -> bool:
    """Return whether a string is in an attribute, compared, matched, or a statement of its own."""
    parent = trail[-2] if len(trail) > 1 else trail[-1]
    if parent.type in ("match_pattern", "or_pattern", "tuple_struct_pattern", "const_parameter"):
        return True
    if parent.type == "binary_expression" and any(child.type in ("==", "!=") for child in parent.children):
        return True
    if parent.type == "expression_statement" and trail[-1].type in ("string_literal", "raw_string_literal"):
        return True
    return any(node.type in ("attribute_item", "inner_attribute_item") for node in trail)
