"""What a change does to the columns of tables that outside writers write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from scanner.model.catalog import Catalog, Column, Constraint, Table
from scanner.model.facts import Write
from scanner.model.finding import Facts, SchemaChange
from scanner.model.statement import ColumnList


def changes(base: Catalog, facts: Facts) -> Iterator[SchemaChange]:
    """Yield every column that is added, dropped, renamed or tightened, table by table."""
    for key in sorted(facts.writers):
        before, after = base.tables.get(key), facts.catalog.tables[key]
        if before is None or before.unread is not None or after.unread is not None:
            continue
        writers = [(index, facts.writes[index]) for index in facts.writers[key]]
        yield from _of_table(before, after, writers)


class _Diff(Struct, frozen=True):
    """The columns that only one of two states of a table has."""

    dropped: tuple[Column, ...]
    added: tuple[Column, ...]


def _of_table(before: Table, after: Table, writers: Sequence[tuple[int, Write]]) -> Iterator[SchemaChange]:
    diff = _Diff(
        dropped=tuple(each for each in before.columns if after.column(each.name) is None),
        added=tuple(each for each in after.columns if before.column(each.name) is None),
    )
    name, renamed = after.qualified, _renamed(diff)
    for old, new in renamed:
        detail = f"renamed to `{new.name}`"
        yield SchemaChange("renamed", name, old.name, detail, new.origin, _naming(writers, old.name))
    for column in diff.dropped:
        if column not in [old for old, _ in renamed]:
            yield SchemaChange(
                "dropped", name, column.name, "dropped", after.origin, _naming(writers, column.name)
            )
    for column in diff.added:
        if column not in [new for _, new in renamed]:
            detail = "added, and must be named" if _required(column) else "added"
            yield SchemaChange("added", name, column.name, detail, column.origin, _inserting(writers))
    for column in after.columns:
        old_column = before.column(column.name)
        tighter = _tightened(old_column, column) if old_column is not None else None
        if tighter is not None:
            yield SchemaChange("tightened", name, column.name, tighter, column.origin, _inserting(writers))


def _renamed(diff: _Diff) -> tuple[tuple[Column, Column], ...]:
    """Return the one pair of a dropped and an added column that are alike in type and constraint."""
    if len(diff.dropped) != 1 or len(diff.added) != 1:
        return ()
    old, new = diff.dropped[0], diff.added[0]
    return ((old, new),) if old.type == new.type and _required(old) == _required(new) else ()


def _held(column: Column) -> Constraint | None:
    return column.migrated or column.models


def _required(column: Column) -> bool:
    held = _held(column)
    return held is not None and held.required


def _tightened(before: Column, after: Column) -> str | None:
    """Return in words how a column came to refuse more; the migrated schema counts where there is one."""
    old, new = _held(before), _held(after)
    if old is None or new is None or (old.not_null, old.default) == (new.not_null, new.default):
        return None
    if new.not_null and not old.not_null:
        return "is NOT NULL now" if new.default else "is NOT NULL now, without a default"
    if new.not_null and old.default is not None and new.default is None:
        return "lost its default"
    return None


def _naming(writers: Sequence[tuple[int, Write]], name: str) -> tuple[int, ...]:
    return tuple(index for index, write in writers if name in _names(write))


def _names(write: Write) -> tuple[str, ...]:
    lists = [write.statement.columns, write.statement.conflict]
    return tuple(
        name for each in lists if isinstance(each, ColumnList) for name in (*each.certain, *each.possible)
    )


def _inserting(writers: Sequence[tuple[int, Write]]) -> tuple[int, ...]:
    return tuple(index for index, write in writers if write.statement.inserts)
