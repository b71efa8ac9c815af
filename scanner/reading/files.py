"""One file at a time: what it writes, and what it tells of names that other files use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from msgspec import Struct
from msgspec.structs import replace

from grammars import Grammar, PlainGrammar
from scanner.extract import Seen, answers, extract, see
from scanner.extract.writes import writes
from scanner.find.hits import Hit
from scanner.find.lines import with_line_feeds
from scanner.find.narrow import concerning
from scanner.find.suppressions import find_suppressions
from scanner.model.facts import Answers, Known, Question, Sink
from scanner.model.options import HelperSpec
from scanner.model.outcome import FileWrites
from scanner.model.snapshot import shown
from scanner.reading.parsers import Languages


class Look(Struct, frozen=True):
    """A file before it is parsed, which it is only where something in it is `seen` that may be a write.

    `known` is the part of what other files tell that the reading can depend on.
    """

    path: str
    content: bytes
    candidate: bool
    parsed: bool
    seen: Seen
    known: Known


class FileReader(Struct, frozen=True):
    """Reads the files of a tree.

    With `only`, names of tables, files that surely write none of them are
    not parsed.
    """

    languages: Languages
    helpers: tuple[HelperSpec, ...] = ()
    only: frozenset[str] | None = None

    def look(self, path: str, content: bytes, known: Known) -> Look:
        """Look for what may be a write, as far as `known` says what other files define."""
        content = with_line_feeds(content)
        grammar, _ = self._language(path)
        seen = see(content, grammar, self.helpers, known.sinks)
        if self.only is not None:
            learnt = self._learnt(seen.grammar, known.sinks)
            seen = replace(seen, hits=concerning(content, seen.hits, self.only, learnt))
        parsed = bool(seen.hits) or bool(seen.folding)
        candidate = seen.is_candidate and (self.only is None or bool(seen.hits))
        known = _relevant(known, content, seen.hits) if parsed else Known()
        return Look(path, content, candidate, parsed, seen, known)

    def read(self, look: Look) -> FileWrites:
        """Return what a file writes."""
        if not look.parsed:
            suppressions, mistakes = find_suppressions(shown(look.path), look.content)
            return FileWrites(look.candidate, (), mistakes, suppressions)
        grammar, label = self._language(look.path)
        facts = extract(shown(look.path), look.content, grammar, label, self.helpers, look.known, look.seen)
        said = (facts.diagnostics, facts.suppressions, facts.sinks, facts.wanted)
        return FileWrites(look.candidate, writes(facts), *said, tuple(sorted(facts.folding)))

    def define(self, path: str, content: bytes, questions: Collection[Question], known: Known) -> Answers:
        """Return what a file answers to others, as far as `known` says what it needs of them itself."""
        return answers(shown(path), with_line_feeds(content), *self._language(path), questions, known)

    def _learnt(
        self, grammar: Grammar | PlainGrammar, sinks: Collection[Sink]
    ) -> Mapping[str, Collection[Sink]]:
        """Return the learnt functions by their names, where no helper and no library has that name too."""
        libraries = grammar.libraries if isinstance(grammar, Grammar) else ()
        taken = {helper.name for helper in self.helpers}
        taken.update(*(each.sinks | each.common | each.declared for each in libraries))
        learnt: defaultdict[str, list[Sink]] = defaultdict(list)
        for sink in sinks:
            if sink.name not in taken:
                learnt[sink.name].append(sink)
        return learnt

    def _language(self, path: str) -> tuple[Grammar | PlainGrammar, str]:
        suffix = next(suffix for suffix in self.languages if path.lower().endswith(suffix))
        return self.languages[suffix], self.languages[suffix].labels[suffix]


def _relevant(known: Known, content: bytes, found: Collection[Hit]) -> Known:
    """Return the part of what is known that the reading of a file can depend on."""
    names = {content[hit.start : hit.end].decode() for hit in found if hit.kind == "name"}
    return replace(known, sinks=tuple(sink for sink in known.sinks if sink.name in names))
