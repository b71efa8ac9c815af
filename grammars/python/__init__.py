"""Python: every string form, names and their scopes, dict rows."""

from __future__ import annotations

import re

from tree_sitter import Language

import grammars
from grammars.python.classes import mapped
from grammars.python.connections import connection
from grammars.python.expressions import alternatives, call, entries, is_null
from grammars.python.functions import called, function, results
from grammars.python.names import definition, is_test, silent, title
from grammars.python.strings import pieces
from grammars.syntax import Grammar


def _load(label: str) -> Language:
    import tree_sitter_python

    return Language(tree_sitter_python.language())


GRAMMAR = Grammar(
    name="python",
    labels={".py": "python", ".pyi": "python", ".pyw": "python"},
    load=_load,
    comments=frozenset({"comment"}),
    strings=frozenset({"string"}),
    names=frozenset({"identifier"}),
    scopes=frozenset({"function_definition", "class_definition", "lambda"}),
    branches=frozenset(
        {
            "if_statement",
            "elif_clause",
            "else_clause",
            "for_statement",
            "while_statement",
            "try_statement",
            "except_clause",
            "match_statement",
            "case_clause",
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
    function=function,
    called=called,
    results=results,
    mapped=mapped,
    connection=connection,
    libraries=grammars.libraries(__name__, __path__),
    remark=b"#",
    uncalled=re.compile(rb"\s*[.'\"]|\s+\w"),
)
