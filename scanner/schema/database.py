"""The tables of a database as DDL leaves them: what every replay of migrations or SQL files builds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from scanner.model.catalog import Column, Constraint, Default, Origin, Table

_PUBLIC = "public"

EVERY = "*"
"""Stands for every table where touched ones are named."""


class Stored(Struct, frozen=True):
    """A column; `origin` is where its NOT NULL or its value was last decided.

    `sequence` tells a serial column, whose default goes with its sequence, from others.
    """

    name: str
    type: str | None
    not_null: bool
    default: Default | None
    origin: Origin


class Relation(Struct):
    """A table: columns in order, the columns that each CHECK forbids to be NULL, triggers by name.

    `unread` says why the columns may be others than these.
    """

    name: str
    schema: str | None
    origin: Origin
    columns: dict[str, Stored] = field(default_factory=dict)
    checks: dict[str, tuple[tuple[str, ...], Origin]] = field(default_factory=dict)
    triggers: dict[str, Origin] = field(default_factory=dict)
    temporary: bool = False
    unread: list[str] = field(default_factory=list)

    def copy(self) -> Relation:
        """Return a table that can change by itself."""
        return replace(
            self,
            columns={**self.columns},
            checks={**self.checks},
            triggers={**self.triggers},
            unread=[*self.unread],
        )

    def add(self, column: Stored) -> None:
        """Add a column, or put it in the place of one of that name."""
        self.columns[column.name] = column

    def drop(self, name: str) -> None:
        """Drop a column, and the checks that name it."""
        self.columns.pop(name, None)
        self.checks = {key: check for key, check in self.checks.items() if name not in check[0]}

    def rename(self, name: str, to: str) -> None:
        """Rename a column in its place, also where checks name it."""
        if name in self.columns and name != to:
            self.columns = {
                (to if key == name else key): (replace(column, name=to) if key == name else column)
                for key, column in self.columns.items()
                if key != to
            }
            self.checks = {
                key: (tuple(to if column == name else column for column in columns), origin)
                for key, (columns, origin) in self.checks.items()
            }

    def table(self) -> Table:
        """Return the table with its migrated schema alone."""
        filled_by = ", ".join(sorted(self.triggers)) or None
        return Table(
            name=self.name,
            columns=tuple(self._column(column, filled_by) for column in self.columns.values()),
            schema=self.schema,
            managed=False,
            origin=self.origin,
            unread="; ".join(dict.fromkeys(self.unread)) or None,
        )

    def _column(self, column: Stored, filled_by: str | None) -> Column:
        checked = next((at for columns, at in self.checks.values() if column.name in columns), None)
        origin = checked if checked and not column.not_null else column.origin
        migrated = Constraint(column.not_null or checked is not None, column.default, origin, filled_by)
        return Column(column.name, column.type, migrated, None, None)


class Database(Struct):
    """Tables by schema and name; `domains` are NOT NULL and default of the types that SQL made.

    `touched` takes the names of the tables that are asked for or change.
    """

    relations: dict[tuple[str | None, str], Relation] = field(default_factory=dict)
    domains: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    dropped: set[tuple[str | None, str]] = field(default_factory=set)
    renamed: dict[tuple[str | None, str], Relation] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def find(self, name: str, schema: str | None = None) -> Relation | None:
        """Return a table by its name; `public` is on the search path."""
        self._touch(key(name, schema))
        return self.relations.get(key(name, schema))

    def create(self, name: str, schema: str | None, origin: Origin) -> Relation:
        """Return a new table without columns, in the place of any of that name."""
        self._touch(key(name, schema))
        made = Relation(name, key(name, schema)[0], origin)
        self.relations[key(name, schema)] = made
        return made

    def drop(self, name: str, schema: str | None = None) -> None:
        """Drop a table."""
        self._touch(key(name, schema))
        if self.relations.pop(key(name, schema), None) is not None:
            self.dropped.add(key(name, schema))

    def rename(self, relation: Relation, name: str, schema: str | None) -> None:
        """Give a table another name or schema."""
        old, new = key(relation.name, relation.schema), key(name, schema)
        if old == new:
            return
        self._touch(old, new)
        self.relations = {
            (new if place == old else place): other for place, other in self.relations.items() if place != new
        }
        relation.schema, relation.name = new
        self.dropped.add(old)
        self.renamed[old] = relation

    def former(self) -> dict[str, str | None]:
        """Return the names that tables had before, by what each is called now, None for a dropped one."""
        found: dict[str, str | None] = {}
        for old in sorted(self.dropped - self.relations.keys(), key=qualified):
            kept = self.renamed.get(old)
            now = kept and key(kept.name, kept.schema)
            found[qualified(old)] = qualified(now) if now in self.relations and now is not None else None
        return found

    def names(self) -> list[str]:
        """Return the names of all tables."""
        self.touched.add(EVERY)
        return [relation.name for relation in self.relations.values()]

    def _touch(self, *places: tuple[str | None, str]) -> None:
        self.touched.update(map(qualified, places))

    def tables(self) -> Iterator[Table]:
        """Yield the tables that outlive the session, in order of their creation."""
        for relation in self.relations.values():
            if not relation.temporary:
                yield relation.table()


def key(name: str, schema: str | None) -> tuple[str | None, str]:
    """Return what tells a table from others."""
    return (None if schema == _PUBLIC else schema, name)


def qualified(place: tuple[str | None, str]) -> str:
    """Return a table's name after its schema, where that is not the search path's."""
    schema, name = place
    return f"{schema}.{name}" if schema else name


def split(name: str) -> tuple[str | None, str]:
    """Return schema and table of Django's `db_table`; `"a"."b"` is how a schema is written into it."""
    bare = name.strip('"')
    if '"."' in bare:
        schema, _, table = bare.partition('"."')
        return schema, table[:63]
    return None, bare[:63]
