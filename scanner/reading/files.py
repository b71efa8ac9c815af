"""One file at a time: what it writes, and what it tells of names that other files use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import grammars
from grammars import Grammar, PlainGrammar
from scanner.adapters.cache import Cache
from scanner.extract import answers, extract, sinks, used
from scanner.extract.writes import writes
from scanner.find.candidates import pattern
from scanner.find.hits import Hit, hits
from scanner.find.narrow import may_concern
from scanner.find.suppressions import find_suppressions
from scanner.model.facts import Answers, Diagnostic, Known, Question
from scanner.model.options import HelperSpec
from scanner.model.outcome import FileWrites
from scanner.model.snapshot import Skipped, Snapshot, shown

Languages = Mapping[str, Grammar | PlainGrammar]
"""The grammar of each file suffix, longer suffixes first."""


def languages() -> Languages:
    """Return every language that can be read: those whose parser is installed."""
    installed = (grammar for grammar in grammars.discover() if grammars.lacking(grammar) is None)
    found = {suffix: grammar for grammar in installed for suffix in grammar.labels}
    return {suffix: found[suffix] for suffix in sorted(found, key=lambda suffix: (-len(suffix), suffix))}


def unreadable(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield, for each language whose parser is not installed, which files may write and are not read."""
    for grammar in grammars.discover():
        missing = grammars.lacking(grammar)
        found = snapshot.search(pattern(()), grammar.labels) if missing is not None else ()
        paths = sorted(each for each in found if isinstance(each, str))
        if paths:
            count = "a file" if len(paths) == 1 else f"{len(paths):,} files"
            what = f"{count} in {grammar.name} that may write cannot be read: install {missing}"
            yield Diagnostic(shown(paths[0]), None, what)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `unread` says that it could not be opened or understood at all."""

    path: str
    content: FileWrites
    cached: bool = False
    unread: bool = False

    @property
    def builds(self) -> bool:
        """Whether the file writes with a query builder."""
        return any(write.kind == "query-builder" for write in self.content.writes)


def unread(path: str, reason: str) -> Outcome:
    """Return the outcome of a file that could not be read."""
    content = FileWrites(candidate=False, diagnostics=(Diagnostic(shown(path), None, reason),))
    return Outcome(path, content, unread=True)


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads files of a snapshot.

    With `only`, words that name tables and their models, files that surely write none of them are
    not parsed. Files of `telling` set a library up for the whole tree.
    """

    snapshot: Snapshot
    languages: Languages
    helpers: tuple[HelperSpec, ...] = ()
    telling: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    cache: Cache | None = None

    def read(self, path: str, known: Known) -> Outcome:
        """Return what a file writes, as far as `known` says what other files define."""
        content = self.snapshot.read(path)
        if isinstance(content, Skipped):
            return unread(path, content.reason)
        grammar, label = self._language(path)
        found = self._found(grammar, content, known)
        told = path in self.telling
        if not (told or found) or not (self.only is None or told or may_concern(content, found, self.only)):
            suppressions, mistakes = find_suppressions(shown(path), content)
            return Outcome(path, FileWrites(False, (), mistakes, suppressions))
        key = self.cache.key(path, content, _relevant(known, content, found)) if self.cache else ""
        if self.cache and (kept := self.cache.get(key)):
            return Outcome(path, kept, cached=True)
        facts = extract(shown(path), content, grammar, label, self.helpers, known)
        said = (facts.diagnostics, facts.suppressions, facts.sinks, facts.wanted)
        read = FileWrites(bool(found), writes(facts), *said, tuple(sorted(facts.folding)))
        if self.cache:
            self.cache.put(key, read)
        return Outcome(path, read)

    def define(self, path: str, questions: Collection[Question], known: Known) -> Answers:
        """Return what a file answers to others, as far as `known` says what it needs of them itself."""
        content = self.snapshot.read(path)
        if isinstance(content, Skipped):
            return Answers()
        return answers(shown(path), content, *self._language(path), questions, known)

    def same_language(self, path: str, other: str) -> bool:
        """Return whether two files are of one grammar."""
        return self._language(path)[0].name == self._language(other)[0].name

    def _found(self, grammar: Grammar | PlainGrammar, content: bytes, known: Known) -> tuple[Hit, ...]:
        """Return the file's hits; those of a library's names count only where the library is used."""
        every = sinks(grammar, self.helpers, known.sinks)
        found = tuple(hits(content, every))
        if isinstance(grammar, PlainGrammar) or not any(hit.kind == "name" for hit in found):
            return found
        names = sinks(used(grammar, content), self.helpers, known.sinks)
        return found if names == every else tuple(hits(content, names))

    def _language(self, path: str) -> tuple[Grammar | PlainGrammar, str]:
        suffix = next(suffix for suffix in self.languages if path.lower().endswith(suffix))
        return self.languages[suffix], self.languages[suffix].labels[suffix]


def _relevant(known: Known, content: bytes, found: Collection[Hit]) -> Known:
    """Return the part of what is known that the reading of a file can depend on."""
    names = {content[hit.start : hit.end].decode() for hit in found if hit.kind == "name"}
    return replace(known, sinks=tuple(sink for sink in known.sinks if sink.name in names))
