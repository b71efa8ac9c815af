"""What a file tells others: the texts of its names, and the rows that its functions return."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import PurePosixPath

from grammars import Grammar, PlainGrammar
from scanner.extract import rows
from scanner.extract.fold import named, template
from scanner.extract.names import function, methods
from scanner.extract.tree import Tree
from scanner.find.names import segments
from scanner.model.facts import Answers, Known, Made, Question
from scanner.model.statement import Unread

_ROOTS = frozenset({"crate", "super", "self", "settings", "constants", "consts", "config"})
_WORD = re.compile(rb"[\w$]+")
_EXPORTS = ("", "exports.", "module.exports.")
MAX_LENGTH = 20_000
"""A longer text is no table, no column list and no struct."""


def answers(
    path: str,
    source: bytes,
    grammar: Grammar | PlainGrammar,
    label: str,
    questions: Collection[Question],
    known: Known,
) -> Answers:
    """Return what a file answers, and what it must itself know of others to answer in full."""
    words = frozenset(_WORD.findall(source))
    asked = sorted(each for each in questions if _mentions(path, source, words, each[1]))
    if isinstance(grammar, PlainGrammar) or not asked:
        return Answers()
    tree = Tree(source, grammar, label, known)
    texts: dict[str, str] = {}
    made: dict[Question, Made] = {}
    for kind, name in asked:
        if kind == "text":
            if (text := _text(tree, path, name)) is not None:
                texts[name] = text
        elif (row := _row(tree, path, kind, name)) is not None:
            made[kind, name] = row
    return Answers(texts, made, tuple(tree.asked))


def _text(tree: Tree, path: str, name: str) -> str | None:
    """Return the text that a file gives to a name used elsewhere, also under its module's name."""
    for inner in _inside(path, name):
        text = named(tree, inner) or _signature(tree, inner)
        if text is not None:
            return text if len(text) <= MAX_LENGTH else None
    return None


def _signature(tree: Tree, name: str) -> str | None:
    """Return what a function says of itself, in a language where that tells what it returns."""
    node = function(tree, name, (tree.root,))
    return template(tree, node).literal if node is not None and tree.grammar.pieces(node) else None


def _row(tree: Tree, path: str, kind: str, name: str) -> Made | None:
    """Return the row that a function or a constant of the file gives, or a method of its classes."""
    if kind == "method":
        found = methods(tree, name)
        if len(found) > 1:
            return Made(Unread(f"several classes of {path} have a method {name}"))
        return rows.given_by(tree, found[0]) if found else None
    for inner in _inside(path, name):
        for prefix in _EXPORTS:
            node = function(tree, f"{prefix}{inner}", (tree.root,))
            if node is not None:
                return rows.given_by(tree, node)
    return None


def _inside(path: str, name: str) -> list[str]:
    """Return what a name may be called in a file: without the names of the modules that it is in."""
    names, found = segments(name), []
    for cut in range(len(names)):
        if cut and not _is_module(names[cut - 1], path):
            break
        found.append(".".join(names[cut:]))
    return found


def _mentions(path: str, source: bytes, words: Collection[bytes], name: str) -> bool:
    """Tell cheaply whether a file can define a name: it holds every part that is no module's."""
    *owners, last = segments(name)
    return _holds(source, words, last) and all(
        _holds(source, words, owner) or _is_module(owner, path) for owner in reversed(owners)
    )


def _holds(source: bytes, words: Collection[bytes], name: str) -> bool:
    """Tell whether a name stands in a file, of which these are the words in ASCII."""
    return name.encode() in (words if name.isascii() else source)


def _is_module(name: str, path: str) -> bool:
    return name in _ROOTS or name in _modules(path)


@lru_cache(maxsize=64)
def _modules(path: str) -> frozenset[str]:
    return frozenset(PurePosixPath(path).with_suffix("").parts)
