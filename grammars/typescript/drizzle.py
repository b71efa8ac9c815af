"""Drizzle's tables and builder: `db.insert(users).values({…}).onConflictDoUpdate({ set: {…} })`.

Source: https://orm.drizzle.team/docs/insert, https://orm.drizzle.team/docs/sql-schema-declaration
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Decoded, Entry, Library, Pieces, Reader, Setting
from grammars.typescript import chain
from grammars.typescript.chain import Step
from grammars.typescript.expressions import entries
from grammars.typescript.names import is_table
from grammars.typescript.nodes import bare, called, callee, named, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Template


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a chain on a table object."""
    if call.receiver is None or call.at is None or len(call.positional) != 1:
        return
    target, at, steps = bare(call.positional[0]), call.at, chain.after(call, reader)
    if target.type not in ("identifier", "member_expression"):
        return
    table = reader.template(target)
    match text(at):
        case "insert" if (values := chain.found(steps, "values", "select")) is not None:
            columns = _values(reader, values)
            conflict = _conflict(reader, steps)
            write = chain.write(reader, "upsert" if conflict else "insert", table, columns, at, conflict)
        case "update" if (given := chain.found(steps, "set")) is not None:
            columns = chain.row(reader, chain.argument(given), "")
            write = chain.write(reader, "update", table, columns, at)
        case "delete" if chain.found(steps, "where", "returning") or chain.is_connection(call.receiver):
            write = chain.write(reader, "delete", table, chain.none(), at)
        case _:
            return
    yield replace(write, spelt=tuple(_spelt(reader, target, write)))


def _values(reader: Reader, step: Step) -> ColumnList | Unread:
    if step.name == "select":
        return Unread("the columns are those of a SELECT")
    return chain.row(reader, chain.argument(step), "the values are given elsewhere")


def _conflict(reader: Reader, steps: Sequence[Step]) -> ColumnList | None:
    """Return what `.onConflictDoUpdate({ target, set })` sets."""
    step = chain.found(steps, "onConflictDoUpdate", "onDuplicateKeyUpdate")
    given = chain.argument(step)
    if given is None:
        return None
    listed = entries(bare(reader.resolve(bare(given)))) or ()
    for entry in listed:
        if isinstance(entry, Entry) and entry.key == "set" and entry.value is not None:
            columns = reader.row(entry.value)
            return columns if isinstance(columns, ColumnList) else ColumnList((), complete=False)
    return ColumnList((), complete=False)


def _spelt(reader: Reader, table: Node, write: RowCall) -> Iterator[tuple[str, Template]]:
    """Yield the name that the table's definition gives to each column, where it gives one."""
    for columns in (write.columns, write.conflict):
        if isinstance(columns, ColumnList):
            for name in (*columns.certain, *columns.possible):
                yield name, reader.lookup(f"{text(table)}.{name}", table)


def pieces(node: Node) -> Pieces | None:
    """Return the name that `pgTable('users', …)`, or a column's builder in it, gives."""
    if node.type != "call_expression":
        return None
    if (inside := _in_schema(node)) is not None:
        return inside
    first = chain.start(node)
    given = named(first.child_by_field_name("arguments"))
    function = callee(first)
    if function is None:
        return None
    if is_table(called(function)) and given:
        return (given[0],)
    key = _column(node)
    if key is None:
        return None
    is_named = bool(given) and given[0].type in ("string", "template_string")
    return (given[0],) if is_named else (Decoded(text(key), node.start_byte),)


def _in_schema(node: Node) -> Pieces | None:
    """Return the name that `pgSchema('shop')`, or `shopSchema.table('users', …)`, gives.

    The schema is told where its object is made in the same file.
    """
    function, given = callee(node), named(node.child_by_field_name("arguments"))
    if function is None or not given:
        return None
    if text(function) in ("pgSchema", "mysqlSchema"):
        return (given[0],)
    schema = function.child_by_field_name("object")
    if schema is None or not called(function).lower().endswith("schema.table"):
        return None
    if not re.search(rf"\b{re.escape(text(schema))} = pgSchema\(", _file(node)):
        return (given[0],)
    return (schema, Decoded(".", schema.end_byte), given[0])


def _file(node: Node) -> str:
    while node.parent is not None:
        node = node.parent
    return text(node)


def _column(node: Node) -> Node | None:
    """Return the key that a column's builder is the value of, None where it is none."""
    pair = node.parent
    columns = pair.parent if pair is not None and pair.type == "pair" else None
    arguments = columns.parent if columns is not None and columns.type == "object" else None
    table = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = callee(table) if table is not None else None
    is_column = function is not None and is_table(called(function))
    return pair.child_by_field_name("key") if pair is not None and is_column else None


LIBRARY = Library(
    "drizzle",
    sinks=frozenset({"drizzle", "insert"}),
    common=frozenset({"update", "delete"}),
    read=read,
    pieces=pieces,
    marks=re.compile(
        rb"drizzle|pgTable|sqliteTable|mysqlTable"
        rb"|\.(?:insert|update|delete)\([\w.\s]+\)\s*\.(?:values|set|where|returning)\("
    ),
    folds=Setting(b"casing", re.compile(rb"\bcasing\s*:\s*['\"]snake_case")),
    cues=(b"drizzle", b"pgTable", b"eTable", b"lTable", b".insert(", b".update(", b".delete("),
)
