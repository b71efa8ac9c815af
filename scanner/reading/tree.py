"""A tree of files as it is read: where to look, what to search for, and what earlier runs have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.find.given import may_write
from scanner.model.facts import Sink
from scanner.model.options import HelperSpec
from scanner.model.snapshot import Skipped
from scanner.reading.kept import Memory
from scanner.reading.languages import Searched
from scanner.reading.source import Source

if TYPE_CHECKING:
    from scanner.reading.files import FileReader


class Tree(Struct, frozen=True):
    """A source with what is searched for in it."""

    source: Source
    searched: Searched

    @property
    def reader(self) -> Callable[[], FileReader]:
        """What returns what reads its files, which imports every language's parser."""
        return partial(_reader, self.source.helpers, self.source.only)

    @property
    def memory(self) -> Memory | None:
        """What is kept of its files."""
        return Memory(self.source.snapshot, self.source.cache) if self.source.cache else None

    def candidates(self) -> Iterator[str | Skipped]:
        """Yield the files that may write; those of each language are searched for its libraries' names."""
        for pattern, names in self.searched.candidates.items():
            yield from self.source.snapshot.search(pattern, self._suffixes(names))

    def search(
        self, pattern: str, language: str | None, within: Collection[str] | None = None
    ) -> Iterator[str]:
        """Yield the files of a grammar whose text matches, those of all when it is None.

        No file can match but those `within`, where they are known.
        """
        every = self.searched.languages
        suffixes = every if language is None else self._suffixes((language,))
        found = self.source.snapshot.search(pattern, suffixes, within)
        yield from (each for each in found if isinstance(each, str))

    def concerned(self, paths: Sequence[str], learnt: Collection[Sink]) -> list[str]:
        """Return those of the files that may write one of the tables that are asked for, in order."""
        by_language: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths:
            by_language[self.language(path)].append(path)
        return sorted(
            path for language, each in by_language.items() for path in self._concerned(language, each, learnt)
        )

    def _concerned(self, language: str, paths: Sequence[str], learnt: Collection[Sink]) -> Iterator[str]:
        from scanner.find.narrow import narrowed  # with its patterns, for the runs of a few tables

        calling = self.searched.calling[language]
        known = {sink.name for sink in learnt if sink.language == language and self.may_write(sink)}
        pattern = narrowed(self.source.only or (), {*calling.names, *known}, calling.marks)
        yield from self.source.snapshot.among(pattern, paths)

    def may_write(self, sink: Sink) -> bool:
        """Tell whether calls of a learnt function can be writes to the tables that are asked for."""
        only = self.source.only
        return only is None or may_write(sink, frozenset(name.lower() for name in only))

    def language(self, path: str) -> str:
        """Return the name of a source file's grammar."""
        known = self.searched.languages
        return next(known[suffix] for suffix in known if path.lower().endswith(suffix))

    def _suffixes(self, languages: Collection[str]) -> list[str]:
        known = self.searched.languages
        return [suffix for suffix in known if known[suffix] in languages]


@cache
def _reader(helpers: tuple[HelperSpec, ...], only: frozenset[str] | None) -> FileReader:
    from scanner.reading.files import FileReader
    from scanner.reading.parsers import languages

    return FileReader(languages(), helpers, only)
