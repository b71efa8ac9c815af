"""All source files are read, and some again with what others have told, until nothing new is learnt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from scanner.find.candidates import calls, is_likely
from scanner.find.selection import ending
from scanner.model.facts import Answers, Question
from scanner.model.outcome import NOTHING, Lost, Outcome, unread
from scanner.model.snapshot import Skipped
from scanner.reading.beside import together
from scanner.reading.gather import Reading, gather
from scanner.reading.kept import own, shared
from scanner.reading.languages import searched, unknown, unreadable
from scanner.reading.packs import Pack
from scanner.reading.source import Source
from scanner.reading.tasks import Definitions, Writes, answers
from scanner.reading.told import Told, told
from scanner.reading.tree import Tree

MAX_ROUNDS = 5
"""How often functions are learnt from functions that call learnt ones."""


def read(source: Source) -> Reading:
    """Return what every file that may write says; one that cannot be read becomes a diagnostic.

    What one file must know of others (functions that write what their caller gives them, names
    of tables) is learnt on the way, and the files that it matters to are read again with it.
    """
    tree = Tree(source, searched(source.helpers, source.cache))
    outcomes: dict[str, Outcome] = {}
    known = Told()
    found: Sequence[str | Skipped] = [*tree.candidates()]
    candidates = frozenset(each for each in found if isinstance(each, str))
    for _ in range(MAX_ROUNDS):
        outcomes.update((each.path, each) for each in _outcomes(tree, found, known))
        contents = {path: outcome.content for path, outcome in outcomes.items()}
        before, known = known, told(tree, contents, known, partial(_answered, tree))
        found = sorted({*_affected(tree, outcomes, before, known, candidates)})
        if not found:
            break
    files = len(ending(source.snapshot.paths(), tree.searched.languages))
    more = [*unreadable(source.snapshot, tree.searched.lacking)]
    if source.only is None:
        more += unknown(source.snapshot)
    return together((gather([*outcomes.values()], files, source.test_paths, more), *source.beside))


def _affected(
    tree: Tree, outcomes: Mapping[str, Outcome], before: Told, now: Told, candidates: Collection[str]
) -> Iterator[str]:
    """Yield the files that what is newly known may tell something."""
    if now.folding != before.folding:
        yield from (path for path, outcome in outcomes.items() if outcome.builds)
    for path in outcomes:
        if now.texts.get(path) != before.texts.get(path) or now.rows.get(path) != before.rows.get(path):
            yield path
    changed = {*now.sinks} ^ {*before.sinks}
    for language in sorted({sink.language for sink in changed}, key=str):
        names = {sink.name for sink in changed if sink.language == language and tree.may_write(sink)}
        likely = frozenset(filter(is_likely, names))
        if likely:
            yield from tree.search(calls(likely), language, candidates)
        if names - likely:
            yield from tree.search(calls(names - likely), language)


def _answered(
    tree: Tree, asked: Mapping[str, Collection[Question]], known: Told
) -> Iterator[tuple[str, Answers]]:
    """Yield what files answer to questions of others, each with its path."""
    source = tree.source
    task = Definitions(source.snapshot, tree.memory, tree.reader, asked, known.to)
    for each in answers(task, sorted(asked), source):
        match each:
            case (str(path), Answers() as found) if found != Answers():
                yield path, found


def _outcomes(tree: Tree, found: Sequence[str | Skipped], known: Told) -> Iterator[Outcome]:
    source, memory = tree.source, tree.memory
    yield from (unread(each.path, each.reason) for each in found if isinstance(each, Skipped))
    paths = sorted({each for each in found if isinstance(each, str)})
    only = "" if source.only is None else repr(sorted(source.only))
    to_all = shared(known.to(""))

    def told_alone(path: str) -> str:
        return own(known.to(path)) if path in known.texts or path in known.rows else ""

    def asked(path: str) -> tuple[str, ...]:
        return ("writes", only, to_all, told_alone(path))

    task = Writes(source.snapshot, memory, tree.reader, known.to, asked)
    pack = memory and Pack(memory, paths, repr((only, to_all)), told_alone)
    packed = {each.path: each for each in pack.recall()} if pack else {}
    yield from packed.values()
    others: dict[str, Outcome] = {}
    rest = [path for path in paths if path not in packed]
    concerned = rest if source.only is None else tree.concerned(rest, known.sinks)
    for path in sorted({*rest} - {*concerned}):
        others[path] = Outcome(path, NOTHING)
        if memory:
            memory.keep(path, asked(path), NOTHING)
    yield from others.values()
    for done, each in enumerate(answers(task, concerned, source), 1 + len(packed) + len(others)):
        if source.progress is not None:
            source.progress(done, len(paths))
        match each:
            case Lost(item=path, reason=reason):
                yield unread(path, f"it could not be understood: {reason}")
            case Outcome():
                others[each.path] = each
                yield each
    if pack:
        pack.keep(packed, others, asked)
