"""ALTER TABLE: its actions one by one."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.ddl import (
    Action,
    AddColumn,
    AddIdentity,
    AlterType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetNotNull,
    SetSchema,
    UnreadDdl,
)
from scanner.sql.columns import is_constraint, read_column, read_constraint
from scanner.sql.names import read_piece
from scanner.sql.rows import entry
from scanner.sql.tokens import Tokens

Placed = tuple[int, Action]
"""An action and the token that it begins at."""

_WITHOUT_EFFECT = frozenset(
    "owner enable disable force no inherit attach detach cluster validate replica reset not of set".split()
)
"""What begins an action that changes no NOT NULL, default or name."""


def read_actions(tokens: Tokens, start: int, end: int, table: str) -> Iterator[Placed]:
    """Yield each action that follows the table's name."""
    for a, b in tokens.split(start, end):
        if a < b:
            yield from ((a, action) for action in _action(tokens, a, b, table))


def _action(tokens: Tokens, start: int, end: int, table: str) -> Iterator[Action]:
    match tokens.word(start):
        case "add":
            yield from _add(tokens, start + 1, end, table)
        case "drop":
            yield _drop(tokens, start + 1)
        case "alter" if tokens.word(start + 1) != "constraint":
            yield from _alter(tokens, _skip(tokens, start + 1, "column"), end)
        case "rename":
            yield _rename(tokens, start + 1)
        case "set" if tokens.word(start + 1) == "schema":
            name = _name(tokens, start + 2)
            yield UnreadDdl("the new schema could not be read") if name is None else SetSchema(name)
        case word if word not in _WITHOUT_EFFECT and word != "alter":
            yield _unread(tokens, start, end)
        case _:
            pass


def _unread(tokens: Tokens, start: int, end: int) -> UnreadDdl:
    return UnreadDdl(f"could not read {tokens.shown(start, end)!r}")


def _skip(tokens: Tokens, index: int, *words: str) -> int:
    return index + len(words) if tokens.words(index, *words) else index


def _name(tokens: Tokens, index: int) -> str | None:
    read = read_piece(tokens, index, "a name")
    return read[0] if read is not None and isinstance(read[0], str) else None


def _add(tokens: Tokens, start: int, end: int, table: str) -> Iterator[Action]:
    if is_constraint(tokens, start):
        yield from read_constraint(tokens, start, end, table)
        if tokens.find(start, end, "primary", "key", "using") < end:
            yield UnreadDdl("the primary key's columns are those of an index")
        return
    first = _skip(tokens, start, "column")
    after = _skip(tokens, first, "if", "not", "exists")
    if tokens.words(after, "("):
        yield _unread(tokens, start - 1, end)
        return
    read = read_column(tokens, after, end, table)
    yield _unread(tokens, start - 1, end) if read is None else AddColumn(read[0], read[1], after > first)


def _drop(tokens: Tokens, start: int) -> Action:
    constraint = tokens.word(start) == "constraint"
    index = _skip(tokens, start, "constraint" if constraint else "column")
    name = _name(tokens, _skip(tokens, index, "if", "exists"))
    if name is None:
        return UnreadDdl("what is dropped could not be read")
    return DropConstraint(name) if constraint else DropColumn(name)


def _rename(tokens: Tokens, start: int) -> Action:
    constraint = tokens.word(start) == "constraint"
    if tokens.word(start) == "to":
        new = _name(tokens, start + 1)
        return UnreadDdl("the new name could not be read") if new is None else RenameTable(new)
    index = _skip(tokens, start, "constraint" if constraint else "column")
    old, new = _name(tokens, index), _name(tokens, index + 2)
    if old is None or new is None or tokens.word(index + 1) != "to":
        return UnreadDdl("what is renamed could not be read")
    return RenameConstraint(old, new) if constraint else RenameColumn(old, new)


def _alter(tokens: Tokens, start: int, end: int) -> Iterator[Action]:
    """Yield what ALTER COLUMN changes; storage, statistics and the like are of no matter."""
    column = _name(tokens, start)
    verb, what = tokens.word(start + 1), tokens.word(start + 2)
    if column is None:
        yield UnreadDdl("the column that is altered could not be read")
        return
    match verb, what:
        case "set", "default":
            yield DropDefault(column) if entry(tokens, start + 3, end) == "n" else SetDefault(column)
        case "drop", "default":
            yield DropDefault(column)
        case "set", "not":
            yield SetNotNull(column)
        case "drop", "not":
            yield DropNotNull(column)
        case "drop", "identity":
            yield DropIdentity(column)
        case "drop", "expression":
            yield DropExpression(column)
        case "add", "generated":
            yield AddIdentity(column)
        case ("type", _) | ("set", "data"):
            yield _type(tokens, column, start + (2 if verb == "type" else 4), end)
        case ("set" | "reset" | "restart", _):
            pass
        case _:
            yield _unread(tokens, start, end)


def _type(tokens: Tokens, column: str, start: int, end: int) -> AlterType:
    stop = min(tokens.find(start, end, "using"), tokens.find(start, end, "collate"))
    return AlterType(column, tokens.folded(start, stop))
