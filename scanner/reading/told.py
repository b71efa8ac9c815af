"""What the files of a tree tell each other: functions that write, and names with their texts and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from scanner.find.candidates import definitions, functions
from scanner.find.names import segments
from scanner.model.facts import Answers, Known, Made, Question, Sink, Wanted
from scanner.model.outcome import FileWrites
from scanner.reading.imports import settled_row, settled_text
from scanner.reading.learnt import learnt
from scanner.reading.tree import Tree

MAX_HOPS = 5
"""How many files a row is followed through."""

Answer = TypeVar("Answer", str, Made)

Define = Callable[[Mapping[str, Collection[Question]], "Told"], Iterator[tuple[str, Answers]]]
"""Asks files their questions, as far as the second argument says what they must know."""


class Told(Struct, frozen=True):
    """What is learnt of the whole tree.

    `answers` are by the file that gives them, `wanted` by the file that asks; `rows` and `texts`
    are what is thereby known to each that asks. `sought` are all questions that were looked for, each
    with the language of who asked.
    """

    sinks: tuple[Sink, ...] = ()
    folding: frozenset[str] = frozenset()
    answers: Mapping[str, Answers] = field(default_factory=dict)
    wanted: Mapping[str, tuple[Wanted, ...]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Made]] = field(default_factory=dict)
    sought: frozenset[tuple[str, Question]] = frozenset()

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
        questions = _questions(tree, known)
        asked = _asked(tree, questions - known.sought, known, before)
        given = define(asked, known)
        before, known = known, _settled(tree, replace(known, sought=known.sought | questions), given)
        if not asked:
            break
    return known


def _asked(
    tree: Tree, new: Collection[tuple[str, Question]], known: Told, before: Told
) -> Mapping[str, Collection[Question]]:
    """Return the files to ask, with all questions that each may answer: new ones, or with more known."""
    found = dict(_defining(tree, new))
    for path, answers in known.answers.items():
        if known.rows.get(path) != before.rows.get(path):
            found[path] = found.get(path, frozenset()) | answers.rows.keys()
    return found


def _questions(tree: Tree, known: Told) -> frozenset[tuple[str, Question]]:
    """Return all questions, each with the language of who asks."""
    asking = ((tree.language(path), every) for path, every in known.wanted.items())
    return frozenset((language, each.question) for language, every in asking for each in every)


def _defining(
    tree: Tree, questions: Collection[tuple[str, Question]]
) -> Iterator[tuple[str, frozenset[Question]]]:
    """Yield the files that may answer a question of their language, each with what that language asks."""
    for language in sorted({language for language, _ in questions}):
        asked = frozenset(question for each, question in questions if each == language)
        names = {segments(name)[-1] for _, name in asked}
        for path in tree.search(f"{definitions(names)}|{functions(names)}", language):
            yield path, asked


def _settled(tree: Tree, known: Told, given: Iterator[tuple[str, Answers]]) -> Told:
    """Return what is known with more answers, each told to those that asked for it."""
    answers, more = dict(known.answers), dict[str, tuple[Wanted, ...]]()
    for path, each in given:
        old = answers.get(path, Answers())
        answers[path] = Answers({**old.texts, **each.texts}, {**old.rows, **each.rows})
        if each.wanted:
            more[path] = each.wanted
    asking = _joined(known.wanted, more)
    given_texts, given_rows = _by_question(answers)
    texts = {path: _texts(tree, path, every, given_texts) for path, every in asking.items()}
    rows = {path: _rows(tree, path, every, given_rows) for path, every in asking.items()}
    return replace(
        known,
        answers=answers,
        wanted=asking,
        texts={path: each for path, each in texts.items() if each},
        rows={path: each for path, each in rows.items() if each},
    )


def _by_question(
    answers: Mapping[str, Answers],
) -> tuple[Mapping[str, Mapping[str, str]], Mapping[Question, Mapping[str, Made]]]:
    """Return which files give each name a text, and which give each question a row."""
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows: defaultdict[Question, dict[str, Made]] = defaultdict(dict)
    for path, each in answers.items():
        for name, text in each.texts.items():
            texts[name][path] = text
        for question, row in each.rows.items():
            rows[question][path] = row
    return texts, rows


def _texts(
    tree: Tree, asker: str, wanted: Collection[Wanted], given: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    texts: dict[str, str] = {}
    for each in wanted:
        own = _alike(tree, asker, given.get(each.question[1], {})) if each.kind == "text" else {}
        if (text := settled_text(each, asker, own)) is not None:
            texts[each.name] = text
    return texts


def _rows(
    tree: Tree, asker: str, wanted: Collection[Wanted], given: Mapping[Question, Mapping[str, Made]]
) -> dict[str, Made]:
    rows: dict[str, Made] = {}
    for each in wanted:
        own = _alike(tree, asker, given.get(each.question, {})) if each.kind != "text" else {}
        own.pop(asker, None)
        row = settled_row(each, asker, own) if own else None
        if row is not None:
            rows[each.name] = row
    return rows


def _alike(tree: Tree, asker: str, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return what files of the asker's language give."""
    language = tree.language(asker)
    return {path: each for path, each in given.items() if tree.language(path) == language}


def _joined(
    one: Mapping[str, tuple[Wanted, ...]], other: Mapping[str, tuple[Wanted, ...]]
) -> dict[str, tuple[Wanted, ...]]:
    """Return what files ask, once each, in the order of the paths."""
    paths = sorted({*one, *other})
    return {path: tuple(dict.fromkeys((*one.get(path, ()), *other.get(path, ())))) for path in paths}
