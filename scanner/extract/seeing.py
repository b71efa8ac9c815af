"""What can be seen of a file without parsing it: where it may write, and through which libraries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grammars import Grammar, Library, PlainGrammar
from scanner.extract.context import is_for_people
from scanner.find.hits import Hit, calls, in_order, keywords, names_in, present
from scanner.find.idle import is_imported, is_remark, taker
from scanner.model.facts import Sink
from scanner.model.options import HelperSpec


class Seen(Struct, frozen=True):
    """A grammar with those libraries that a file may use, and where the file may write.

    A candidate has words of a write, be they all in comments. `folding` are the libraries that the
    file sets to write camelCase names as snake_case for the whole tree.
    """

    grammar: Grammar | PlainGrammar
    hits: tuple[Hit, ...]
    is_candidate: bool
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
        return Seen(grammar, in_order(statements, ()), bool(statements))
    words = names_in(source)
    folding = frozenset(_folding(grammar, source, words))
    opened = frozenset[str]().union(*_opened(source, grammar))
    named = present(source, words, sinks(grammar, helpers, learnt) | opened)
    if not (statements or named or folding):
        return Seen(grammar, (), is_candidate=False)
    common = frozenset[str]().union(*(library.common for library in grammar.libraries))
    called = _telling(source, grammar, calls(source, named | present(source, words, common)))
    told = tuple(hit for hit in statements if not _is_idle(source, grammar, hit))
    if statements and not (told or called):
        return Seen(grammar, (), is_candidate=True, folding=folding)
    asked = {name for name, _ in called} if statements else {*named, *present(source, words, common)}
    libraries = tuple(each for each in grammar.libraries if _is_used(each, source, asked))
    used = replace(grammar, libraries=libraries)
    names = sinks(used, helpers, learnt) | opened
    if not (statements or calls(source, named & names)):
        return Seen(used, (), is_candidate=False, folding=folding)
    names |= frozenset[str]().union(*(library.common for library in libraries))
    counted = tuple(hit for name, hit in called if name in names)
    return Seen(used, in_order(told, counted), is_candidate=True, folding=folding)


def _is_idle(source: bytes, grammar: Grammar, hit: Hit) -> bool:
    """Tell whether a keyword is in a comment, an import, or text for people or for a test to compare."""
    if is_remark(source, hit, grammar.remark) or is_imported(source, hit):
        return True
    name = taker(source, hit)
    return name is not None and is_for_people(name)


def _telling(source: bytes, grammar: Grammar, found: Iterable[Hit]) -> tuple[tuple[str, Hit], ...]:
    """Return names with their places where they may be called or declare something."""
    declared = frozenset[str]().union(*(library.declared for library in grammar.libraries))
    named = ((source[hit.start : hit.end].decode(), hit) for hit in found)
    return tuple(
        (name, hit)
        for name, hit in named
        if not is_remark(source, hit, grammar.remark)
        and (name in declared or grammar.uncalled is None or not grammar.uncalled.match(source, hit.end))
    )


def _opened(source: bytes, grammar: Grammar) -> Iterator[frozenset[str]]:
    """Yield the common names of each library with a line for which a file is opened."""
    for library in grammar.libraries:
        if library.opens is not None and any(cue in source for cue in library.cues):
            yield library.common if library.opens.search(source) else frozenset()


def _folding(grammar: Grammar, source: bytes, words: Collection[bytes]) -> Iterator[str]:
    """Yield the libraries that a file sets to write camelCase names as snake_case."""
    for library in grammar.libraries:
        if library.folds is not None and library.folds.word in words and library.folds.pattern.search(source):
            yield library.name


def _is_used(library: Library, source: bytes, asked: Collection[str]) -> bool:
    """Tell whether a file may use a library, by its names and cues first: looking for these is quick.

    One that only reads calls is of no use where none of its names is `asked` of it.
    """
    if library.marks is None:
        return True
    names = library.sinks | library.common
    if names and library.pieces is None and names.isdisjoint(asked):
        return False
    if library.cues and not any(cue in source for cue in library.cues):
        return False
    return library.marks.search(source) is not None
