"""SQLAlchemy ORM, SQLModel: a mapped class inserts all that it maps, but for what the server fills.

Source: https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html, https://sqlmodel.tiangolo.com, and for
what a flush names https://docs.sqlalchemy.org/en/20/orm/persistence_techniques.html
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.classes import assignments, lineage, text
from grammars.python.expressions import call
from grammars.python.mapped import columns, in_table
from grammars.python.sqlalchemy_core import pieces
from grammars.syntax import Call, Library, Reader, Trail
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Operation, Unread
from scanner.model.template import Template, Text

_BULK: dict[str, Operation] = {"bulk_insert_mappings": "insert", "bulk_update_mappings": "update"}


def declare(trail: Trail, reader: Reader) -> Iterator[RowCall]:
    """Yield a mapped class's INSERT, at its `__tablename__`, `__table__` or `table=True`."""
    owner = next((node for node in reversed(trail) if node.type == "class_definition"), None)
    parent = trail[-2]
    if owner is None:
        return
    value = parent.child_by_field_name("right")
    match text(trail[-1]):
        case "__tablename__" if value is not None and parent.child_by_field_name("left") == trail[-1]:
            if not _in_another_way(owner, text(trail[-1])):
                yield from _insert(owner, reader.template(value), trail[-1], reader)
        case "__table__" if value is not None and parent.child_by_field_name("left") == trail[-1]:
            yield from _of_table(owner, value, trail[-1], reader)
        case "table" if parent.type == "keyword_argument" and text(parent) == "table=True":
            if not any(text(each).startswith("__tablename__") for each in assignments(owner)):
                name = text(owner.child_by_field_name("name")).lower()
                at = reader.site(trail[-1]).at
                yield from _insert(owner, Template((Text(name, at, verbatim=False),)), trail[-1], reader)
        case _:
            return


def _in_another_way(owner: Node, mark: str) -> bool:
    """Return whether a class is a row of another mark: one with its own `__table__`."""
    return mark != "__table__" and any(text(each).startswith("__table__ ") for each in assignments(owner))


def _insert(owner: Node, table: Template, at: Node, reader: Reader) -> Iterator[RowCall]:
    classes, reason = lineage(reader, owner)
    if any(_is_mapped(each) for each in classes[1:]):
        classes, reason = [owner], "the class it derives from has a table of its own"
    bare = any("SQLModel" in text(each.child_by_field_name("superclasses")) for each in classes)
    named = tuple(dict.fromkeys(name for each in classes for name in columns(each, bare=bare)))
    if named:
        listed = ColumnList(named, complete=reason is None, reason=reason)
        yield _write(owner, table, listed, at, reader)


def _is_mapped(owner: Node) -> bool:
    return any(
        text(each).startswith(("__tablename__ ", "__tablename__:")) for each in assignments(owner)
    ) and any(True for _ in columns(owner))


def _of_table(owner: Node, value: Node, at: Node, reader: Reader) -> Iterator[RowCall]:
    made = call(reader.resolve(value))
    if made is not None and made.name.rpartition(".")[2] == "Table" and made.positional:
        listed = ColumnList(tuple(in_table(made)))
        yield _write(owner, reader.template(made.positional[0]), listed, at, reader)


def _write(owner: Node, table: Template, listed: ColumnList, at: Node, reader: Reader) -> RowCall:
    return RowCall(
        operation="insert",
        table=table,
        columns=listed,
        site=reader.site(at),
        via=text(owner.child_by_field_name("name")),
        kind="orm",
    )


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of an imperative mapping, and of rows that are given to a session in bulk."""
    name = made.name.rpartition(".")[2]
    if name == "map_imperatively" and len(made.positional) > 1:
        table = call(reader.resolve(made.positional[1]))
        if table is not None and table.name.rpartition(".")[2] == "Table" and table.positional:
            yield _call(
                made,
                reader,
                "insert",
                reader.template(table.positional[0]),
                ColumnList(tuple(in_table(table))),
            )
    elif (
        name in _BULK and len(made.positional) > 1 and made.positional[0].type in ("identifier", "attribute")
    ):
        target = reader.lookup(f"{text(made.positional[0])}.__tablename__", made.positional[0])
        yield _call(made, reader, _BULK[name], target, reader.row(made.positional[1]))


def _call(
    made: Call, reader: Reader, operation: Operation, table: Template, listed: Columns | Unread
) -> RowCall:
    return RowCall(operation, table, listed, reader.site(made.at or made.node), made.name, "orm")


LIBRARY = Library(
    "sqlalchemy-orm",
    sinks=frozenset({"map_imperatively", "sqlmodel", *_BULK}),
    common=frozenset({"table"}),
    read=read,
    declared=frozenset({"__tablename__", "__table__", "table"}),
    declare=declare,
    pieces=pieces,
)
