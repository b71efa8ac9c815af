"""Ruby: quoted strings with `#{…}`, heredocs, constants, hash rows."""

from __future__ import annotations

from tree_sitter import Language

from grammars.kinds import Binding, CallShape, Kinds, grammar


def _load(label: str) -> Language:
    import tree_sitter_ruby

    return Language(tree_sitter_ruby.language())


GRAMMAR = grammar(
    Kinds(
        name="ruby",
        labels={".rb": "ruby", ".rake": "ruby"},
        load=_load,
        extra="ruby",
        comments=frozenset({"comment"}),
        strings=frozenset({"string", "heredoc_body", "chained_string"}),
        contents=frozenset({"string_content", "heredoc_content", "string"}),
        names=frozenset({"identifier", "constant"}),
        scopes=frozenset({"method", "singleton_method", "class", "module"}),
        branches=frozenset({"if", "unless", "when", "while", "if_modifier", "unless_modifier"}),
        interpolations=frozenset({"interpolation"}),
        calls={"call": CallShape("method", receiver="receiver")},
        members={"scope_resolution": ("scope", "name")},
        concatenation={"binary": frozenset({"+"})},
        bindings={
            "assignment": Binding("left", "right"),
            "operator_assignment": Binding("left", "right", "operator", frozenset({"+=", "<<="})),
        },
        functions={"method": ("name", "parameters"), "singleton_method": ("name", "parameters")},
        parameters={"method_parameters": "name", "optional_parameter": "name", "keyword_parameter": "name"},
        rows={"pair": ("key", "value")},
        lists=frozenset({"array"}),
        nulls=frozenset({"nil"}),
        wrappers=frozenset({"parenthesized_statements"}),
        formats={"format": "percent", "sprintf": "percent"},
        same=frozenset({"strip", "squish", "freeze", "strip_heredoc", "to_s", "dup", "chomp"}),
        test_name=r"test_.*|.*Test",
    )
)
