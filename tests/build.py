"""Short ways to build the nouns that link, the rules and the gate look at."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.link import link
from scanner.model.catalog import Catalog, Column, Constraint, Default, Origin, Table
from scanner.model.facts import Suppression, Write
from scanner.model.finding import Facts
from scanner.model.statement import ColumnList, Columns, Named, Operation, Statement, Unread
from scanner.model.template import Position


def holds(not_null: bool, default: Default | None = None) -> Constraint:
    return Constraint(not_null, default, Origin("shop/migrations/0002_more.py", 7))


REQUIRED = holds(True)
NULLABLE = holds(False)
SERIAL = holds(True, "identity")
DB_DEFAULT = holds(True, "db_default")
RUN_SQL = holds(True, "run_sql")


def column(name: str, migrated: Constraint | None, models: Constraint | None = None, **more: str) -> Column:
    """A column, the same in both schemas unless `models` differs; its line is 10 + its name's length."""
    same = migrated if models is None else models
    origin = Origin("shop/models.py", 10 + len(name))
    return Column(name, "TextField", migrated, same, origin, more.get("default_source"))


def table(*columns: Column, name: str = "shop_item") -> Table:
    return Table(name, columns, "shop.Item", origin=Origin("shop/models.py", 10))


ITEM = table(
    column("id", SERIAL), column("name", REQUIRED), column("note", NULLABLE), column("active", DB_DEFAULT)
)


def statement(operation: Operation, columns: Columns, into: Named | Unread, line: int = 3) -> Statement:
    return Statement(operation, into, columns, Position(line, 5), line + 1, digest=f"{operation} into it")


def write(
    columns: Columns | tuple[str, ...] = (),
    operation: Operation = "insert",
    into: Named | Unread | str = "shop_item",
    path: str = "src/worker.rs",
    line: int = 3,
) -> Write:
    """A statement of a Rust file at line 3; names alone stand for a complete column list."""
    named = ColumnList(columns) if isinstance(columns, tuple) else columns
    target = Named(into) if isinstance(into, str) else into
    made = statement(operation, named, target, line)
    return Write(path, "rust", made, "sqlx::query!", "raw-sql", "unknown", "tests/" in path, "save")


def updated(columns: ColumnList, line: int = 3) -> Write:
    return write(columns, "update", line=line)


def upsert(columns: ColumnList, conflict: ColumnList) -> Write:
    made = write(columns, "upsert")
    return replace(made, statement=replace(made.statement, conflict=conflict))


def facts(*writes: Write, of: Table = ITEM, suppressions: tuple[Suppression, ...] = ()) -> Facts:
    return link(writes, Catalog({of.name: of}), suppressions)
