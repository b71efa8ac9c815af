"""The languages that can be read, with their parsers: where something has to be parsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import grammars
from grammars import Grammar, Library, PlainGrammar
from scanner.extract import sinks
from scanner.find.candidates import LIKELY, pattern
from scanner.model.options import HelperSpec
from scanner.reading.languages import Calling, Lacking, Searched

Languages = Mapping[str, Grammar | PlainGrammar]
"""The grammar of each file suffix, longer suffixes first."""


def languages() -> Languages:
    """Return every language that can be read: those whose parser is installed."""
    installed = (grammar for grammar in grammars.discover() if grammars.lacking(grammar) is None)
    found = {suffix: grammar for grammar in installed for suffix in grammar.labels}
    return {suffix: found[suffix] for suffix in sorted(found, key=lambda suffix: (-len(suffix), suffix))}


def made(helpers: tuple[HelperSpec, ...]) -> Searched:
    """Return what to search for in a tree with these helpers."""
    known = languages()
    patterns = {grammar.name: _candidates(grammar, helpers) for grammar in known.values()}
    return Searched(
        languages={suffix: grammar.name for suffix, grammar in known.items()},
        candidates={
            pattern: tuple(sorted(name for name in patterns if patterns[name] == pattern))
            for pattern in patterns.values()
        },
        lacking=tuple(
            Lacking(grammar.name, missing, tuple(grammar.labels))
            for grammar in grammars.discover()
            if (missing := grammars.lacking(grammar)) is not None
        ),
        calling={grammar.name: _calling(grammar, helpers) for grammar in known.values()},
    )


def _candidates(grammar: Grammar | PlainGrammar, helpers: tuple[HelperSpec, ...]) -> str:
    """Return the pattern of a language; what sets a library up is looked for by its word: one literal."""
    learning = [LIKELY] if isinstance(grammar, Grammar) else []
    opening = [each.opens.pattern.decode() for each in _libraries(grammar) if each.opens]
    words = {each.folds.word.decode() for each in _libraries(grammar) if each.folds}
    return pattern({*sinks(grammar, helpers), *words}, [*learning, *opening])


def _calling(grammar: Grammar | PlainGrammar, helpers: tuple[HelperSpec, ...]) -> Calling:
    """Return what to look for beside SQL: the names of a library with marks count only where these are."""
    unmarked = [each for each in _libraries(grammar) if each.marks is None]
    names = frozenset[str]().union(*(each.sinks | each.declared | each.common for each in unmarked))
    marks = [each.marks.pattern.decode() for each in _libraries(grammar) if each.marks is not None]
    helping = (each.name for each in helpers)
    settings = [each.folds.pattern.pattern.decode() for each in _libraries(grammar) if each.folds]
    return Calling(tuple(sorted({*names, *helping})), (*settings, *marks))


def _libraries(grammar: Grammar | PlainGrammar) -> Sequence[Library]:
    return grammar.libraries if isinstance(grammar, Grammar) else ()
