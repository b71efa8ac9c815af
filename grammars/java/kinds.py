"""What Java's syntax tree calls its parts."""

from __future__ import annotations

from tree_sitter import Language

from grammars.kinds import Binding, CallShape, Kinds


def _load(label: str) -> Language:
    import tree_sitter_java

    return Language(tree_sitter_java.language())


KINDS = Kinds(
    name="java",
    labels={".java": "java"},
    load=_load,
    extra="java",
    comments=frozenset({"line_comment", "block_comment"}),
    strings=frozenset({"string_literal"}),
    contents=frozenset({"string_fragment", "multiline_string_fragment"}),
    names=frozenset({"identifier"}),
    scopes=frozenset(
        {"method_declaration", "constructor_declaration", "class_declaration", "lambda_expression"}
    ),
    branches=frozenset({"if_statement", "for_statement", "enhanced_for_statement", "switch_rule"}),
    calls={
        "method_invocation": CallShape("name", receiver="object"),
        "object_creation_expression": CallShape("type"),
        "annotation": CallShape("name"),
    },
    members={"field_access": ("object", "field")},
    concatenation={"binary_expression": frozenset({"+"})},
    bindings={
        "variable_declarator": Binding("name", "value"),
        "assignment_expression": Binding("left", "right", "operator", frozenset({"+="})),
    },
    functions={"method_declaration": ("name", "parameters")},
    parameters={"formal_parameter": "name", "spread_parameter": "name"},
    nulls=frozenset({"null_literal"}),
    wrappers=frozenset({"parenthesized_expression"}),
    formats={"String.format": "percent", "formatted": "percent"},
    same=frozenset({"strip", "trim", "stripIndent", "toString"}),
    wraps=frozenset({"StringBuilder", "StringBuffer"}),
    appends=frozenset({"append"}),
    map_calls=frozenset({"Map.of", "ImmutableMap.of"}),
)
