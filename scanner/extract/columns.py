"""What rows name when they are put together, stand for each other, or are filled in by a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scanner.model.facts import Made
from scanner.model.statement import ColumnList, Unread

Row = ColumnList | Unread

_PASSED = "..."
"""Begins a column that stands for the keys of what a function is given by that parameter."""


def passed(parameter: str) -> ColumnList:
    """Return the row that a function is given, as its body knows it."""
    return ColumnList((_PASSED + parameter,))


def parameters(row: Row) -> Iterator[str]:
    """Yield the parameters whose keys a row takes over."""
    if isinstance(row, ColumnList):
        yield from (name[len(_PASSED) :] for name in (*row.certain, *row.possible) if _is_passed(name))


def filled(made: Made, given: Callable[[str], Row]) -> Row:
    """Return the row that a function returns to a call, which gives its parameters these rows."""
    whole = made.columns
    if isinstance(whole, Unread) or not any(parameters(whole)):
        return whole
    columns = ColumnList((), complete=whole.complete, reason=whole.reason)
    for names, optional in ((whole.certain, False), (whole.possible, True)):
        for name in names:
            if _is_passed(name):
                columns = spread(columns, given(name[len(_PASSED) :]), optional)
            else:
                columns = added(columns, name, name in whole.nulls, certain=not optional)
    return columns


def _is_passed(name: str) -> bool:
    return name.startswith(_PASSED)


def merged(rows: Sequence[Row]) -> Row:
    """Return the columns of rows that are put together into one."""
    if len(rows) == 1:
        return rows[0]
    columns = ColumnList(())
    for each in rows:
        columns = spread(columns, each, optional=False)
    return columns


def union(rows: Sequence[Row]) -> Row:
    """Return what rows that stand for each other have in common, and what only some name."""
    lists = [each for each in rows if isinstance(each, ColumnList)]
    reasons = [each.reason for each in rows if each.reason]
    if not lists:
        return next(each for each in rows if isinstance(each, Unread))
    certain = [name for name in lists[0].certain if all(name in each.certain for each in lists)]
    if len(lists) < len(rows):
        certain = []
    named = dict.fromkeys(name for each in lists for name in (*each.certain, *each.possible))
    return ColumnList(
        certain=tuple(certain),
        possible=tuple(name for name in named if name not in certain),
        complete=len(lists) == len(rows) and all(each.complete for each in lists),
        nulls=tuple(dict.fromkeys(name for each in lists for name in each.nulls)),
        reason=reasons[0] if reasons else None,
    )


def added(columns: ColumnList, key: str, null: bool, certain: bool = True) -> ColumnList:
    """Return a row with one more key; a later value replaces an earlier NULL."""
    nulls = tuple(name for name in columns.nulls if name != key or not certain)
    known, possible = columns.certain, columns.possible
    if certain and key not in known:
        known, possible = (*known, key), tuple(name for name in possible if name != key)
    elif not certain and key not in (*known, *possible):
        possible = (*possible, key)
    if null and key not in nulls:
        nulls = (*nulls, key)
    return ColumnList(known, possible, columns.complete, nulls, columns.defaults, columns.reason)


def incomplete(columns: ColumnList, reason: str) -> ColumnList:
    """Return a row that may have more keys, and why."""
    return ColumnList(
        columns.certain, columns.possible, False, columns.nulls, columns.defaults, columns.reason or reason
    )


def spread(columns: ColumnList, other: Row, optional: bool) -> ColumnList:
    """Return a row that takes over the keys of another, with `optional` only on some paths."""
    if isinstance(other, Unread):
        return incomplete(columns, f"it spreads {other.expression or 'another row'}")
    for name in other.certain:
        columns = added(columns, name, name in other.nulls, certain=not optional)
    for name in other.possible:
        columns = added(columns, name, name in other.nulls, certain=False)
    return columns if other.complete else incomplete(columns, other.reason or "it spreads another row")
