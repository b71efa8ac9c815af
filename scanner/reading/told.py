"""What the files of a tree tell each other: functions that write, and names with their texts and rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scanner.extract.names import segments
from scanner.extract.sinks import learnt
from scanner.find.candidates import definitions, functions
from scanner.model.facts import Answers, Known, Made, Question, Sink, Wanted
from scanner.model.outcome import FileWrites
from scanner.reading.imports import settled_row, settled_text
from scanner.reading.tree import Tree

MAX_HOPS = 5
"""How many files a row is followed through."""

Define = Callable[[Mapping[str, Collection[Question]], "Told"], Iterator[tuple[str, Answers]]]
"""Asks files their questions, as far as the second argument says what they must know."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is learnt of the whole tree.

    `answers` are by the file that gives them, `wanted` by the file that asks; `rows` and `texts`
    are what is thereby known to each that asks. `sought` are all questions that were looked for.
    """

    sinks: tuple[Sink, ...] = ()
    folding: frozenset[str] = frozenset()
    answers: Mapping[str, Answers] = field(default_factory=dict)
    wanted: Mapping[str, tuple[Wanted, ...]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Made]] = field(default_factory=dict)
    sought: frozenset[Question] = frozenset()

    def to(self, path: str) -> Known:
        """Return what concerns one file."""
        return Known(self.sinks, self.texts.get(path, {}), self.folding, self.rows.get(path, {}))


def told(tree: Tree, contents: Mapping[str, FileWrites], before: Told, define: Define) -> Told:
    """Return what is known after a round; files that answer may have to ask others first."""
    wanted = {path: content.wanted for path, content in contents.items() if content.wanted}
    known = replace(
        before,
        sinks=learnt(sink for content in contents.values() for sink in content.sinks),
        folding=frozenset(name for content in contents.values() for name in content.folding),
        wanted=_joined(before.wanted, wanted),
    )
    for _ in range(MAX_HOPS):
        asked = _asked(tree, known, before)
        before, known = known, _settled(tree, known, define(asked, known))
        if not asked:
            break
    return known


def _asked(tree: Tree, known: Told, before: Told) -> Mapping[str, Collection[Question]]:
    """Return the files to ask, with all questions that each may answer: new ones, or with more known."""
    questions = frozenset(each.question for every in known.wanted.values() for each in every)
    fresh = questions - known.sought
    found = dict.fromkeys(_defining(tree, fresh), fresh)
    for path, answers in known.answers.items():
        if known.rows.get(path) != before.rows.get(path):
            found[path] = found.get(path, frozenset()) | answers.rows.keys()
    return found


def _defining(tree: Tree, questions: Collection[Question]) -> Iterator[str]:
    """Yield the files that may answer one of the questions."""
    names = {segments(name)[-1] for _, name in questions}
    if names:
        yield from tree.search(f"{definitions(names)}|{functions(names)}")


def _settled(tree: Tree, known: Told, given: Iterator[tuple[str, Answers]]) -> Told:
    """Return what is known with more answers, each told to those that asked for it."""
    answers, asking = dict(known.answers), dict(known.wanted)
    for path, each in given:
        old = answers.get(path, Answers())
        answers[path] = Answers({**old.texts, **each.texts}, {**old.rows, **each.rows})
        if each.wanted:
            asking = {**asking, **_joined(asking, {path: each.wanted})}
    texts = {path: _texts(every, answers) for path, every in asking.items()}
    rows = {path: _rows(tree, path, every, answers) for path, every in asking.items()}
    return replace(
        known,
        answers=answers,
        wanted=asking,
        texts={path: each for path, each in texts.items() if each},
        rows={path: each for path, each in rows.items() if each},
        sought=known.sought | {each.question for every in known.wanted.values() for each in every},
    )


def _texts(wanted: Collection[Wanted], answers: Mapping[str, Answers]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for each in wanted:
        if each.kind == "text":
            name = each.question[1]
            found = {path: one.texts[name] for path, one in answers.items() if name in one.texts}
            if (text := settled_text(each, found)) is not None:
                texts[each.name] = text
    return texts


def _rows(
    tree: Tree, asker: str, wanted: Collection[Wanted], answers: Mapping[str, Answers]
) -> dict[str, Made]:
    rows: dict[str, Made] = {}
    for each in wanted:
        found = {
            path: one.rows[each.question]
            for path, one in answers.items()
            if each.question in one.rows and path != asker and tree.same_language(path, asker)
        }
        row = settled_row(each, asker, found) if each.kind != "text" and found else None
        if row is not None:
            rows[each.name] = row
    return rows


def _joined(
    one: Mapping[str, tuple[Wanted, ...]], other: Mapping[str, tuple[Wanted, ...]]
) -> dict[str, tuple[Wanted, ...]]:
    """Return what files ask, once each, in the order of the paths."""
    paths = sorted({*one, *other})
    return {path: tuple(dict.fromkeys((*one.get(path, ()), *other.get(path, ())))) for path in paths}
