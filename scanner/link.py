"""Names resolved as Postgres would: which write belongs to which table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from msgspec.structs import replace

from scanner.model.catalog import Catalog, Table
from scanner.model.facts import Suppression, Write
from scanner.model.finding import Facts
from scanner.model.statement import ColumnList, Named, Unread

SEARCH_PATH = frozenset({None, "public"})
"""The schemas of an unqualified table name, in a database whose search_path nobody changed."""

ONE_TIME = re.compile(
    r"(?:^|/)[^/]*migrations?/(?:.*/)?(?:V?\d{3,}|V\d+)[^/]*(?:/[^/]*)?$"  # Django, Flyway, sqlx, diesel
    r"|(?:^|/)(?:alembic|migrations)/versions/[^/]*\.py$"
    r"|(?:^|/)V\d[\d._]*__[^/]*\.sql$"
    r"|(?:^|/)drizzle/\d+_[^/]*\.sql$",
    re.IGNORECASE,
)
"""Paths of migrations: files with an ordinal under a folder of migrations, Alembic's, Flyway's, Drizzle's."""

_ONE_TIME_WORDS = ("migration", "/versions/", "__", "drizzle/")
"""Each of them has one of these, which is sooner looked for."""


OF_MODEL = re.compile(r"(?:\w+\.)*(?P<model>[A-Z]\w*)\._meta\.db_table")
WHOLE = ("{…}", "the table's name is only known at run time")
"""What the reason of an unread table ends with when its name is one hole and nothing else."""


def link(writes: Sequence[Write], catalog: Catalog, suppressions: Sequence[Suppression] = ()) -> Facts:
    """Join the writes to the catalog's tables; what matches none stays listed and is judged by none.

    A migration is not judged: it runs once, against the schema of its own time. Test code is: a
    test that cannot insert its rows fails as surely as a service.
    """
    models = _by_class(catalog)
    writes = [_as_named(as_stored(write), models) for write in writes]
    tables: defaultdict[str, list[tuple[str, Table]]] = defaultdict(list)
    for key in sorted(catalog.tables):
        tables[catalog.tables[key].name].append((key, catalog.tables[key]))
    writers: defaultdict[str, list[int]] = defaultdict(list)
    for index, write in enumerate(writes):
        target = write.statement.target
        if isinstance(target, Named) and meets_postgres(write) and not runs_once(write):
            chosen = _pick(tables.get(target.name, ()), target.schema)
            if chosen is not None and belongs(write, catalog.tables[chosen]):
                writers[chosen].append(index)
    joined = {key: tuple(writers[key]) for key in sorted(writers)}
    return Facts(tuple(writes), catalog, joined, tuple(suppressions))


def as_stored(write: Write) -> Write:
    """Return a write with its columns as the database spells them."""
    if not write.spelling:
        return write
    stored = dict(write.spelling)
    statement = write.statement
    columns = statement.columns
    if isinstance(columns, ColumnList):
        statement = replace(statement, columns=_renamed(columns, stored))
    if statement.conflict is not None:
        statement = replace(statement, conflict=_renamed(statement.conflict, stored))
    return replace(write, statement=statement, spelling=())


def _by_class(catalog: Catalog) -> Mapping[str, Table]:
    """Return the tables by the classes of their models, where that is one model's name alone."""
    named: defaultdict[str, list[Table]] = defaultdict(list)
    for table in catalog.tables.values():
        if table.model:
            named[table.model.rpartition(".")[2]].append(table)
    return {name: tables[0] for name, tables in named.items() if len(tables) == 1}


def _as_named(write: Write, models: Mapping[str, Table]) -> Write:
    """Return a write to `Model._meta.db_table` as one to the model's table."""
    target = write.statement.target
    if not isinstance(target, Unread) or target.reason.rpartition(": ")[2].strip('"') not in WHOLE:
        return write
    asked = OF_MODEL.fullmatch(target.expression or "")
    table = models.get(asked["model"]) if asked else None
    if table is None:
        return write
    reason = None if write.reason == target.reason else write.reason
    statement = replace(write.statement, target=Named(table.name, table.schema))
    return replace(write, statement=statement, reason=reason)


def _renamed(columns: ColumnList, stored: Mapping[str, str]) -> ColumnList:
    def each(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(stored.get(name, name) for name in names)

    return replace(
        columns,
        certain=each(columns.certain),
        possible=each(columns.possible),
        nulls=each(columns.nulls),
        defaults=each(columns.defaults),
    )


def belongs(write: Write, table: Table) -> bool:
    """Whether a write to a table of that name is one to this table, as far as can be known."""
    return not is_rivals(write.path, table) and not is_another_databases(write, table)


def is_another_databases(write: Write, table: Table) -> bool:
    """Whether a write that goes through another connection names a column which this table lacks."""
    if write.connection is None or table.unread is not None:
        return False
    listed = (write.statement.columns, write.statement.conflict)
    named = {name for each in listed if isinstance(each, ColumnList) for name in each.certain}
    return not named.issubset(column.name for column in table.columns)


def is_rivals(path: str, table: Table) -> bool:
    """Whether a write at the path may be to another table of that name, which SQL files near to it make.

    Where neither is nearer, Django's own table is meant, but none of SQL files.
    """
    if not table.rivals:
        return False
    own = _near(path, table.origin.path if table.origin is not None else "")
    nearest = max(_near(path, f"{folder}/") for folder in table.rivals)
    return nearest > own or (nearest == own and table.model is None)


def _near(path: str, other: str) -> int:
    """Return how many folders two paths have in common."""
    pairs = zip(path.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def meets_postgres(write: Write) -> bool:
    """Whether the write can reach a table that outlives its session, in Postgres."""
    return write.database in ("postgres", "unknown") and not write.statement.temporary


def runs_once(write: Write) -> bool:
    """Whether the write is part of a migration, by its call or its path."""
    return write.via == "RunSQL" or _is_migration(write.path)


@lru_cache(maxsize=65_536)
def _is_migration(path: str) -> bool:
    folded = path.lower()
    return any(word in folded for word in _ONE_TIME_WORDS) and ONE_TIME.search(path) is not None


def _pick(named: Sequence[tuple[str, Table]], schema: str | Unread | None) -> str | None:
    """Choose among the tables of one name, the search path first when the schema is not knowable."""
    on_path = [key for key, table in named if table.schema in SEARCH_PATH]
    match schema:
        case Unread():
            return next(iter(on_path or [key for key, _ in named]), None)
        case None | "public":
            return next(iter(on_path), None)
        case str():
            return next((key for key, table in named if table.schema == schema), None)
