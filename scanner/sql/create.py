"""CREATE TABLE, DOMAIN and TRIGGER."""

from __future__ import annotations

from scanner.model.ddl import (
    Action,
    ColumnDefinition,
    CreateDomain,
    CreateTable,
    CreateTrigger,
    Like,
    PrimaryKey,
    TableConstraint,
    UnreadDdl,
)
from scanner.model.statement import Named, Target
from scanner.sql.columns import checked, is_constraint, read_column, read_constraint
from scanner.sql.names import read_target
from scanner.sql.rows import entry
from scanner.sql.tokens import Span, Tokens

Made = tuple[Target, Action]

_TEMPORARY = frozenset({"temp", "temporary"})
_DOMAIN_OPTIONS = frozenset({"not", "null", "default", "check", "constraint", "collate"})
_KINDS = frozenset({"global", "local", "unlogged", "foreign", "external"}) | _TEMPORARY


def read_create(tokens: Tokens, start: int, end: int) -> Made | None:
    """Return what a CREATE makes; None for what has no column and fills none."""
    index = start + 1
    if tokens.words(index, "or", "replace"):
        index += 2
    temporary = False
    while tokens.word(index) in _KINDS:
        temporary = temporary or tokens.word(index) in _TEMPORARY
        index += 1
    match tokens.word(index):
        case "table":
            return _table(tokens, index + 1, end, temporary)
        case "domain":
            return _domain(tokens, index + 1, end)
        case "trigger":
            return _trigger(tokens, index + 1, end)
        case "constraint" if tokens.word(index + 1) == "trigger":
            return _trigger(tokens, index + 2, end)
        case _:
            return None


def _table(tokens: Tokens, index: int, end: int, temporary: bool) -> Made | None:
    guarded = tokens.words(index, "if", "not", "exists")
    read = read_target(tokens, index + 3 if guarded else index)
    if read is None:
        return None
    target, after = read
    parent = None
    if tokens.words(after, "partition", "of"):
        of = read_target(tokens, after + 2)
        if of is None:
            return target, UnreadDdl("the partitioned table could not be read")
        parent, after = of
    if tokens.word(after) == "of":
        return target, UnreadDdl("the table's columns are those of a type")
    if not (tokens.words(after, "(") or parent or tokens.find(after, end, "as") < end):
        return None
    columns = Columns(target.name if isinstance(target, Named) else "")
    if tokens.words(after, "(") and tokens.word(after + 1) not in ("select", "with"):
        columns.read(tokens, *tokens.inside(after, end))
    if columns.unread is not None:
        return target, UnreadDdl(columns.unread)
    after = tokens.after(after) if tokens.words(after, "(") else after
    return target, CreateTable(
        tuple(columns.columns),
        tuple(columns.constraints),
        tuple(columns.likes),
        _parents(tokens, after),
        parent,
        tokens.find(after, end, "as") < end,
        temporary,
        guarded,
    )


class Columns:
    """What stands between the brackets of a CREATE TABLE, entry by entry."""

    def __init__(self, table: str) -> None:
        """Start with nothing; `table` is for the names of constraints that have none."""
        self.table = table
        self.columns: list[ColumnDefinition] = []
        self.constraints: list[TableConstraint] = []
        self.likes: list[Like] = []
        self.unread: str | None = None

    def read(self, tokens: Tokens, start: int, end: int) -> None:
        """Add every entry of the list."""
        for span in tokens.split(start, end):
            if span[0] < span[1]:
                self._entry(tokens, span)
        keys = {name for one in self.constraints for name in one.columns if isinstance(one, PrimaryKey)}
        self.columns = [_required(column) if column.name in keys else column for column in self.columns]

    def _entry(self, tokens: Tokens, span: Span) -> None:
        start, end = span
        if tokens.word(start) == "like":
            source = read_target(tokens, start + 1)
            if source is not None:
                self.likes.append(_like(tokens, source[0], source[1], end))
            return
        if is_constraint(tokens, start):
            self.constraints.extend(read_constraint(tokens, start, end, self.table))
            return
        read = read_column(tokens, start, end, self.table)
        if read is None:
            self.unread = f"could not read the column {tokens.shown(start, end)!r}"
            return
        self.columns.append(read[0])
        self.constraints.extend(read[1])


def _required(column: ColumnDefinition) -> ColumnDefinition:
    return ColumnDefinition(column.name, column.type, True, column.default)


def _like(tokens: Tokens, source: Target, start: int, end: int) -> Like:
    """Return what LIKE takes over; the last INCLUDING or EXCLUDING of a kind counts."""
    taken: dict[str, bool] = {}
    for index in range(start, end - 1):
        if tokens.word(index) in ("including", "excluding"):
            kinds = [tokens.word(index + 1)]
            if kinds == ["all"]:
                kinds = ["defaults", "identity", "generated", "constraints"]
            taken.update(dict.fromkeys(kinds, tokens.word(index) == "including"))
    kinds = ["defaults", "identity", "generated", "constraints"]
    return Like(source, *(taken.get(kind, False) for kind in kinds))


def _parents(tokens: Tokens, index: int) -> tuple[Target, ...]:
    if not tokens.words(index, "inherits", "("):
        return ()
    read = [read_target(tokens, a) for a, _ in tokens.split(*tokens.inside(index + 1, len(tokens)))]
    return tuple(one[0] for one in read if one is not None)


def _domain(tokens: Tokens, index: int, end: int) -> Made | None:
    read = read_target(tokens, index)
    if read is None:
        return None
    target, after = read
    start = after + 1 if tokens.word(after) == "as" else after
    stop = next((i for i in tokens.level(start, end) if tokens.word(i) in _DOMAIN_OPTIONS), end)
    not_null = any(_requires_value(tokens, i, end) for i in tokens.level(stop, end))
    default = tokens.find(stop, end, "default")
    given = default < end and entry(tokens, default + 1, default + 2) != "n"
    return target, CreateDomain(tokens.folded(start, stop), not_null, given)


def _requires_value(tokens: Tokens, index: int, end: int) -> bool:
    if tokens.word(index) == "check":
        return "value" in checked(tokens, *tokens.inside(index + 1, end))
    return tokens.words(index, "not", "null")


def _trigger(tokens: Tokens, index: int, end: int) -> Made | None:
    """Return a trigger that may fill columns: BEFORE INSERT, or INSTEAD OF INSERT on a view."""
    before = tokens.word(index + 1)
    on = tokens.find(index + 2, end, "on")
    if before not in ("before", "instead") or tokens.find(index + 2, on, "insert") == on:
        return None
    read = read_target(tokens, on + 1)
    run = tokens.find(on, end, "execute")
    function = read_target(tokens, run + 2)
    if read is None or function is None:
        return None
    return read[0], CreateTrigger(tokens.value(index), function[0])
