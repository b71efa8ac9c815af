"""A grammar out of a table of node kinds, for languages whose syntax trees differ in names only."""

from __future__ import annotations

from functools import partial

from grammars.kinds import calls, names, rows, strings
from grammars.kinds.table import Binding, CallShape, Kinds
from grammars.syntax import Grammar

__all__ = ["Binding", "CallShape", "Kinds", "grammar"]


def grammar(kinds: Kinds) -> Grammar:
    """Return the grammar that a table of kinds describes."""
    return Grammar(
        name=kinds.name,
        labels=kinds.labels,
        load=kinds.load,
        comments=kinds.comments,
        strings=kinds.strings,
        names=kinds.names,
        scopes=kinds.scopes,
        branches=kinds.branches,
        pieces=partial(strings.pieces, kinds),
        definition=partial(names.definition, kinds),
        call=partial(calls.call, kinds),
        entries=partial(rows.entries, kinds),
        alternatives=partial(rows.alternatives, kinds),
        is_null=partial(rows.is_null, kinds),
        silent=partial(names.silent, kinds),
        is_test=partial(names.is_test, kinds),
        title=partial(names.title, kinds),
        libraries=kinds.libraries,
        extra=kinds.extra,
        function=partial(names.function, kinds),
    )
