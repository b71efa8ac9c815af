"""Bulk loads without SQL: asyncpg's and psycopg2's COPY calls, pandas' `to_sql`.

Source: https://magicstack.github.io/asyncpg/current/api/index.html,
https://www.psycopg.org/docs/cursor.html#cursor.copy_from,
https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.to_sql.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Operation, Positional, Unread
from scanner.model.template import Template, Text

_CHANGES = r"\bframe\.(?:columns\s*=|insert\(|pop\(|update\(|\w+\([^)]*\binplace\b)|\bdel\s+frame\["
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
    return _frame(call, reader) if call.name.endswith("to_sql") else Positional()


def _frame(call: Call, reader: Reader) -> ColumnList | Unread:
    """Return the columns of a data frame that is made in the same function, with its index."""
    unknown = Unread("the columns are those of the data frame")
    frame = call.receiver
    if frame is None or (frame.type == "identifier" and _changes(frame, reader)):
        return unknown
    columns, index = reader.row(frame), call.named.get("index")
    if isinstance(columns, Unread) or (index is not None and index.type not in ("true", "false")):
        return unknown
    if index is not None and index.type == "false":
        return columns
    label = call.named.get("index_label")
    name = "index" if label is None else reader.template(label).literal
    return unknown if name is None else replace(columns, certain=(name, *columns.certain))


def _changes(frame: Node, reader: Reader) -> bool:
    """Return whether the function changes which columns a frame has by other means than `frame["x"] = …`."""
    name = (frame.text or b"").decode("utf-8", "replace")
    changed = _CHANGES.replace("frame", re.escape(name)).encode()
    scopes = [each for each in reader.trail(frame) if each.type in ("module", "function_definition")]
    return re.search(changed, scopes[-1].text or b"") is not None


LIBRARY = Library("bulk", sinks=frozenset(_TABLES), read=read)
