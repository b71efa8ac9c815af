"""From a snapshot to everything that its source files write: found, extracted in processes, cached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from grammars import Grammar
from scanner.adapters import workers
from scanner.adapters.cache import Cache
from scanner.extract import sinks
from scanner.extract.constants import settled
from scanner.extract.names import segments
from scanner.extract.sinks import learnt
from scanner.find.candidates import calls, definitions, pattern
from scanner.model.facts import Known, Sink
from scanner.model.options import HelperSpec
from scanner.model.snapshot import Skipped, Snapshot
from scanner.reading.beside import together
from scanner.reading.files import FileReader, Outcome, languages, unread, unreadable
from scanner.reading.gather import Reading, gather

__all__ = ["Reading", "Source", "read"]

T = TypeVar("T")

SECONDS_PER_FILE = 30.0
MAX_ROUNDS = 5
"""How often functions are learnt from functions that call learnt ones."""

FILES_PER_PROCESS = 100
"""Below this many files another process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where to read from and how: the helpers to know, and the processes and the cache to use.

    With `only`, words that name tables and their models, files that surely write none of them are
    not parsed. `test_paths` match test code, in gitignore syntax. `progress` is told how many of how
    many files are done. `beside` is what is known already of other trees.
    """

    snapshot: Snapshot
    helpers: tuple[HelperSpec, ...] = ()
    test_paths: tuple[str, ...] = ()
    only: frozenset[str] | None = None
    jobs: int | None = None
    cache: Cache | None = None
    progress: Callable[[int, int], None] | None = None
    beside: tuple[Reading, ...] = ()


def read(source: Source) -> Reading:
    """Return what every file that may write says; one that cannot be read becomes a diagnostic.

    What one file must know of others (functions that write what their caller gives them, names
    of tables) is learnt on the way, and the files that it matters to are read again with it.
    """
    reader = _reader(source)
    outcomes: dict[str, Outcome] = {}
    known = _Told()
    found: Sequence[str | Skipped] = [
        *source.snapshot.search(pattern(_names(reader)), reader.languages),
        *reader.telling,
    ]
    for _ in range(MAX_ROUNDS):
        outcomes.update((each.path, each) for each in _outcomes(source, reader, found, known))
        before, known = known, _told(source, reader, outcomes, known)
        found = sorted({*_affected(reader, outcomes, before, known)})
        if not found:
            break
    suffixes = tuple(reader.languages)
    files = sum(path.lower().endswith(suffixes) for path in source.snapshot.paths())
    own = gather([*outcomes.values()], files, source.test_paths, unreadable(source.snapshot))
    return together((own, *source.beside))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is learnt of the whole tree: sinks, libraries that fold names, and names with their texts.

    `texts` are by the file that uses them, `defined` by the file that defines them; `sought` are
    all names that were looked for.
    """

    sinks: tuple[Sink, ...] = ()
    folding: frozenset[str] = frozenset()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defined: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sought: frozenset[str] = frozenset()

    def to(self, path: str) -> Known:
        """Return what concerns one file."""
        return Known(self.sinks, self.texts.get(path, {}), self.folding)


def _reader(source: Source) -> FileReader:
    known = languages()
    libraries = [
        each for grammar in known.values() if isinstance(grammar, Grammar) for each in grammar.libraries
    ]
    settings = "|".join(sorted({each.folds.pattern.decode() for each in libraries if each.folds}))
    telling = frozenset(each for each in source.snapshot.search(settings, known) if isinstance(each, str))
    return FileReader(source.snapshot, known, source.helpers, telling, source.only, source.cache)


def _names(reader: FileReader) -> frozenset[str]:
    every = (sinks(grammar, reader.helpers) for grammar in reader.languages.values())
    return frozenset[str]().union(*every)


def _told(source: Source, reader: FileReader, outcomes: Mapping[str, Outcome], before: _Told) -> _Told:
    """Return what is known after a round."""
    contents = {path: outcome.content for path, outcome in outcomes.items()}
    wanted = {path: content.wanted for path, content in contents.items() if content.wanted}
    names = frozenset(each.name for every in wanted.values() for each in every)
    defined = {path: dict(texts) for path, texts in before.defined.items()}
    for path, given in _defined(source, reader, names - before.sought):
        defined.setdefault(path, {}).update(given)
    texts = {path: dict(known) for path, known in before.texts.items()}
    for path, every in wanted.items():
        for each in every:
            if (text := settled(each, defined)) is not None:
                texts.setdefault(path, {})[each.name] = text
    return _Told(
        sinks=learnt(sink for content in contents.values() for sink in content.sinks),
        folding=frozenset(name for content in contents.values() for name in content.folding),
        texts=texts,
        defined=defined,
        sought=before.sought | names,
    )


def _affected(
    reader: FileReader, outcomes: Mapping[str, Outcome], before: _Told, now: _Told
) -> Iterator[str]:
    """Yield the files that what is newly known may tell something."""
    if now.folding != before.folding:
        yield from (path for path, outcome in outcomes.items() if outcome.builds)
    yield from (path for path, texts in now.texts.items() if texts != before.texts.get(path))
    fresh = {sink.name for sink in now.sinks if sink not in before.sinks}
    if fresh:
        found = reader.snapshot.search(calls(fresh), reader.languages)
        yield from (each for each in found if isinstance(each, str))


def _defined(
    source: Source, reader: FileReader, names: frozenset[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the files that give a text to one of the names, each with what it gives."""
    if not names:
        return
    lasts = {segments(name)[-1] for name in names}
    found = reader.snapshot.search(definitions(lasts), reader.languages)
    paths = [each for each in found if isinstance(each, str)]

    def define(path: str) -> tuple[str, Mapping[str, str]]:
        return path, reader.define(path, names)

    for each in _each(source, define, paths):
        match each:
            case (path, texts) if texts:
                yield path, texts


def _outcomes(
    source: Source, reader: FileReader, found: Sequence[str | Skipped], known: _Told
) -> Iterator[Outcome]:
    yield from (unread(each.path, each.reason) for each in found if isinstance(each, Skipped))
    paths = sorted({each for each in found if isinstance(each, str)})
    for done, each in enumerate(_each(source, lambda path: reader.read(path, known.to(path)), paths), 1):
        if source.progress is not None:
            source.progress(done, len(paths))
        match each:
            case workers.Lost(item=path, reason=reason):
                yield unread(path, f"it could not be understood: {reason}")
            case Outcome():
                yield each


def _each(source: Source, work: Callable[[str], T], paths: Sequence[str]) -> Iterator[T | workers.Lost[str]]:
    processes = source.jobs or min(workers.available(), 1 + len(paths) // FILES_PER_PROCESS)
    return workers.each(work, paths, processes, SECONDS_PER_FILE)
