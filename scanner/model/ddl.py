"""What DDL does to tables, as far as NOT NULL, defaults and names go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.model.statement import Named, Target
from scanner.model.template import Position

ValueKind = Literal["expression", "serial", "identity", "generated"]
"""How Postgres comes by a value of its own: DEFAULT, a serial type, GENERATED … AS IDENTITY or AS (…)."""


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column as CREATE TABLE or ADD COLUMN writes it.

    `type` is as written, None where only options stand (a partition's). `not_null` includes what
    a primary key, a serial type and an identity imply; `default` is None for DEFAULT NULL too.
    """

    name: str
    type: str | None
    not_null: bool = False
    default: ValueKind | None = None


@dataclass(frozen=True, slots=True)
class PrimaryKey:
    """A primary key, which makes its columns NOT NULL; they stay so when it is dropped."""

    columns: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CheckNotNull:
    """A constraint that some columns are not NULL, valid or not; `name` as Postgres would choose it."""

    columns: tuple[str, ...]
    name: str | None = None


TableConstraint = PrimaryKey | CheckNotNull


@dataclass(frozen=True, slots=True)
class Like:
    """`LIKE source`: its columns with their NOT NULLs; defaults, identity and generation only when asked."""

    source: Target
    defaults: bool = False
    identity: bool = False
    generated: bool = False
    constraints: bool = False


@dataclass(frozen=True, slots=True)
class CreateTable:
    """CREATE TABLE; `constraints` include those written at a column.

    `query` says that more columns come from a SELECT (CREATE TABLE … AS, SELECT INTO), `guarded`
    that IF NOT EXISTS is written.
    """

    columns: tuple[ColumnDefinition, ...] = ()
    constraints: tuple[TableConstraint, ...] = ()
    likes: tuple[Like, ...] = ()
    inherits: tuple[Target, ...] = ()
    partition_of: Target | None = None
    query: bool = False
    temporary: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class DropTable:
    """DROP TABLE."""


@dataclass(frozen=True, slots=True)
class RenameTable:
    """ALTER TABLE … RENAME TO."""

    to: str


@dataclass(frozen=True, slots=True)
class SetSchema:
    """ALTER TABLE … SET SCHEMA."""

    schema: str


@dataclass(frozen=True, slots=True)
class AddColumn:
    """ADD COLUMN; `guarded` says that IF NOT EXISTS is written."""

    column: ColumnDefinition
    constraints: tuple[TableConstraint, ...] = ()
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class DropColumn:
    """DROP COLUMN."""

    column: str


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """RENAME COLUMN."""

    column: str
    to: str


@dataclass(frozen=True, slots=True)
class SetDefault:
    """ALTER COLUMN … SET DEFAULT, not NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class DropDefault:
    """ALTER COLUMN … DROP DEFAULT, or SET DEFAULT NULL, which is the same."""

    column: str


@dataclass(frozen=True, slots=True)
class SetNotNull:
    """ALTER COLUMN … SET NOT NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class DropNotNull:
    """ALTER COLUMN … DROP NOT NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class AlterType:
    """ALTER COLUMN … TYPE."""

    column: str
    type: str


@dataclass(frozen=True, slots=True)
class AddIdentity:
    """ALTER COLUMN … ADD GENERATED … AS IDENTITY."""

    column: str


@dataclass(frozen=True, slots=True)
class DropIdentity:
    """ALTER COLUMN … DROP IDENTITY; the column stays NOT NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class DropExpression:
    """ALTER COLUMN … DROP EXPRESSION."""

    column: str


@dataclass(frozen=True, slots=True)
class DropConstraint:
    """DROP CONSTRAINT, of any kind."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameConstraint:
    """RENAME CONSTRAINT, of any kind."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class CreateDomain:
    """CREATE DOMAIN; the change's target is the domain."""

    type: str
    not_null: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class CreateTrigger:
    """A trigger that runs before, or instead of, an INSERT and so may fill columns."""

    name: str
    function: Target


@dataclass(frozen=True, slots=True)
class DropTrigger:
    """DROP TRIGGER."""

    name: str


@dataclass(frozen=True, slots=True)
class UnreadDdl:
    """DDL that changes a table in a way that could not be read, and why."""

    reason: str


Action = (
    CreateTable
    | DropTable
    | RenameTable
    | SetSchema
    | AddColumn
    | DropColumn
    | RenameColumn
    | SetDefault
    | DropDefault
    | SetNotNull
    | DropNotNull
    | AlterType
    | AddIdentity
    | DropIdentity
    | DropExpression
    | PrimaryKey
    | CheckNotNull
    | DropConstraint
    | RenameConstraint
    | CreateDomain
    | CreateTrigger
    | DropTrigger
    | UnreadDdl
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a DDL statement does to one table.

    `target` is the table (None where not even that is known), `at` the statement's keyword or the
    action's. `conditional` says that it may not happen: it stands under an IF, in a loop, or in a
    block that catches exceptions.
    """

    action: Action
    target: Target | None
    at: Position
    conditional: bool = False

    @property
    def table(self) -> str | None:
        """The table's name, None where it is not known."""
        return self.target.name if isinstance(self.target, Named) else None
