"""What DDL does to tables, as far as NOT NULL, defaults and names go."""

from __future__ import annotations

from typing import Literal

from scanner.model.statement import Named, Target
from scanner.model.template import Position
from scanner.model.value import Value

ValueKind = Literal["expression", "serial", "identity", "generated"]
"""How Postgres comes by a value of its own: DEFAULT, a serial type, GENERATED … AS IDENTITY or AS (…)."""


class ColumnDefinition(Value, frozen=True):
    """A column as CREATE TABLE or ADD COLUMN writes it.

    `type` is as written, None where only options stand (a partition's). `not_null` includes what
    a primary key, a serial type and an identity imply; `default` is None for DEFAULT NULL too.
    """

    name: str
    type: str | None
    not_null: bool = False
    default: ValueKind | None = None


class PrimaryKey(Value, frozen=True):
    """A primary key, which makes its columns NOT NULL; they stay so when it is dropped."""

    columns: tuple[str, ...]
    name: str | None = None


class CheckNotNull(Value, frozen=True):
    """A constraint that some columns are not NULL, valid or not; `name` as Postgres would choose it."""

    columns: tuple[str, ...]
    name: str | None = None


TableConstraint = PrimaryKey | CheckNotNull


class Like(Value, frozen=True):
    """`LIKE source`: its columns with their NOT NULLs; defaults, identity and generation only when asked."""

    source: Target
    defaults: bool = False
    identity: bool = False
    generated: bool = False
    constraints: bool = False


class CreateTable(Value, frozen=True):
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


class DropTable(Value, frozen=True):
    """DROP TABLE."""


class RenameTable(Value, frozen=True):
    """ALTER TABLE … RENAME TO."""

    to: str


class SetSchema(Value, frozen=True):
    """ALTER TABLE … SET SCHEMA."""

    schema: str


class AddColumn(Value, frozen=True):
    """ADD COLUMN; `guarded` says that IF NOT EXISTS is written."""

    column: ColumnDefinition
    constraints: tuple[TableConstraint, ...] = ()
    guarded: bool = False


class DropColumn(Value, frozen=True):
    """DROP COLUMN."""

    column: str


class RenameColumn(Value, frozen=True):
    """RENAME COLUMN."""

    column: str
    to: str


class SetDefault(Value, frozen=True):
    """ALTER COLUMN … SET DEFAULT, not NULL."""

    column: str


class DropDefault(Value, frozen=True):
    """ALTER COLUMN … DROP DEFAULT, or SET DEFAULT NULL, which is the same."""

    column: str


class SetNotNull(Value, frozen=True):
    """ALTER COLUMN … SET NOT NULL."""

    column: str


class DropNotNull(Value, frozen=True):
    """ALTER COLUMN … DROP NOT NULL."""

    column: str


class AlterType(Value, frozen=True):
    """ALTER COLUMN … TYPE."""

    column: str
    type: str


class AddIdentity(Value, frozen=True):
    """ALTER COLUMN … ADD GENERATED … AS IDENTITY."""

    column: str


class DropIdentity(Value, frozen=True):
    """ALTER COLUMN … DROP IDENTITY; the column stays NOT NULL."""

    column: str


class DropExpression(Value, frozen=True):
    """ALTER COLUMN … DROP EXPRESSION."""

    column: str


class DropConstraint(Value, frozen=True):
    """DROP CONSTRAINT, of any kind."""

    name: str


class RenameConstraint(Value, frozen=True):
    """RENAME CONSTRAINT, of any kind."""

    name: str
    to: str


class CreateDomain(Value, frozen=True):
    """CREATE DOMAIN; the change's target is the domain."""

    type: str
    not_null: bool = False
    default: bool = False


class CreateTrigger(Value, frozen=True):
    """A trigger that runs before, or instead of, an INSERT and so may fill columns."""

    name: str
    function: Target


class DropTrigger(Value, frozen=True):
    """DROP TRIGGER."""

    name: str


class UnreadDdl(Value, frozen=True):
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


class Change(Value, frozen=True):
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
