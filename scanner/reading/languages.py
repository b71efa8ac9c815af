"""The languages that can be read: as parsers, and as what a search for candidates has to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import grammars
from grammars import Grammar, PlainGrammar
from scanner.adapters.cache import Cache
from scanner.extract import sinks
from scanner.find.candidates import pattern
from scanner.model.facts import Diagnostic
from scanner.model.options import HelperSpec
from scanner.model.snapshot import Snapshot, shown

Languages = Mapping[str, Grammar | PlainGrammar]
"""The grammar of each file suffix, longer suffixes first."""


def languages() -> Languages:
    """Return every language that can be read: those whose parser is installed."""
    installed = (grammar for grammar in grammars.discover() if grammars.lacking(grammar) is None)
    found = {suffix: grammar for grammar in installed for suffix in grammar.labels}
    return {suffix: found[suffix] for suffix in sorted(found, key=lambda suffix: (-len(suffix), suffix))}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A language whose parser is not installed: `missing` is what to install."""

    name: str
    missing: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched for, and where.

    `languages` has the name of the grammar of each file suffix, longer suffixes first. `candidates` are
    patterns, each with the grammars whose files are searched for it.
    """

    languages: Mapping[str, str]
    candidates: Mapping[str, tuple[str, ...]]
    lacking: tuple[Lacking, ...]


def searched(helpers: tuple[HelperSpec, ...], cache: Cache | None) -> Searched:
    """Return what to search for; a cache spares the import of every language and its parser."""
    if cache is None:
        return _searched(helpers)
    name = cache.name("languages", repr(helpers))
    found = cache.load(Searched, name)
    if found is None:
        found = _searched(helpers)
        cache.keep(name, found)
    return found


def _searched(helpers: tuple[HelperSpec, ...]) -> Searched:
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
    )


def _candidates(grammar: Grammar | PlainGrammar, helpers: tuple[HelperSpec, ...]) -> str:
    libraries = grammar.libraries if isinstance(grammar, Grammar) else ()
    settings = [each.folds.pattern.decode() for each in libraries if each.folds]
    return pattern(sinks(grammar, helpers), settings)


def unreadable(snapshot: Snapshot, lacking: tuple[Lacking, ...]) -> Iterator[Diagnostic]:
    """Yield, for each language whose parser is not installed, which files may write and are not read."""
    for each in lacking:
        found = snapshot.search(pattern(()), each.suffixes)
        paths = sorted(path for path in found if isinstance(path, str))
        if paths:
            count = "a file" if len(paths) == 1 else f"{len(paths):,} files"
            what = f"{count} in {each.name} that may write cannot be read: install {each.missing}"
            yield Diagnostic(shown(paths[0]), None, what)
