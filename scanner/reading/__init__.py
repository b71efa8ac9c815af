"""From a snapshot to everything that its source files write: found, extracted in processes, cached."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from grammars import Grammar
from scanner.adapters import workers
from scanner.adapters.cache import Cache
from scanner.extract import sinks
from scanner.find.candidates import calls, pattern
from scanner.model.facts import Answers, Question
from scanner.model.options import HelperSpec
from scanner.model.snapshot import Skipped, Snapshot
from scanner.reading.beside import together
from scanner.reading.files import FileReader, Outcome, languages, unread, unreadable
from scanner.reading.gather import Reading, gather
from scanner.reading.told import Told, told

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
    known = Told()
    found: Sequence[str | Skipped] = [
        *source.snapshot.search(pattern(_names(reader)), reader.languages),
        *reader.telling,
    ]
    for _ in range(MAX_ROUNDS):
        outcomes.update((each.path, each) for each in _outcomes(source, reader, found, known))
        contents = {path: outcome.content for path, outcome in outcomes.items()}
        before, known = known, told(reader, contents, known, partial(_answered, source, reader))
        found = sorted({*_affected(reader, outcomes, before, known)})
        if not found:
            break
    suffixes = tuple(reader.languages)
    files = sum(path.lower().endswith(suffixes) for path in source.snapshot.paths())
    own = gather([*outcomes.values()], files, source.test_paths, unreadable(source.snapshot))
    return together((own, *source.beside))


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


def _affected(reader: FileReader, outcomes: Mapping[str, Outcome], before: Told, now: Told) -> Iterator[str]:
    """Yield the files that what is newly known may tell something."""
    if now.folding != before.folding:
        yield from (path for path, outcome in outcomes.items() if outcome.builds)
    for path in outcomes:
        if now.texts.get(path) != before.texts.get(path) or now.rows.get(path) != before.rows.get(path):
            yield path
    fresh = {sink.name for sink in now.sinks if sink not in before.sinks}
    if fresh:
        found = reader.snapshot.search(calls(fresh), reader.languages)
        yield from (each for each in found if isinstance(each, str))


def _answered(
    source: Source, reader: FileReader, asked: Mapping[str, Collection[Question]], known: Told
) -> Iterator[tuple[str, Answers]]:
    """Yield what files answer to questions of others, each with its path."""

    def define(path: str) -> tuple[str, Answers]:
        return path, reader.define(path, asked[path], known.to(path))

    for each in _each(source, define, sorted(asked)):
        match each:
            case (str(path), Answers() as answers) if answers != Answers():
                yield path, answers


def _outcomes(
    source: Source, reader: FileReader, found: Sequence[str | Skipped], known: Told
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
