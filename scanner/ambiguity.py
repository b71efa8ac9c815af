"""Names that may mean more than one table: each is said with both, none is chosen in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache

from scanner.link import SEARCH_PATH, is_another_databases, is_rivals, meets_postgres, runs_once
from scanner.model.catalog import Catalog, Table
from scanner.model.facts import Diagnostic, Write
from scanner.model.statement import Named, Unread

LONG = 8
"""A name of fewer characters may be near another by chance."""

RIVALS = 3
"""Folders that are named, of those that make a table."""


def ambiguities(
    writes: Sequence[Write], catalog: Catalog, keys: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what is to be said of writes whose table's name alone does not settle it.

    With `keys`, only of those tables. `writes` are all of the tree, of whatever table.
    """
    named: defaultdict[str, list[Table]] = defaultdict(list)
    for key in sorted(catalog.tables):
        named[catalog.tables[key].name].append(catalog.tables[key])
    closest = cache(lambda name: _closest(name, catalog.tables))
    said: set[tuple[str, str]] = set()
    for write in writes:
        target = write.statement.target
        if not isinstance(target, Named) or runs_once(write):
            continue
        tables = named.get(target.name, [])
        if keys and not any(table.qualified in keys for table in tables) and tables:
            continue
        message = (
            _message(write, target, tables) if tables else _unknown(write, target, catalog, keys, closest)
        )
        if message is not None and (write.path, message) not in said:
            said.add((write.path, message))
            yield Diagnostic(write.path, write.statement.at.line, message)


def _message(write: Write, target: Named, tables: Sequence[Table]) -> str | None:
    """Return what is to be said of a write to a table that there is, or that several are called."""
    if write.shadow is not None:
        return (
            f"{target.name} is taken for the temporary table that line {write.shadow} makes, "
            f"not for {_told(tables[0])}"
        )
    if not meets_postgres(write):
        return None
    on_path = [table for table in tables if table.schema in SEARCH_PATH]
    if on_path and is_rivals(write.path, on_path[0]):
        makers, own = " and ".join(on_path[0].rivals[:RIVALS]), on_path[0].origin
        of = f" than {own.path} does" if own is not None else ""
        return (
            f"{target.name} counts for no table here: SQL files of {makers} make another one of that name{of}"
        )
    if on_path and is_another_databases(write, on_path[0]):
        return (
            f"{target.name} counts for no table here: it is written through the connection "
            f"{write.connection}, and has other columns than {_told(on_path[0])}"
        )
    others = [table for table in tables if table.schema not in SEARCH_PATH]
    match target.schema:
        case Unread() if len(tables) > 1:
            chosen = (on_path or others)[0]
            rest = ", ".join(_told(table) for table in tables if table is not chosen)
            return f"the schema of {target.name} is not known here: taken for {_told(chosen)}, may be {rest}"
        case None | "public" if not on_path:
            return (
                f"{target.name} is written without the schema of {_told(others[0])}: "
                "it counts for none, as long as no search_path is known"
            )
        case None if others:
            return f"{target.name} is taken for {_told(on_path[0])}, not for {_told(others[0])}"
        case _:
            return None


def _unknown(
    write: Write,
    target: Named,
    catalog: Catalog,
    keys: Collection[str],
    closest: Callable[[str], Table | None],
) -> str | None:
    """Return what is to be said of a write to a table that there is not: renamed, dropped, misspelt."""
    if not meets_postgres(write) or isinstance(target.schema, Unread):
        return None
    key = target.name if target.schema in SEARCH_PATH else f"{target.schema}.{target.name}"
    if key in catalog.former:
        now = catalog.former[key]
        if keys and now not in keys:
            return None
        became = "dropped it" if now is None else f"renamed it to {_told(catalog.tables[now])}"
        return f"there is no table {key} any more: a migration {became}"
    close = closest(target.name) if target.schema in SEARCH_PATH and not keys else None
    return (
        None if close is None else f"there is no table {key} that is known of; the closest is {_told(close)}"
    )


def _closest(name: str, tables: Mapping[str, Table]) -> Table | None:
    """Return the Django table that a name may misspell: two letters swapped, one wrong, missing or more.

    A plural or a number more is another table's name.
    """
    for table in tables.values():
        if table.model is None or table.schema not in SEARCH_PATH or abs(len(table.name) - len(name)) > 1:
            continue
        if name.rstrip("s0123456789_") == table.name.rstrip("s0123456789_"):
            continue
        if len(name) >= LONG and _is_misspelt(name, table.name):
            return table
    return None


def _is_misspelt(name: str, meant: str) -> bool:
    start = _alike(name, meant)
    end = _alike(name[start:][::-1], meant[start:][::-1])
    wrong, right = name[start : len(name) - end], meant[start : len(meant) - end]
    return max(len(wrong), len(right)) == 1 or (len(wrong) == 2 and wrong == right[::-1])


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin alike with."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _told(table: Table) -> str:
    return f"{table.qualified} ({table.model})" if table.model else table.qualified
