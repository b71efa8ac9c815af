"""What is believed of the tables, in the two schemas that a raw INSERT can meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from scanner.model.facts import Diagnostic
from scanner.model.value import Value

Default = Literal["db_default", "run_sql", "serial", "identity", "generated"]


class Origin(Value, frozen=True):
    """The file and line that a fact is known from; `line` is None for a server or a package's fact."""

    path: str
    line: int | None


class Constraint(Value, frozen=True):
    """What Postgres holds of a column in one schema: NOT NULL (also by CHECK), and its own value.

    `filled_by` are the BEFORE INSERT triggers that may give the column a value.
    """

    not_null: bool
    default: Default | None
    origin: Origin | None = None
    filled_by: str | None = None

    @property
    def required(self) -> bool:
        """Whether an INSERT that leaves the column out is refused."""
        return self.not_null and self.default is None


class Column(Value, frozen=True):
    """A column, with None for a schema that lacks it; `origin` is the model field.

    `default_source` is what the field's `default=` says, `timezone.now` for `auto_now` and
    `auto_now_add`.
    """

    name: str
    type: str | None
    migrated: Constraint | None
    models: Constraint | None
    origin: Origin | None
    default_source: str | None = None


class Table(Value, frozen=True):
    """A table and the model it belongs to.

    `name` is as Postgres knows it (case kept), `schema` None for the search path. `unread` says
    why columns may be missing here (a base class that could not be found), else it is None. `rivals` are
    folders of SQL files that make another table of that name, in a database of their own.
    """

    name: str
    columns: tuple[Column, ...]
    model: str | None = None
    schema: str | None = None
    managed: bool = True
    origin: Origin | None = None
    unread: str | None = None
    rivals: tuple[str, ...] = ()

    @property
    def qualified(self) -> str:
        """The name, after its schema where that is not the search path's."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    @property
    def judged(self) -> bool:
        """Whether its NOT NULLs are known: Django makes it, or a migration or DDL file that was read does."""
        return self.managed or any(column.migrated for column in self.columns)

    def column(self, name: str) -> Column | None:
        """Return the column of that name."""
        return next((column for column in self.columns if column.name == name), None)


class Catalog(Value, frozen=True):
    """Every known table by name.

    `copies` are tables that SQL files keep of some of them, by hand. `former` are the names of tables
    that migrations renamed, by what they are now, or dropped: None.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    copies: tuple[Table, ...] = ()
    former: Mapping[str, str | None] = field(default_factory=dict)
