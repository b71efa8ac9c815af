"""What Go's syntax tree calls its parts."""

from __future__ import annotations

from tree_sitter import Language

from grammars.kinds import Binding, CallShape, Kinds


def _load(label: str) -> Language:
    import tree_sitter_go

    return Language(tree_sitter_go.language())


_APPEND = frozenset({"+="})

KINDS = Kinds(
    name="go",
    labels={".go": "go"},
    load=_load,
    comments=frozenset({"comment"}),
    strings=frozenset({"interpreted_string_literal", "raw_string_literal"}),
    contents=frozenset({"interpreted_string_literal_content", "raw_string_literal_content"}),
    names=frozenset({"identifier", "field_identifier", "type_identifier"}),
    scopes=frozenset({"function_declaration", "method_declaration", "func_literal"}),
    branches=frozenset(
        {
            "if_statement",
            "for_statement",
            "expression_case",
            "type_case",
            "default_case",
            "communication_case",
        }
    ),
    calls={"call_expression": CallShape("function")},
    members={"selector_expression": ("operand", "field")},
    concatenation={"binary_expression": frozenset({"+"})},
    bindings={
        "const_spec": Binding("name", "value"),
        "var_spec": Binding("name", "value"),
        "short_var_declaration": Binding("left", "right"),
        "assignment_statement": Binding("left", "right", "operator", _APPEND),
    },
    functions={
        "function_declaration": ("name", "parameters"),
        "method_declaration": ("name", "parameters"),
    },
    parameters={"parameter_declaration": "name", "variadic_parameter_declaration": "name"},
    rows={"keyed_element": ("key", "value")},
    lists=frozenset({"composite_literal", "literal_value"}),
    maps=frozenset({"map_type"}),
    subscripts={"index_expression": ("operand", "index")},
    pushes=frozenset({"append"}),
    copies=frozenset({"maps.Copy"}),
    nulls=frozenset({"nil"}),
    wrappers=frozenset({"expression_list", "literal_element", "parenthesized_expression"}),
    formats={"fmt.Sprintf": "percent", "Sprintf": "percent", "Appendf": "percent"},
    wraps=frozenset({"strings.TrimSpace", "dedent.Dedent", "Rebind", "heredoc.Doc"}),
    appends=frozenset({"WriteString"}),
    test_name=r"(?:Test|Benchmark|Example|Fuzz)(?:[A-Z_].*)?",
)
