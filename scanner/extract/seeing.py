"""What can be seen of a file without parsing it: where it may write, and through which libraries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grammars import Grammar, Library, PlainGrammar
from scanner.find.hits import Hit, calls, in_order, keywords, names_in, present
from scanner.model.facts import Sink
from scanner.model.options import HelperSpec


class Seen(Struct, frozen=True):
    """A grammar with those libraries that a file may use, and where the file may write.

    `folding` are the libraries that it sets to write camelCase names as snake_case for the whole tree.
    """

    grammar: Grammar | PlainGrammar
    hits: tuple[Hit, ...]
    folding: frozenset[str] = frozenset()


def sinks(
    grammar: Grammar | PlainGrammar, helpers: Sequence[HelperSpec], learnt: Sequence[Sink] = ()
) -> frozenset[str]:
    """Return the called names that may be writes in this language."""
    match grammar:
        case PlainGrammar():
            return frozenset()
        case Grammar():
            asked = (library.sinks | library.declared - library.common for library in grammar.libraries)
            known = frozenset[str]().union(*asked)
            return frozenset(known | {each.name for each in helpers} | {each.name for each in learnt})


def see(
    source: bytes, grammar: Grammar | PlainGrammar, helpers: Sequence[HelperSpec], learnt: Sequence[Sink]
) -> Seen:
    """Look for every place where a write may begin; names of a library count where the library is used.

    Without a statement, or a name that is not common, there is none.
    """
    statements = keywords(source)
    if isinstance(grammar, PlainGrammar):
        return Seen(grammar, in_order(statements, ()))
    folding = frozenset(_folding(grammar, source))
    words = names_in(source)
    named = present(source, words, sinks(grammar, helpers, learnt))
    if not (statements or named or folding):
        return Seen(grammar, ())
    libraries = tuple(each for each in grammar.libraries if _is_used(each, source, words))
    grammar = replace(grammar, libraries=libraries)
    names = sinks(grammar, helpers, learnt)
    if not (statements or calls(source, named & names)):
        return Seen(grammar, (), folding)
    common = frozenset[str]().union(*(library.common for library in libraries))
    every = calls(source, present(source, words, names | common))
    return Seen(grammar, in_order(statements, every), folding)


def _folding(grammar: Grammar, source: bytes) -> Iterator[str]:
    """Yield the libraries that a file sets to write camelCase names as snake_case."""
    for library in grammar.libraries:
        if library.folds is not None and library.folds.search(source):
            yield library.name


def _is_used(library: Library, source: bytes, words: Collection[bytes]) -> bool:
    """Tell whether a file may use a library, by its names and cues first: looking for these is quick."""
    if library.marks is None:
        return True
    names = library.sinks | library.common
    if names and library.pieces is None and not present(source, words, names):
        return False
    if library.cues and not any(cue in source for cue in library.cues):
        return False
    return library.marks.search(source) is not None
