"""INSERT, REPLACE and their many spellings, with what a conflict sets."""

from __future__ import annotations

from scanner.model.statement import ColumnList, Columns, Dialect, Operation, Positional, Target, Unread
from scanner.sql.lists import read_assignments, read_names, starts_list
from scanner.sql.names import is_hole, read_target
from scanner.sql.rows import null_positions, read_query, width
from scanner.sql.said import Said, ends_here, is_upper
from scanner.sql.tokens import NAMES, Tokens

_MODIFIERS: dict[str, Dialect] = {
    "ignore": "mysql",
    "low_priority": "mysql",
    "high_priority": "mysql",
    "delayed": "mysql",
}
_SQLITE = frozenset({"replace", "ignore", "abort", "fail", "rollback"})
_QUERY = frozenset({"select", "values", "with", "table"})
_BODY = _QUERY | {"default", "overriding", "on", "format", "settings", "set", "partition", "returning"}


def head(tokens: Tokens, index: int) -> tuple[int, Dialect, bool] | None:
    """Return where the table's name begins, what the words before it tell, and whether they replace."""
    dialect: Dialect = "unknown"
    replaces = tokens.word(index) == "replace"
    index += 1
    if tokens.word(index) == "or" and tokens.word(index + 1) in _SQLITE:
        dialect, replaces = "sqlite", tokens.word(index + 1) == "replace"
        index += 2
    elif tokens.word(index) in _MODIFIERS:
        dialect = _MODIFIERS[tokens.word(index)]
        index += 1
    elif is_hole(tokens, index):
        index += 1
    if tokens.word(index) == "overwrite":
        dialect, index = "trino", index + (2 if tokens.word(index + 1) in ("table", "into") else 1)
    elif tokens.word(index) == "into":
        index += 1
    else:
        return None
    if tokens.words(index, "only"):
        index += 1
    if tokens.word(index) == "table" and (tokens.kind(index + 1) in NAMES or is_hole(tokens, index + 1)):
        index += 1
    return index, dialect, replaces


def read_insert(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what an INSERT says; None when the words are none."""
    begun = head(tokens, index)
    if begun is None:
        return None
    at, dialect, replaces = begun
    target: Target
    if tokens.word(at) == "function" and tokens.words(tokens.after(at + 1) - 1, ")"):
        target, after, dialect = (
            Unread("a table function is written", tokens.shown(at, at + 2)),
            at + 2,
            "clickhouse",
        )
        after = tokens.after(after)
    else:
        read = read_target(tokens, at)
        if read is None:
            return None
        target, after = read
    content = _content(tokens, index, _after_alias(tokens, after), end)
    if content is None:
        return None
    columns, body, weak = content
    conflict, updates, duplicate = _conflict(tokens, body, end)
    operation: Operation = "upsert" if updates or replaces else "insert"
    if duplicate:
        dialect = "mysql"
    elif tokens.word(body) == "format" or tokens.find(after, body, "settings") < body:
        dialect = "clickhouse"
    return Said(operation, target, body, columns, conflict, dialect, weak)


def _after_alias(tokens: Tokens, index: int) -> int:
    if tokens.word(index) == "as" and tokens.kind(index + 1) in NAMES:
        index += 2
    elif tokens.kind(index) in NAMES and tokens.word(index) not in _BODY and _is_list(tokens, index + 1):
        index += 0 if is_hole(tokens, index) else 1
    if tokens.word(index) == "partition" and tokens.words(index + 1, "("):
        index = tokens.after(index + 1)
    return index


def _is_list(tokens: Tokens, index: int) -> bool:
    closing = tokens.after(index)
    return tokens.words(index, "(") and tokens.word(closing) in _QUERY


def _content(tokens: Tokens, start: int, index: int, end: int) -> tuple[Columns, int, bool] | None:
    """Return the columns, where the body begins, and whether the shape is that of prose too."""
    hole = index if is_hole(tokens, index) or tokens.kind(index) == "hole" else None
    if hole is not None:
        while index < end and (is_hole(tokens, index) or tokens.kind(index) == "hole"):
            index += 1
        if not (_is_list(tokens, index) and starts_list(tokens, index)):
            return (
                _hole_list(tokens, hole, index),
                index,
                not _has_body(tokens, index) and not is_upper(tokens, start),
            )
    if tokens.words(index, "("):
        return _bracket(tokens, start, index, end)
    return _body(tokens, start, index, end)


def _hole_list(tokens: Tokens, hole: int, index: int) -> Unread:
    unread = tokens.source.unread("what follows the table", tokens.starts[hole], tokens.ends[hole])
    return Unread("the column list is only known at run time", unread.expression)


def _has_body(tokens: Tokens, index: int) -> bool:
    return tokens.word(index) in _BODY


def _bracket(tokens: Tokens, start: int, index: int, end: int) -> tuple[Columns, int, bool] | None:
    first = tokens.word(index + 1)
    if first in ("select", "with", "values") or (first == "(" and not ends_here(tokens, index + 2)):
        return _positional(tokens, index, end), index, False
    names = read_names(tokens, index, end)
    after = tokens.after(index)
    body = _skip_to_body(tokens, after, end)
    strong = tokens.word(body) in _BODY
    if names is None:
        if not strong:
            return None
        return (
            Unread("the column list could not be read", tokens.shown(index, after)),
            body,
            False,
        )
    rows = read_query(tokens, body, end) if tokens.word(body) in _QUERY or tokens.words(body, "(") else []
    if (
        not strong
        and not ends_here(tokens, body)
        and not tokens.words(body, "(")
        and not is_hole(tokens, body - 1)
    ):
        return None
    return names.columns(rows), body, not strong


def _skip_to_body(tokens: Tokens, index: int, end: int) -> int:
    """Return where the body begins after OVERRIDING … VALUE, holes, or another dialect's settings."""
    if tokens.word(index) == "overriding" and tokens.word(index + 2) == "value":
        index += 3
    if tokens.word(index) == "settings":
        index = min(tokens.find(index, end, word) for word in ("values", "select", "format"))
    while index < end and is_hole(tokens, index):
        index += 1
    return index


def _body(tokens: Tokens, start: int, index: int, end: int) -> tuple[Columns, int, bool] | None:
    index = _skip_to_body(tokens, index, end)
    match tokens.word(index):
        case "default" if tokens.word(index + 1) == "values":
            return ColumnList(()), index, False
        case "values":
            known = tokens.words(index + 1, "(") or index + 1 >= end or is_hole(tokens, index + 1)
            return (_positional(tokens, index, end), index, False) if known else None
        case "select" | "with":
            return _positional(tokens, index, end), index, False
        case "table" if tokens.kind(index + 1) in NAMES or is_hole(tokens, index + 1):
            return _positional(tokens, index, end), index, not is_upper(tokens, start)
        case "set" if tokens.kind(index + 1) in NAMES:
            return read_assignments(tokens, index + 1, end)[0], index, True
        case "format" if tokens.kind(index + 1) == "word":
            return Positional(), index, False
        case "(":
            return _positional(tokens, index, end), index, False
        case _ if tokens.kind(index) == "":
            weak = is_upper(tokens, start) or tokens.source.text[-1:].isspace()
            return (Unread("the text ends before the column list"), index, True) if weak else None
        case _:
            return None


def _positional(tokens: Tokens, index: int, end: int) -> Positional:
    rows = read_query(tokens, index, end)
    return Positional(width(rows), null_positions(rows))


def _conflict(tokens: Tokens, start: int, end: int) -> tuple[ColumnList | None, bool, bool]:
    """Return what a conflict sets, whether it sets something, and whether that is MySQL's way."""
    for index in tokens.level(start, end):
        if tokens.words(index, "on", "conflict"):
            setting = tokens.find(index, end, "do", "update")
            if setting == end:
                return None, False, False
            return (
                _settings(tokens, setting + (3 if tokens.word(setting + 2) == "set" else 2), end),
                True,
                False,
            )
        if tokens.words(index, "on", "duplicate", "key", "update"):
            return _settings(tokens, index + 4, end), True, True
    return None, False, False


def _settings(tokens: Tokens, start: int, end: int) -> ColumnList:
    columns, _ = read_assignments(tokens, start, end)
    if isinstance(columns, Unread):
        return ColumnList((), complete=False, reason=columns.reason)
    return columns
