"""DDL put into effect: each change that a text makes, done to the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from scanner.model.catalog import Default, Origin
from scanner.model.ddl import (
    AddColumn,
    AddIdentity,
    AlterType,
    Change,
    CheckNotNull,
    ColumnDefinition,
    CreateDomain,
    CreateTable,
    CreateTrigger,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    DropTable,
    DropTrigger,
    Like,
    PrimaryKey,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetNotNull,
    SetSchema,
    TableConstraint,
    UnreadDdl,
    ValueKind,
)
from scanner.model.statement import Named, Target
from scanner.model.template import Position, Template, Text
from scanner.schema.database import Database, Relation, Stored
from scanner.sql.ddl import read_ddl

_NO_TABLES = ("_seq", "_idx", "_pkey", "_key", "_uniq")
"""How the names of sequences and indexes end, which ALTER TABLE renames too."""

Say = Callable[[int | None, str], None]


class Script(Struct, frozen=True):
    """A text that is run on a database; `line` is where it begins, of a text that is one line's value.

    `say` tells what could not be read, with the line.
    """

    database: Database
    path: str
    say: Say
    line: int | None = None

    def run(self, text: str) -> int:
        """Put a text's changes into effect and return how many there were."""
        at = Position(self.line or 1, 1)
        changes = read_ddl(Template((Text(text, at, verbatim=self.line is None),)))
        for change in changes:
            self.apply(change)
        return len(changes)

    def apply(self, change: Change) -> None:
        """Put one change into effect."""
        origin = Origin(self.path, self.line or change.at.line)
        if change.conditional and not _guarded(change):
            self.say(origin.line, f"{_named(change)} is changed only under a condition, taken as met here")
        match change.action:
            case UnreadDdl(reason=reason):
                self.unread(change, origin, reason)
            case CreateDomain(not_null=not_null, default=default, type=base):
                known = self.database.domains.get(base.lower(), (False, False))
                if change.table is not None:
                    self.database.domains[change.table] = (not_null or known[0], default or known[1])
            case CreateTable():
                self._create(change, change.action, origin)
            case _:
                self._alter(change, origin)

    def unread(self, change: Change, origin: Origin, reason: str) -> None:
        """Say what could not be read, of the table where it is known."""
        relation = self._relation(change.target)
        if relation is not None:
            relation.unread.append(f"{self.path}:{origin.line}: {reason}")
        self.say(origin.line, f"{_named(change)}: {reason}")

    def _relation(self, target: Target | None) -> Relation | None:
        if not isinstance(target, Named):
            return None
        schema = target.schema if isinstance(target.schema, str) else None
        return self.database.find(target.name, schema)

    def _create(self, change: Change, action: CreateTable, origin: Origin) -> None:
        target = change.target
        if not isinstance(target, Named):
            self.say(origin.line, "a table is made whose name could not be read")
            return
        if action.guarded and self._relation(target) is not None:
            return
        schema = target.schema if isinstance(target.schema, str) else None
        made = self.database.create(target.name, schema, origin)
        made.temporary = action.temporary
        for parent in (*action.inherits, *([action.partition_of] if action.partition_of else [])):
            self._copy(made, parent, Like(parent, True, action.partition_of is not None, True, True), origin)
        for like in action.likes:
            self._copy(made, like.source, like, origin)
        for column in action.columns:
            self._define(made, column, origin)
        for constraint in action.constraints:
            constrain(made, constraint, origin)
        if action.query:
            made.unread.append(f"{self.path}:{origin.line}: its columns come from a query")

    def _copy(self, made: Relation, source: Target, like: Like, origin: Origin) -> None:
        found = self._relation(source)
        if found is None:
            name = source.name if isinstance(source, Named) else "a table"
            made.unread.append(
                f"{self.path}:{origin.line}: it takes its columns from {name}, which is not known"
            )
            return
        for column in found.columns.values():
            made.add(replace(column, default=_copied(column.default, like)))
        if like.constraints:
            made.checks.update(found.checks)

    def _define(self, relation: Relation, column: ColumnDefinition, origin: Origin) -> None:
        known = relation.columns.get(column.name)
        domain = self.database.domains.get((column.type or "").lower(), (False, False))
        default = value(column.default) or ("run_sql" if domain[1] else None)
        if known is not None and column.type is None:
            relation.add(
                replace(known, not_null=known.not_null or column.not_null, default=default or known.default)
            )
        else:
            relation.add(Stored(column.name, column.type, column.not_null or domain[0], default, origin))

    def _alter(self, change: Change, origin: Origin) -> None:
        relation = self._relation(change.target)
        if relation is None:
            if not self._harmless(change):
                self.say(origin.line, f"{_named(change)} is changed here, and nothing that was read made it")
            return
        match change.action:
            case DropTable():
                self.database.drop(relation.name, relation.schema)
            case RenameTable(to=to):
                self.database.rename(relation, to, relation.schema)
            case SetSchema(schema=schema):
                self.database.rename(relation, relation.name, schema)
            case AddColumn(column=column, constraints=constraints, guarded=guarded):
                if not guarded or column.name not in relation.columns:
                    self._define(relation, column, origin)
                for constraint in constraints:
                    constrain(relation, constraint, origin)
            case _:
                alter(relation, change, origin)

    def _harmless(self, change: Change) -> bool:
        """Whether nothing is lost by a change of a table that is not known."""
        match change.action:
            case DropTable() | DropColumn() | DropConstraint() | DropTrigger() | RenameConstraint():
                return True
            case CreateTrigger():
                return True
            case RenameTable():
                return (change.table or "").endswith(_NO_TABLES)
            case _:
                return change.conditional or self._was_there(change.target)

    def _was_there(self, target: Target | None) -> bool:
        schema = target.schema if isinstance(target, Named) and isinstance(target.schema, str) else None
        return isinstance(target, Named) and (schema, target.name) in self.database.dropped


def alter(relation: Relation, change: Change, origin: Origin) -> None:
    """Change a column, a constraint or a trigger of a table."""
    match change.action:
        case DropColumn(column=name):
            relation.drop(name)
        case RenameColumn(column=name, to=to):
            relation.rename(name, to)
        case PrimaryKey() | CheckNotNull() as constraint:
            constrain(relation, constraint, origin)
        case DropConstraint(name=name):
            relation.checks.pop(name, None)
        case RenameConstraint(name=name, to=to):
            if name in relation.checks:
                relation.checks[to] = relation.checks.pop(name)
        case CreateTrigger(name=name):
            relation.triggers[name] = origin
        case DropTrigger(name=name):
            relation.triggers.pop(name, None)
        case _:
            for column in _altered(relation, change, origin):
                relation.add(column)


def _altered(relation: Relation, change: Change, origin: Origin) -> Iterator[Stored]:
    """Yield the column as an ALTER COLUMN leaves it; nothing when it is not there."""
    action = change.action
    if not isinstance(
        action,
        SetDefault
        | DropDefault
        | SetNotNull
        | DropNotNull
        | AlterType
        | AddIdentity
        | DropIdentity
        | DropExpression,
    ):
        return
    column = relation.columns.get(action.column)
    if column is None:
        return
    match action:
        case SetDefault():
            yield replace(column, default="run_sql", origin=origin)
        case DropDefault() | DropIdentity() | DropExpression():
            yield replace(column, default=None, origin=origin)
        case AddIdentity():
            yield replace(column, default="identity", not_null=True, origin=origin)
        case SetNotNull():
            yield replace(column, not_null=True, origin=origin)
        case DropNotNull():
            yield replace(column, not_null=False, origin=origin)
        case AlterType(type=kind):
            yield replace(column, type=kind)


def constrain(relation: Relation, constraint: TableConstraint, origin: Origin) -> None:
    """Add a constraint: a primary key's columns are NOT NULL for good, a CHECK's while it is there."""
    match constraint:
        case PrimaryKey(columns=columns):
            for name in columns:
                column = relation.columns.get(name)
                if column is not None and not column.not_null:
                    relation.add(replace(column, not_null=True, origin=origin))
        case CheckNotNull(columns=columns, name=name):
            relation.checks[name or f"?{len(relation.checks)}"] = (columns, origin)


def value(kind: ValueKind | None) -> Default | None:
    """Return what a catalog calls a value that DDL gives a column."""
    return "run_sql" if kind == "expression" else kind


def _copied(default: Default | None, like: Like) -> Default | None:
    match default:
        case "identity":
            return default if like.identity else None
        case "generated":
            return default if like.generated else None
        case None:
            return None
        case _:
            return default if like.defaults else None


def _guarded(change: Change) -> bool:
    """Whether a change says itself that it may have been made before."""
    match change.action:
        case CreateTable(guarded=guarded) | AddColumn(guarded=guarded):
            return guarded
        case DropTable() | DropColumn() | DropConstraint() | DropTrigger() | CreateTrigger():
            return True
        case _:
            return False


def _named(change: Change) -> str:
    return f"the table {change.table}" if change.table else "a table whose name could not be read"
