"""Bulk loads without SQL: asyncpg's and psycopg2's COPY calls, pandas' `to_sql`.

Source: https://magicstack.github.io/asyncpg/current/api/index.html,
https://www.psycopg.org/docs/cursor.html#cursor.copy_from,
https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.to_sql.html
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import Columns, Operation, Positional, Unread
from scanner.model.template import Template, Text

_TABLES = {
    "copy_records_to_table": ("table_name", 0),
    "copy_to_table": ("table_name", 0),
    "copy_from": ("table", 1),
    "to_sql": ("name", 0),
}


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of one bulk call, if its table is given."""
    name = call.name.rpartition(".")[2]
    if name not in _TABLES or call.receiver is None:
        return
    keyword, index = _TABLES[name]
    table = call.named.get(keyword) or (call.positional[index] if index < len(call.positional) else None)
    if table is None or (name == "to_sql" and table.type not in ("string", "identifier", "attribute")):
        return
    operation: Operation = "insert" if name == "to_sql" else "copy"
    yield RowCall(
        operation=operation,
        table=_qualified(reader, table, call.named.get("schema_name") or call.named.get("schema")),
        columns=_columns(call, reader),
        site=reader.site(call.at or call.node),
        via=call.name,
        kind="helper",
    )


def _qualified(reader: Reader, table: Node, schema: Node | None) -> Template:
    name = reader.template(table)
    if schema is None:
        return name
    parts = reader.template(schema).parts
    return Template((*parts, Text(".", parts[-1].at, verbatim=False), *name.parts)) if parts else name


def _columns(call: Call, reader: Reader) -> Columns:
    given = call.named.get("columns")
    if given is not None:
        return reader.row(given)
    if call.name.endswith("to_sql"):
        return Unread("the columns are those of the data frame")
    return Positional()


LIBRARY = Library("bulk", sinks=frozenset(_TABLES), read=read)
