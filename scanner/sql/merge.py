"""MERGE: what its arms insert and set."""

from __future__ import annotations

from scanner.model.statement import ColumnList, Columns, Positional, Unread
from scanner.sql.lists import read_assignments, read_names
from scanner.sql.names import is_hole, read_target
from scanner.sql.rows import null_positions, read_rows, width
from scanner.sql.said import NO_COLUMNS, Said, skip_alias
from scanner.sql.tokens import Tokens


def read_merge(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what a MERGE says; None when the words are none."""
    at = index + (3 if tokens.word(index + 2) == "only" else 2)
    read = read_target(tokens, at)
    if read is None:
        return None
    target, after = read
    after = skip_alias(tokens, after, "using")
    if tokens.word(after) != "using":
        return None
    inserted: list[Columns] = []
    updated: list[ColumnList | Unread] = []
    for arm in tokens.level(after, end):
        if tokens.word(arm) == "then":
            _read_arm(tokens, arm + 1, end, inserted, updated)
    return Said("merge", target, after, _inserted(inserted), _updated(updated))


def _read_arm(
    tokens: Tokens, index: int, end: int, inserted: list[Columns], updated: list[ColumnList | Unread]
) -> None:
    """Add what the action of one arm inserts or sets."""
    match tokens.word(index):
        case "insert":
            inserted.append(_insert(tokens, index + 1, end))
        case "update" if tokens.word(index + 1) == "set":
            updated.append(read_assignments(tokens, index + 2, end)[0])


def _insert(tokens: Tokens, index: int, end: int) -> Columns:
    if tokens.word(index) == "(":
        names = read_names(tokens, index, end)
        after = _to_values(tokens, tokens.after(index))
        rows = read_rows(tokens, after + 1, end)[0] if tokens.word(after) == "values" else []
        if names is None:
            return Unread("the column list could not be read", tokens.shown(index, end))
        return names.columns(rows)
    if is_hole(tokens, index):
        return tokens.source.unread("the column list", tokens.starts[index], tokens.ends[index])
    if tokens.words(index, "default", "values"):
        return NO_COLUMNS
    after = _to_values(tokens, index)
    rows = read_rows(tokens, after + 1, end)[0] if tokens.word(after) == "values" else []
    return Positional(width(rows), null_positions(rows))


def _to_values(tokens: Tokens, index: int) -> int:
    return index + 3 if tokens.word(index) == "overriding" else index


def _inserted(arms: list[Columns]) -> Columns:
    """Return what every arm names as certain, and what only some name as possible."""
    if len(arms) == 1:
        return arms[0]
    if not arms:
        return NO_COLUMNS
    lists = [arm for arm in arms if isinstance(arm, ColumnList)]
    if len(lists) < len(arms):
        return Unread("one arm of the MERGE has no column list that can be read")
    every = [name for name in lists[0].certain if all(name in arm.certain for arm in lists)]
    return _joined(lists, tuple(every))


def _updated(arms: list[ColumnList | Unread]) -> ColumnList | None:
    if not arms:
        return None
    lists = [
        arm if isinstance(arm, ColumnList) else ColumnList((), complete=False, reason=arm.reason)
        for arm in arms
    ]
    return lists[0] if len(lists) == 1 else _joined(lists, None)


def _joined(lists: list[ColumnList], certain: tuple[str, ...] | None) -> ColumnList:
    """Return the arms as one list; all their columns are certain when none are given."""
    named = tuple(dict.fromkeys(name for arm in lists for name in (*arm.certain, *arm.possible)))
    kept = named if certain is None else certain
    return ColumnList(
        kept,
        tuple(name for name in named if name not in kept),
        all(arm.complete for arm in lists),
        tuple(dict.fromkeys(name for arm in lists for name in arm.nulls)),
        tuple(dict.fromkeys(name for arm in lists for name in arm.defaults)),
        next((arm.reason for arm in lists if arm.reason), None),
    )
