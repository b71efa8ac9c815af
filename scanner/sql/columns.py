"""Column definitions and table constraints, as far as they decide on NOT NULL and defaults."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from scanner.model.ddl import CheckNotNull, ColumnDefinition, PrimaryKey, TableConstraint, ValueKind
from scanner.model.statement import Unread
from scanner.sql.names import read_path, read_piece
from scanner.sql.rows import entry
from scanner.sql.tokens import NAMES, Span, Tokens

_OPTIONS = frozenset(
    "not null default primary unique check references generated constraint collate storage compression "
    "deferrable initially autoincrement auto_increment on with comment as".split()
)
_SERIAL = frozenset({"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"})
_TABLE_CONSTRAINTS = frozenset({"constraint", "primary", "unique", "check", "foreign", "exclude", "not"})


class _Options(Struct):
    """What a column's options say, in the order that they are read."""

    not_null: bool = False
    default: ValueKind | None = None


def is_constraint(tokens: Tokens, index: int) -> bool:
    """Return whether an entry of CREATE TABLE, or what follows ADD, is a constraint and no column."""
    word = tokens.word(index)
    if word == "exclude":
        return tokens.word(index + 1) in ("using", "(")
    return word in _TABLE_CONSTRAINTS


def read_column(
    tokens: Tokens, start: int, end: int, table: str
) -> tuple[ColumnDefinition, tuple[TableConstraint, ...]] | None:
    """Return a column and the constraints written at it; None when its name is not known."""
    read = read_piece(tokens, start, "a column's name")
    if read is None or isinstance(read[0], Unread):
        return None
    name, after = read[0], read[1]
    options = next((i for i in tokens.level(after, end) if _is_option(tokens, i, after)), end)
    written = tokens.folded(after, options) or None
    state = _Options()
    constraints: list[TableConstraint] = []
    if written and written.lower().rsplit(".", 1)[-1] in _SERIAL:
        state.not_null, state.default = True, "serial"
    for clause in _clauses(tokens, options, end):
        constraints.extend(_option(tokens, clause, name, table, state))
    return ColumnDefinition(name, written, state.not_null, state.default), tuple(constraints)


def _is_option(tokens: Tokens, index: int, start: int) -> bool:
    """Return whether a type ends here; `with` and `on` may be part of `timestamp with time zone`."""
    word = tokens.word(index)
    if word == "with":
        return tokens.word(index + 1) == "options"
    return word in _OPTIONS and tokens.word(index - 1) != "." and (index > start or word != "as")


def _clauses(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    """Yield the options of a column one by one; `ON DELETE SET NULL` belongs to its REFERENCES."""
    first = start
    for index in tokens.level(start, end):
        named = tokens.word(first) == "constraint" and index <= first + 2
        if index > first and not named and _opens_clause(tokens, index):
            yield first, index
            first = index
    if first < end:
        yield first, end


def _opens_clause(tokens: Tokens, index: int) -> bool:
    word, before = tokens.word(index), tokens.word(index - 1)
    if word == "not":
        return tokens.word(index + 1) in ("null", "valid", "deferrable") and before != "is"
    if word == "null":
        return before not in ("not", "set", "default", "is", "=", "::", ",", "on")
    if word in ("default", "collate"):
        return before not in ("set", "by")
    return word in ("primary", "unique", "check", "references", "generated", "constraint")


def _option(
    tokens: Tokens, clause: Span, column: str, table: str, state: _Options
) -> Iterator[TableConstraint]:
    """Note what one option says; yield the constraint that it is."""
    start, end = clause
    named = None
    if tokens.word(start) == "constraint":
        named, start = tokens.value(start + 1), start + 2
    match tokens.word(start):
        case "not" if tokens.word(start + 1) == "null":
            state.not_null = True
        case "primary":
            state.not_null = True
        case "default":
            if entry(tokens, start + 1, end) != "n":
                state.default = "expression"
        case "generated":
            identity = tokens.find(start, end, "as", "identity") < end
            state.default = "identity" if identity else "generated"
            state.not_null = state.not_null or identity
        case "check":
            columns = checked(tokens, *tokens.inside(start + 1, end))
            if columns and not tokens.words(end - 2, "not", "enforced"):
                yield CheckNotNull(columns, named or f"{table}_{column}_check")
        case _:
            pass


def read_constraint(tokens: Tokens, start: int, end: int, table: str) -> Iterator[TableConstraint]:
    """Yield a table constraint when it makes columns NOT NULL."""
    name = None
    if tokens.word(start) == "constraint":
        name, start = tokens.value(start + 1), start + 2
    match tokens.word(start):
        case "primary" if tokens.words(start + 2, "("):
            yield PrimaryKey(_names(tokens, *tokens.inside(start + 2, end)), name or f"{table}_pkey")
        case "check" if tokens.words(start + 1, "(") and not tokens.words(end - 2, "not", "enforced"):
            columns = checked(tokens, *tokens.inside(start + 1, end))
            if columns:
                chosen = f"{table}_{columns[0]}_check" if len(columns) == 1 else f"{table}_check"
                yield CheckNotNull(columns, name or chosen)
        case "not" if tokens.kind(start + 2) in NAMES:
            column = tokens.value(start + 2)
            yield CheckNotNull((column,), name or f"{table}_{column}_not_null")
        case _:
            pass


def _names(tokens: Tokens, start: int, end: int) -> tuple[str, ...]:
    return tuple(tokens.value(a) for a, _ in tokens.split(start, end) if tokens.kind(a) in ("word", "quoted"))


def checked(tokens: Tokens, start: int, end: int) -> tuple[str, ...]:
    """Return the columns that a condition requires not to be NULL, on every way to be true."""
    found: dict[str, None] = {}
    pending = [(start, end)]
    while pending:
        a, b = pending.pop()
        while tokens.words(a, "(") and tokens.after(a) == b:
            a, b = tokens.inside(a, b)
        words = {tokens.word(index) for index in tokens.level(a, b)}
        if words & {"or", "between", "case"}:
            continue
        if "and" in words:
            pending.extend(reversed(list(_conjuncts(tokens, a, b))))
        elif (name := _not_null(tokens, a, b)) is not None:
            found[name] = None
    return tuple(found)


def _conjuncts(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    first = start
    for index in tokens.level(start, end):
        if tokens.word(index) == "and":
            yield first, index
            first = index + 1
    yield first, end


def _not_null(tokens: Tokens, start: int, end: int) -> str | None:
    """Return the column of `x IS NOT NULL`, `x NOTNULL` or `NOT x IS NULL`."""
    negated = tokens.word(start) == "not"
    if negated:
        start += 1
        while tokens.words(start, "(") and tokens.after(start) == end:
            start, end = tokens.inside(start, end)
    bracket = tokens.words(start, "(") and tokens.after(start) == start + 3
    read = read_path(tokens, start + 1 if bracket else start, "a column")
    if read is None or not isinstance(read[0][-1], str) or len(read[0]) > 2:
        return None
    after = read[1] + 1 if bracket else read[1]
    if negated:
        told = tokens.words(after, "is", "null") and after + 2 == end
    else:
        told = (tokens.words(after, "is", "not", "null") and after + 3 == end) or (
            tokens.word(after) == "notnull" and after + 1 == end
        )
    return read[0][-1] if told else None
