"""Every data-modifying statement of a template, wherever in the text it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from scanner.model.statement import Dialect, Statement, Target
from scanner.model.template import Template
from scanner.sql.bodies import bodies
from scanner.sql.branches import merge, ways
from scanner.sql.change import read_copy, read_delete, read_truncate, read_update, update_head
from scanner.sql.clickhouse import read_mutation
from scanner.sql.dialect import read_dialect
from scanner.sql.insert import head, read_insert
from scanner.sql.lexer import tokenize
from scanner.sql.merge import read_merge
from scanner.sql.names import is_hole
from scanner.sql.said import Said, can_precede, is_prose
from scanner.sql.source import FILL, HOLE, VALUE, Source, render
from scanner.sql.temporary import is_temporary, temporary_tables
from scanner.sql.tokens import NAMES, Tokens

_STARTS = frozenset({"insert", "replace", "update", "delete", "truncate", "copy", "merge", "alter"})
_KEYWORD = re.compile("|".join(sorted(_STARTS)), re.IGNORECASE)
_DEPTH = 4
_DIGEST = 300


class _Found(Struct, frozen=True):
    """A statement's content and its tokens; `number` counts the tables of one TRUNCATE."""

    tokens: Tokens
    index: int
    end: int
    number: int
    said: Said


def read(template: Template, executor: Dialect = "unknown") -> tuple[Statement, ...]:
    """Return the data-modifying statements of a text in order of position.

    `executor` is the database that the text is given to; where it is unknown, each statement's
    dialect is what the text alone tells.
    """
    source = render(template)
    if not _KEYWORD.search(source.text):
        return ()
    found: dict[tuple[int, int, Target], _Found] = {}
    regions: list[Tokens] = []
    for way in ways(source):
        for tokens in _regions(way):
            regions.append(tokens)
            for one in _statements(tokens):
                place = (tokens.source.base + tokens.starts[one.index], one.number, one.said.target)
                known = found.setdefault(place, one)
                found[place] = replace(known, said=merge(known.said, one.said))
    if not found:
        return ()
    dialect = executor if executor != "unknown" else read_dialect(regions)
    created = sorted((table for tokens in regions for table in temporary_tables(tokens)), key=itemgetter(0))
    temporary = {table: place for place, table in reversed(created)}
    places = sorted(found, key=itemgetter(0, 1))
    return tuple(_statement(found[place], executor, dialect, temporary) for place in places)


def _regions(source: Source) -> Iterator[Tokens]:
    """Yield the tokens of a text, then those of the bodies and executed strings in it."""
    pending = [(source, 0)]
    while pending:
        here, depth = pending.pop()
        tokens = tokenize(here)
        yield tokens
        if depth < _DEPTH:
            pending.extend((body.source, depth + 1) for body in bodies(tokens))


def _statements(tokens: Tokens) -> Iterator[_Found]:
    for index, value in enumerate(tokens.values):
        if value in _STARTS and tokens.kinds[index] == "word" and _begins(tokens, index):
            end = _end(tokens, index)
            for number, said in enumerate(_read(tokens, index, end)):
                if not is_prose(tokens, index, said):
                    yield _Found(tokens, index, end, number, said)


def _begins(tokens: Tokens, index: int) -> bool:
    """Return whether the keyword and what follows it can begin a statement."""
    if tokens.word(index - 1) in (".", "or") or tokens.word(index + 1) in (".", "="):
        return False
    match tokens.value(index):
        case "insert" | "replace":
            return head(tokens, index) is not None
        case "delete":
            return tokens.word(index + 1) == "from"
        case "merge":
            return tokens.word(index + 1) == "into"
        case "update":
            return update_head(tokens, index) is not None
        case "alter":
            return tokens.word(index + 1) == "table"
        case _:
            return can_precede(tokens, index - 1, index) and (
                tokens.kind(index + 1) in NAMES or is_hole(tokens, index + 1)
            )


def _end(tokens: Tokens, index: int) -> int:
    """Return the index after a statement: a semicolon, a closing bracket, or the next statement."""
    looped = tokens.word(index - 1) == "in"
    for at in tokens.level(index + 1, len(tokens)):
        if (
            tokens.kind(at) == ";"
            or (tokens.word(at) in (")", "]"))
            or (looped and tokens.word(at) == "loop")
        ):
            return at
        if tokens.word(at) in _STARTS and _begins(tokens, at):
            return at
    return len(tokens)


def _read(tokens: Tokens, index: int, end: int) -> Iterator[Said]:
    match tokens.value(index):
        case "insert" | "replace":
            said = read_insert(tokens, index, end)
        case "update":
            said = read_update(tokens, index, end)
        case "delete":
            said = read_delete(tokens, index, end)
        case "merge":
            said = read_merge(tokens, index, end)
        case "copy":
            said = read_copy(tokens, index, end)
        case "alter":
            said = read_mutation(tokens, index, end)
        case _:
            yield from read_truncate(tokens, index, end)
            return
    if said is not None:
        yield said


def _statement(
    found: _Found, executor: Dialect, dialect: Dialect, temporary: Mapping[Target, int]
) -> Statement:
    tokens, said, source = found.tokens, found.said, found.tokens.source
    at = source.base + tokens.starts[found.index]
    return Statement(
        said.operation,
        said.target,
        said.columns,
        source.position(tokens.starts[found.index]),
        _last_line(found),
        said.conflict,
        executor if executor != "unknown" else dialect if said.dialect == "unknown" else said.dialect,
        _digest(tokens, found.index, found.end),
        is_temporary(said.target, at, temporary),
    )


def _last_line(found: _Found) -> int:
    """Return the line where a statement ends; what stands in a hole may come from lines before it."""
    tokens, source = found.tokens, found.tokens.source
    first = source.position(tokens.starts[found.index]).line
    lines = (
        source.position(max(tokens.ends[at] - 1, 0)).line for at in range(found.end - 1, found.index, -1)
    )
    return next((line for line in lines if line >= first), first)


def _digest(tokens: Tokens, start: int, end: int) -> str:
    """Return the statement's first tokens, one space apart, holes and bound values as `?`."""
    pieces: list[str] = []
    for index in range(start, min(end, start + _DIGEST)):
        hole = tokens.kind(index) == "value" or is_hole(tokens, index)
        pieces.append("?" if hole else _visible(tokens.values[index]))
    return " ".join(pieces)


def _visible(value: str) -> str:
    if value.isascii():
        return value
    return value.replace(FILL, "").replace(HOLE, "?").replace(VALUE, "?")
