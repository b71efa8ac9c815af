"""C#: every form of string, string.Format, constants, dictionary rows."""

from __future__ import annotations

from tree_sitter import Language

from grammars.kinds import Binding, CallShape, Kinds, grammar


def _load(label: str) -> Language:
    import tree_sitter_c_sharp

    return Language(tree_sitter_c_sharp.language())


GRAMMAR = grammar(
    Kinds(
        name="csharp",
        labels={".cs": "csharp"},
        load=_load,
        extra="c-sharp",
        comments=frozenset({"comment"}),
        strings=frozenset(
            {
                "string_literal",
                "verbatim_string_literal",
                "raw_string_literal",
                "interpolated_string_expression",
            }
        ),
        contents=frozenset({"string_literal_content", "string_content", "raw_string_content"}),
        names=frozenset({"identifier"}),
        scopes=frozenset(
            {"method_declaration", "constructor_declaration", "class_declaration", "local_function_statement"}
        ),
        branches=frozenset({"if_statement", "for_statement", "foreach_statement", "switch_section"}),
        interpolations=frozenset({"interpolation"}),
        doubled={
            "verbatim_string_literal": (b'""',),
            "interpolated_string_expression": (b'""', b"{{", b"}}"),
        },
        calls={
            "invocation_expression": CallShape("function"),
            "object_creation_expression": CallShape("type"),
        },
        members={"member_access_expression": ("expression", "name")},
        concatenation={"binary_expression": frozenset({"+"})},
        bindings={
            "variable_declarator": Binding("name", ""),
            "assignment_expression": Binding("left", "right", "operator", frozenset({"+="})),
        },
        functions={
            "method_declaration": ("name", "parameters"),
            "local_function_statement": ("name", "parameters"),
        },
        parameters={"parameter": "name"},
        rows={"assignment_expression": ("left", "right")},
        lists=frozenset({"initializer_expression"}),
        nulls=frozenset({"null_literal"}),
        wrappers=frozenset({"argument", "element_binding_expression", "parenthesized_expression"}),
        formats={"string.Format": "brace", "String.Format": "brace"},
        same=frozenset({"Trim", "ToString"}),
        wraps=frozenset({"StringBuilder", "NpgsqlCommand"}),
        appends=frozenset({"Append", "AppendLine"}),
        silences=frozenset({"attribute"}),
    )
)
