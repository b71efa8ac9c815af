"""Every change that a text makes to tables: CREATE, ALTER and DROP, also in DO blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.ddl import Action, Change, CreateTable, DropTable, DropTrigger, UnreadDdl
from scanner.model.statement import Named, Target
from scanner.model.template import Template
from scanner.sql.alter import read_actions
from scanner.sql.bodies import bodies
from scanner.sql.conditions import conditional_tokens
from scanner.sql.create import read_create
from scanner.sql.lexer import tokenize
from scanner.sql.names import read_target
from scanner.sql.source import Source, render
from scanner.sql.tokens import Tokens

_KEYWORD = re.compile("create|alter|drop|into", re.IGNORECASE)
_BEFORE = frozenset({"begin", "then", "else", "loop", ">", "do", "atomic"})
_NO_TEXT = frozenset({"function", "procedure"})
"""What follows the EXECUTE of a trigger."""
_DEPTH = 4

Placed = tuple[int, Target | None, Action]


def read_ddl(template: Template) -> tuple[Change, ...]:
    """Return the changes in order of position.

    The bodies of functions are not read: only a call runs them.
    """
    source = render(template)
    if not _KEYWORD.search(source.text):
        return ()
    found: list[tuple[int, Change]] = []
    for tokens, conditional in _regions(source):
        marks = conditional_tokens(tokens) if tokens.source is not source else bytearray(len(tokens))
        unread = _executes(tokens) if tokens.source is not source else ()
        for index, target, action in (*_changes(tokens), *unread):
            start = tokens.starts[index]
            change = Change(action, target, tokens.source.position(start), conditional or marks[index] == 1)
            found.append((tokens.source.base + start, change))
    found.sort(key=lambda one: one[0])
    return tuple(change for _, change in found)


def _regions(source: Source) -> Iterator[tuple[Tokens, bool]]:
    """Yield the tokens of a text and of what its DO blocks run, with whether that may not happen."""
    pending = [(source, False, 0)]
    while pending:
        here, conditional, depth = pending.pop()
        tokens = tokenize(here)
        yield tokens, conditional
        if depth == _DEPTH:
            continue
        marks = conditional_tokens(tokens) if depth else bytearray(len(tokens))
        for body in bodies(tokens):
            if not body.function:
                pending.append((body.source, conditional or marks[body.index] == 1, depth + 1))


def _executes(tokens: Tokens) -> Iterator[Placed]:
    """Yield where a body runs a text that no literal shows."""
    built = {body.index for body in bodies(tokens)}
    assigned = {tokens.value(index - 1) for index in built if tokens.word(index) in (":=", "=")}
    for index, value in enumerate(tokens.values):
        if value != "execute" or tokens.kinds[index] != "word" or index in built:
            continue
        run = tokens.word(index + 1)
        if run and run not in _NO_TEXT and run not in assigned:
            yield index, None, UnreadDdl(f"EXECUTE runs {tokens.shown(index + 1, _end(tokens, index))!r}")


def _changes(tokens: Tokens) -> Iterator[Placed]:
    index = 0
    while index < len(tokens):
        word = tokens.word(index)
        if word in ("create", "alter", "drop", "select") and _begins(tokens, index):
            end = _end(tokens, index)
            yield from _statement(tokens, word, index, end)
            index = end
        else:
            index += 1


def _begins(tokens: Tokens, index: int) -> bool:
    return tokens.kind(index - 1) in ("", ";", "hole") or tokens.word(index - 1) in _BEFORE


def _end(tokens: Tokens, start: int) -> int:
    return next((i for i in tokens.level(start, len(tokens)) if tokens.kind(i) == ";"), len(tokens))


def _statement(tokens: Tokens, word: str, index: int, end: int) -> Iterator[Placed]:
    match word, tokens.word(index + 1):
        case "create", _:
            made = read_create(tokens, index, end)
            if made is not None:
                yield index, *made
        case "alter", "table":
            yield from _alter(tokens, index + 2, end)
        case "alter", "foreign" if tokens.word(index + 2) == "table":
            yield from _alter(tokens, index + 3, end)
        case ("alter", "domain" | "schema") | ("drop", "schema" | "owned"):
            said = tokens.shown(index, min(index + 4, end))
            yield index, None, UnreadDdl(f"{said!r} changes tables that it does not name")
        case "drop", "table" | "foreign":
            yield from _drop(tokens, index, end)
        case "drop", "trigger":
            yield from _drop_trigger(tokens, index, end)
        case "select", _:
            yield from _select_into(tokens, index, end)
        case _:
            pass


def _alter(tokens: Tokens, index: int, end: int) -> Iterator[Placed]:
    if tokens.words(index, "if", "exists"):
        index += 2
    if tokens.word(index) == "only":
        index += 1
    read = read_target(tokens, index)
    if read is None:
        return
    target, after = read
    if tokens.word(after) == "*":
        after += 1
    name = target.name if isinstance(target, Named) else ""
    for at, action in read_actions(tokens, after, end, name):
        yield at, target, action


def _drop(tokens: Tokens, index: int, end: int) -> Iterator[Placed]:
    at = index + (3 if tokens.word(index + 1) == "foreign" else 2)
    if tokens.words(at, "if", "exists"):
        at += 2
    for start, _ in tokens.split(at, end):
        read = read_target(tokens, start)
        if read is not None:
            yield start, read[0], DropTable()


def _drop_trigger(tokens: Tokens, index: int, end: int) -> Iterator[Placed]:
    at = index + (4 if tokens.words(index + 2, "if", "exists") else 2)
    read = read_target(tokens, at + 2) if tokens.word(at + 1) == "on" else None
    if read is not None:
        yield index, read[0], DropTrigger(tokens.value(at))


def _select_into(tokens: Tokens, index: int, end: int) -> Iterator[Placed]:
    """Yield the table that SELECT … INTO makes; in a body that fills a variable instead."""
    into = tokens.find(index, end, "into")
    if into == end or tokens.source.base:
        return
    temporary = tokens.word(into + 1) in ("temp", "temporary")
    at = into + (2 if temporary or tokens.word(into + 1) == "unlogged" else 1)
    read = read_target(tokens, at + 1 if tokens.word(at) == "table" else at)
    if read is not None:
        yield index, read[0], CreateTable(query=True, temporary=temporary)
