"""What PHP's syntax tree calls its parts."""

from __future__ import annotations

from tree_sitter import Language

from grammars.kinds import Binding, CallShape, Kinds


def _load(label: str) -> Language:
    import tree_sitter_php

    return Language(tree_sitter_php.language_php())


KINDS = Kinds(
    name="php",
    labels={".php": "php"},
    load=_load,
    extra="php",
    comments=frozenset({"comment"}),
    strings=frozenset({"string", "encapsed_string", "heredoc", "nowdoc"}),
    contents=frozenset({"string_content", "heredoc_body", "nowdoc_body", "nowdoc_string"}),
    names=frozenset({"name", "variable_name"}),
    scopes=frozenset(
        {"function_definition", "method_declaration", "class_declaration", "anonymous_function"}
    ),
    branches=frozenset(
        {"if_statement", "else_clause", "for_statement", "foreach_statement", "while_statement"}
    ),
    calls={
        "member_call_expression": CallShape("name", receiver="object"),
        "nullsafe_member_call_expression": CallShape("name", receiver="object"),
        "scoped_call_expression": CallShape("name", receiver="scope"),
        "function_call_expression": CallShape("function"),
        "object_creation_expression": CallShape(""),
    },
    members={
        "class_constant_access_expression": ("scope", "name"),
        "member_access_expression": ("object", "name"),
    },
    concatenation={"binary_expression": frozenset({"."})},
    bindings={
        "const_element": Binding("", ""),
        "assignment_expression": Binding("left", "right"),
        "augmented_assignment_expression": Binding("left", "right", "operator", frozenset({".="})),
    },
    functions={
        "function_definition": ("name", "parameters"),
        "method_declaration": ("name", "parameters"),
    },
    parameters={"simple_parameter": "name", "variadic_parameter": "name"},
    rows={"array_element_initializer": ("key", "value")},
    lists=frozenset({"array_creation_expression"}),
    nulls=frozenset({"null"}),
    wrappers=frozenset({"parenthesized_expression", "argument", "array_element_initializer"}),
    merges=frozenset({"array_merge"}),
    formats={"sprintf": "percent"},
    wraps=frozenset({"trim", "DB.raw"}),
    test_name=r"test.*|.*Test",
)
