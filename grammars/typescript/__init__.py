"""TypeScript, TSX and JavaScript: every string form, names and their scopes, object rows."""

from __future__ import annotations

import re

from tree_sitter import Language

import grammars
from grammars.syntax import Grammar
from grammars.typescript.expressions import alternatives, call, entries, is_null
from grammars.typescript.functions import called, function, results
from grammars.typescript.generics import parse
from grammars.typescript.names import definition, title
from grammars.typescript.silence import is_test, silent
from grammars.typescript.strings import pieces


def _load(label: str) -> Language:
    match label:
        case "javascript":
            import tree_sitter_javascript

            return Language(tree_sitter_javascript.language())
        case "tsx":
            import tree_sitter_typescript

            return Language(tree_sitter_typescript.language_tsx())
        case _:
            import tree_sitter_typescript

            return Language(tree_sitter_typescript.language_typescript())


GRAMMAR = Grammar(
    name="typescript",
    labels={
        ".ts": "typescript",
        ".mts": "typescript",
        ".cts": "typescript",
        ".tsx": "tsx",
        ".js": "javascript",
        ".jsx": "javascript",
        ".mjs": "javascript",
        ".cjs": "javascript",
    },
    load=_load,
    comments=frozenset({"comment", "html_comment"}),
    strings=frozenset({"string", "template_string"}),
    names=frozenset(
        {
            "identifier",
            "type_identifier",
            "property_identifier",
            "private_property_identifier",
            "shorthand_property_identifier",
            "shorthand_property_identifier_pattern",
        }
    ),
    scopes=frozenset(
        {
            "function_declaration",
            "generator_function_declaration",
            "function_expression",
            "generator_function",
            "arrow_function",
            "method_definition",
            "class_declaration",
            "abstract_class_declaration",
            "class",
            "enum_declaration",
            "internal_module",
        }
    ),
    branches=frozenset(
        {
            "if_statement",
            "else_clause",
            "for_statement",
            "for_in_statement",
            "while_statement",
            "do_statement",
            "try_statement",
            "catch_clause",
            "switch_case",
            "switch_default",
            "statement_block",
        }
    ),
    pieces=pieces,
    definition=definition,
    function=function,
    called=called,
    results=results,
    call=call,
    entries=entries,
    alternatives=alternatives,
    is_null=is_null,
    silent=silent,
    is_test=is_test,
    title=title,
    parse=parse,
    libraries=grammars.libraries(__name__, __path__),
    uncalled=re.compile(rb"\s*[.,;}'\"]|\s+(?!as\b|satisfies\b)\w"),
)
