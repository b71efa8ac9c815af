"""Rust: every string form, format and query macros, names and their scopes."""

from __future__ import annotations

from tree_sitter import Language

import grammars
from grammars.rust.expressions import call
from grammars.rust.functions import called, function, results
from grammars.rust.macros import parse
from grammars.rust.names import definition, is_test, silent, title
from grammars.rust.rows import alternatives, entries, is_null
from grammars.rust.strings import pieces
from grammars.syntax import Grammar


def _load(label: str) -> Language:
    import tree_sitter_rust

    return Language(tree_sitter_rust.language())


GRAMMAR = Grammar(
    name="rust",
    labels={".rs": "rust"},
    load=_load,
    comments=frozenset({"line_comment", "block_comment"}),
    strings=frozenset({"string_literal", "raw_string_literal"}),
    names=frozenset({"identifier", "field_identifier", "shorthand_field_identifier", "type_identifier"}),
    scopes=frozenset({"function_item", "closure_expression", "impl_item", "trait_item", "mod_item"}),
    branches=frozenset(
        {
            "if_expression",
            "else_clause",
            "match_arm",
            "for_expression",
            "while_expression",
            "loop_expression",
        }
    ),
    pieces=pieces,
    definition=definition,
    call=call,
    entries=entries,
    alternatives=alternatives,
    is_null=is_null,
    silent=silent,
    is_test=is_test,
    title=title,
    libraries=grammars.libraries(__name__, __path__),
    function=function,
    called=called,
    results=results,
    parse=parse,
)
