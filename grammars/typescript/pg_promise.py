"""pg-promise's query generation: `pgp.helpers.insert(rows, columns, 'table')`, ColumnSet.

Source: https://vitaly-t.github.io/pg-promise/helpers.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Entry, Library, Reader
from grammars.typescript import chain
from grammars.typescript.expressions import entries
from grammars.typescript.nodes import bare, called, named, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the statement that `helpers.insert` or `helpers.update` makes."""
    name, given = text(call.at), call.positional
    if call.at is None or call.name not in ("helpers.insert", "helpers.update") or not given:
        return
    columns_given = bare(reader.resolve(bare(given[1]))) if len(given) > 1 else None
    table_given = given[2] if len(given) > 2 else None
    columns: ColumnList | Unread = reader.row(given[0])
    if columns_given is not None and _is_set(columns_given):
        listed = named(columns_given.child_by_field_name("arguments"))
        table_given = table_given or (_table(listed[1]) if len(listed) > 1 else None)
        columns = _columns(reader, listed[0]) if listed else columns
    elif columns_given is not None and columns_given.type == "array":
        columns = _columns(reader, columns_given)
    operation: Operation = "insert" if name == "insert" else "update"
    write = chain.write(reader, operation, _relation(reader, table_given), columns, call.at)
    yield replace(write, via=call.name)


def _is_set(node: Node) -> bool:
    constructor = node.child_by_field_name("constructor")
    return constructor is not None and called(constructor).endswith("ColumnSet")


def _table(options: Node) -> Node | None:
    listed = entries(bare(options)) or ()
    return next((entry.value for entry in listed if isinstance(entry, Entry) and entry.key == "table"), None)


def _relation(reader: Reader, node: Node | None) -> Template:
    """Return the table of a name, of `{ table, schema }`, or of `new TableName(…)`."""
    if node is None:
        return chain.nothing()
    inner = bare(reader.resolve(bare(node)))
    if inner.type == "new_expression":
        inner = next(iter(named(inner.child_by_field_name("arguments"))), inner)
    table = _table(inner)
    return reader.template(table if table is not None else inner)


def _columns(reader: Reader, node: Node) -> ColumnList | Unread:
    """Return the columns of `['a', '?b', { name: 'c', cnd: true }]`; conditions never reach SET."""
    node = bare(reader.resolve(bare(node)))
    if node.type != "array":
        return reader.row(node)
    names = [_column(reader, bare(item)) for item in named(node)]
    known = tuple(name for name in names if name is not None and not name.startswith("?"))
    return ColumnList(known, complete=None not in names, reason=None if None not in names else _REASON)


_REASON = "a column is made at run time"


def _column(reader: Reader, item: Node) -> str | None:
    listed = [entry for entry in entries(item) or () if isinstance(entry, Entry)]
    values = {entry.key: entry.value for entry in listed if isinstance(entry.key, str)}
    if "cnd" in values:
        return "?"
    name = values.get("name", item if not values else None)
    return reader.template(name).literal if name is not None else None


LIBRARY = Library(
    "pg-promise",
    sinks=frozenset({"helpers.insert", "helpers.update", "ColumnSet"}),
    common=frozenset({"insert", "update"}),
    read=read,
    marks=re.compile(rb"helpers\.(?:insert|update)\(|ColumnSet\b"),
    cues=(b"helpers.", b"ColumnSet"),
)
