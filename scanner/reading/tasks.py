"""What is asked of files one by one: answered from the cache where it can be, else in processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from scanner.adapters.cache import alias, encoded
from scanner.model.facts import Answers, Known, Question
from scanner.model.outcome import FileWrites, Lost, Outcome, unread
from scanner.model.snapshot import Contents, Skipped
from scanner.reading.kept import Entries, Held, Memory, told
from scanner.reading.source import Source

if TYPE_CHECKING:
    from scanner.adapters import workers
    from scanner.reading.files import FileReader

SECONDS_PER_FILE = 30.0
FILES_PER_PROCESS = 100
"""Below this many files another process costs more than it saves."""

PASSED_OVER = 3
"""Where a few tables are asked for, one in so many of the files that are opened is parsed."""

FEW = 100
"""So many files without an entry are read before a process is started for them: it may not be needed."""

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Task(Protocol[T_co]):
    """A question to each of many files."""

    def recall(self, path: str, *, look: bool) -> T_co | None:
        """Return the answer that the cache has, perhaps after a look at the file itself."""
        ...

    def worker(self) -> Callable[[str], tuple[T_co, Entries]]:
        """Return what answers anew, and says what to keep of it."""
        ...

    def parcel(self, paths: Sequence[str]) -> workers.Task[tuple[T_co, Entries]]:
        """Return the same task for these files alone, with their contents: it can be sent."""
        ...


def answers(task: Task[T], paths: Sequence[str], source: Source) -> Iterator[T | Lost[str]]:
    """Yield the answer of each file, in no order."""
    cache = source.cache
    missing = paths
    if cache is not None and cache.holds_any:
        missing = []
        yield from _recalled(task, paths, missing, look=False)
        if len(missing) <= FEW:
            unknown, missing = missing, []
            yield from _recalled(task, unknown, missing, look=True)
    if not missing:
        return
    for each in _anew(task, missing, source):
        if isinstance(each, Lost):
            if cache is not None:
                cache.lost = True
            yield each
            continue
        answer, entries = each
        for name, data in entries:
            if cache is not None:
                cache.put(name, data)
        yield answer


def _anew(task: Task[T], paths: Sequence[str], source: Source) -> Iterator[tuple[T, Entries] | Lost[str]]:
    if source.cluster is not None:
        return source.cluster.each(task.parcel, paths, SECONDS_PER_FILE)
    from scanner.adapters import workers  # with what runs processes, which a run that knows all spares

    share = FILES_PER_PROCESS if source.only is None else PASSED_OVER * FILES_PER_PROCESS
    processes = source.jobs or min(workers.available(), 1 + len(paths) // share)
    return workers.each(task.worker(), paths, processes, SECONDS_PER_FILE)


def _recalled(task: Task[T], paths: Sequence[str], missing: list[str], *, look: bool) -> Iterator[T]:
    for path in paths:
        answer = task.recall(path, look=look)
        if answer is None:
            missing.append(path)
        else:
            yield answer


class Writes(Struct, frozen=True):
    """What files write; `asked` is all that a file's answer depends on beside its path and its content."""

    snapshot: Contents
    memory: Memory | None
    reader: Callable[[], FileReader]
    known: Callable[[str], Known]
    asked: Callable[[str], tuple[str, ...]]

    def recall(self, path: str, *, look: bool) -> Outcome | None:
        """Return what a file writes as it is kept."""
        kept = self.memory and self.memory.recall(FileWrites, path, self.asked(path), look=look)
        if isinstance(kept, Skipped):
            return unread(path, kept.reason)
        return Outcome(path, kept, cached=True) if kept else None

    def worker(self) -> Callable[[str], tuple[Outcome, Entries]]:
        """Return what reads a file."""
        reader = self.reader()

        def read(path: str) -> tuple[Outcome, Entries]:
            content = self.snapshot.read(path)
            if isinstance(content, Skipped):
                return unread(path, content.reason), ()
            if self.memory is None:
                return Outcome(path, reader.read(reader.look(path, content, self.known(path)))), ()
            return self._remembered(reader, self.memory, path, content)

        return read

    def parcel(self, paths: Sequence[str]) -> Writes:
        """Return the same of these files."""
        held = Held.of(self.snapshot, paths)
        known = {path: self.known(path) for path in paths}.__getitem__
        asked = {path: self.asked(path) for path in paths}.__getitem__
        return Writes(held, self.memory and self.memory.sent(held), self.reader, known, asked)

    def _remembered(
        self, reader: FileReader, memory: Memory, path: str, content: bytes
    ) -> tuple[Outcome, Entries]:
        """Return what a file writes, perhaps as it was kept when other, irrelevant things were known."""
        first = memory.name(path, content, self.asked(path))
        if kept := memory.cache.load(FileWrites, first):
            return Outcome(path, kept, cached=True), ()
        look = reader.look(path, content, self.known(path))
        _, only, *_ = self.asked(path)
        second = memory.name(path, content, ("look", only, str(look.parsed), *told(look.known)))
        if kept := memory.cache.load(FileWrites, second):
            return Outcome(path, kept, cached=True), ((first, alias(second)),)
        written = reader.read(look)
        return Outcome(path, written), ((first, alias(second)), (second, encoded(written)))


class Definitions(Struct, frozen=True):
    """What files answer to the questions of others, by their paths."""

    snapshot: Contents
    memory: Memory | None
    reader: Callable[[], FileReader]
    questions: Mapping[str, Collection[Question]]
    known: Callable[[str], Known]

    def recall(self, path: str, *, look: bool) -> tuple[str, Answers] | None:
        """Return a file's answers as they are kept."""
        kept = self.memory and self.memory.recall(Answers, path, self._asked(path), look=look)
        if isinstance(kept, Skipped):
            return path, Answers()
        return (path, kept) if kept else None

    def worker(self) -> Callable[[str], tuple[tuple[str, Answers], Entries]]:
        """Return what asks a file."""
        reader = self.reader()

        def define(path: str) -> tuple[tuple[str, Answers], Entries]:
            content = self.snapshot.read(path)
            if isinstance(content, Skipped):
                return (path, Answers()), ()
            found = reader.define(path, content, self.questions[path], self.known(path))
            if self.memory is None:
                return (path, found), ()
            name = self.memory.name(path, content, self._asked(path))
            return (path, found), ((name, encoded(found)),)

        return define

    def parcel(self, paths: Sequence[str]) -> Definitions:
        """Return the same of these files."""
        held = Held.of(self.snapshot, paths)
        questions = {path: self.questions[path] for path in paths}
        known = {path: self.known(path) for path in paths}.__getitem__
        return Definitions(held, self.memory and self.memory.sent(held), self.reader, questions, known)

    def _asked(self, path: str) -> tuple[str, ...]:
        return ("answers", repr(sorted(self.questions[path])), *told(self.known(path)))
