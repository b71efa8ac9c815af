"""Sequelize's query interface, and its models where the file tells their table.

Source: https://sequelize.org/docs/v6/other-topics/query-interface/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Decoded, Entry, Library, Pieces, Reader
from grammars.typescript import chain, decorators
from grammars.typescript.expressions import entries
from grammars.typescript.nodes import bare, called, callee, named, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread

_INTERFACE: dict[str, tuple[Operation, int, int | None]] = {
    "bulkInsert": ("insert", 0, 1),
    "bulkUpdate": ("update", 0, 1),
    "bulkDelete": ("delete", 0, None),
    "insert": ("insert", 1, 2),
    "upsert": ("upsert", 0, 1),
}
"""Methods of QueryInterface: what they do, and which arguments are the table and the row."""

_MODEL: dict[str, Operation] = {
    "create": "insert",
    "bulkCreate": "insert",
    "upsert": "upsert",
    "update": "update",
    "destroy": "delete",
}


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a query interface's or a model's method."""
    if call.receiver is None or call.at is None:
        return
    name, given = text(call.at), call.positional
    owner = called(call.receiver).rsplit(".", 1)[-1]
    if re.fullmatch(r"\w*[qQ]ueryInterface|getQueryInterface", owner) and name in _INTERFACE:
        operation, table, row = _INTERFACE[name]
        if table < len(given):
            columns = chain.none() if row is None else _row(reader, given, row)
            relation = chain.table(reader, _relation(given[table]))
            yield chain.write(reader, operation, relation, columns, call.at)
    elif name in _MODEL and owner[:1].isupper() and call.receiver.type == "identifier":
        yield from _of_model(call, reader, _MODEL[name])


def _row(reader: Reader, given: tuple[Node, ...], index: int) -> ColumnList | Unread:
    return chain.row(reader, given[index] if index < len(given) else None, "the row is given elsewhere")


def _relation(node: Node) -> Node:
    """Return the table's name out of `{ tableName: 'users', schema: 'shop' }`."""
    for entry in entries(bare(node)) or ():
        if isinstance(entry, Entry) and entry.key == "tableName" and entry.value is not None:
            return entry.value
    return node


def _of_model(call: Call, reader: Reader, operation: Operation) -> Iterator[RowCall]:
    assert call.receiver is not None
    assert call.at is not None
    model = text(call.receiver)
    table = reader.lookup(model, call.at)
    if table.literal is None:
        return
    columns = chain.none() if operation == "delete" else _row(reader, call.positional, 0)
    yield replace(chain.write(reader, operation, table, columns, call.at), kind="orm")


def pieces(node: Node) -> Pieces | None:
    """Return the table that `sequelize.define('user', …, { tableName })` or `@Table({ tableName })` names."""
    function = callee(node) if node.type == "call_expression" else None
    if function is None:
        return None
    name = called(function).rsplit(".", 1)[-1]
    is_declared = name == "Table" and node.parent is not None and node.parent.type == "decorator"
    if not is_declared and (name != "define" or len(named(node.child_by_field_name("arguments"))) < 2):
        return None
    table = decorators.option(node, "tableName")
    if table is not None:
        schema = decorators.option(node, "schema")
        return (table,) if schema is None else (schema, Decoded(".", node.start_byte), table)
    return None


LIBRARY = Library(
    "sequelize",
    sinks=frozenset({"bulkInsert", "bulkUpdate", "bulkDelete", "bulkCreate", "queryInterface", "sequelize"}),
    common=frozenset({*_INTERFACE, *_MODEL}),
    read=read,
    pieces=pieces,
    marks=re.compile(rb"[sS]equelize|[qQ]ueryInterface"),
    cues=(b"equelize", b"ueryInterface"),
)
