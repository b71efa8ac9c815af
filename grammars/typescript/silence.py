"""Strings that are surely no executed SQL, and what begins test code."""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Trail
from grammars.typescript import tags
from grammars.typescript.nodes import FUNCTIONS, callee, named, text

_TYPES = frozenset({"literal_type", "template_literal_type"})
_ALONE = frozenset(
    {
        "expression_statement",
        "jsx_attribute",
        "jsx_expression",
        "jsx_element",
        "import_statement",
        "export_statement",
        "switch_case",
        "computed_property_name",
        *_TYPES,
    }
)
_COMPARED = frozenset({"===", "!==", "==", "!=", "in", "<", ">", "<=", ">="})
_TEST_CALLS = frozenset(
    """describe fdescribe xdescribe it fit xit test suite context specify bench beforeEach afterEach
    beforeAll afterAll before after""".split()
)


def silent(trail: Trail) -> bool:
    """Return whether a string stands alone, is compared, names a module or property, or is markup."""
    node, parent = trail[-1], trail[-2] if len(trail) > 1 else trail[-1]
    if any(_is_silent(each) for each in trail[max(0, len(trail) - 4) :]):
        return True
    if parent.type == "binary_expression":
        return text(parent.child_by_field_name("operator")) in _COMPARED
    if parent.type == "subscript_expression":
        return parent.child_by_field_name("index") == node
    if parent.type == "pair":
        return parent.child_by_field_name("key") == node
    is_bare = node.type in ("string", "template_string", "binary_expression")
    if parent.type in _TYPES and any(each.is_error for each in trail):
        return False  # behind a syntax error the parser takes code for types
    return is_bare and tags.tag_of(node) is None and parent.type in _ALONE


def _is_silent(node: Node) -> bool:
    tag = tags.tag_of(node)
    return tag is not None and tags.is_silent(tag)


def is_test(trail: Trail) -> bool:
    """Return whether a node begins test code: `describe(…, () => {…})` and the like."""
    node = trail[-1]
    if node.type != "call_expression":
        return False
    given = named(node.child_by_field_name("arguments"))
    if not any(argument.type in FUNCTIONS for argument in given):
        return False
    function = callee(node)
    while function is not None and function.type in ("member_expression", "call_expression"):
        function = function.child_by_field_name("object") or callee(function)
    return text(function) in _TEST_CALLS
