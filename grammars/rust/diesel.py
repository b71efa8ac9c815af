"""diesel: `insert_into(users::table).values((name.eq(x), …))`, `update(users).set(…)`, `delete(users)`.

Source: https://docs.diesel.rs/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from tree_sitter import Node

from grammars.rust.chain import Step, steps
from grammars.rust.diesel_rows import row
from grammars.rust.diesel_tables import table
from grammars.rust.expressions import children, text
from grammars.rust.items import attributes, item, plain, type_of
from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_OPERATIONS: dict[str, Operation] = {
    "insert_into": "insert",
    "insert_or_ignore_into": "insert",
    "replace_into": "upsert",
    "update": "update",
    "delete": "delete",
}


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of one `insert_into`, `update`, `delete` or `save_changes`."""
    last = re.split(r"::|\.", call.name)[-1]
    if last == "save_changes" and call.receiver is not None:
        yield from _saved(call, call.receiver, reader)
        return
    operation = _OPERATIONS.get(last)
    values = call.positional
    if operation is None or len(values) != 1 or not _is_diesel(call, last):
        return
    chain = steps(reader, call.node)
    target = table(reader, values[0])
    if last == "insert_into" and call.receiver is not None:
        if target.literal is None:
            return
        yield _write(reader, call, operation, target, row(reader, call.receiver, "Insertable"), chain)
    elif operation == "delete":
        if any(
            step.name.startswith(("execute", "get_result", "load", "returning", "filter")) for step in chain
        ):
            yield _write(reader, call, operation, target, ColumnList(()), chain)
    else:
        columns = _columns(reader, chain, operation)
        if columns is not None:
            yield _write(reader, call, operation, target, columns, chain)


def _is_diesel(call: Call, last: str) -> bool:
    """Tell diesel's own functions from methods and other paths that end in the same name."""
    return last == "insert_into" or call.name in (last, f"diesel::{last}", f"dsl::{last}")


def _columns(reader: Reader, chain: list[Step], operation: Operation) -> ColumnList | Unread | None:
    for index, step in enumerate(chain):
        given = step.arguments[0] if step.arguments else None
        if operation == "update" and step.name == "set" and given is not None:
            return row(reader, given, "AsChangeset")
        if operation != "update" and step.name == "default_values":
            return ColumnList(())
        if operation != "update" and step.name == "values" and given is not None:
            later = chain[index + 1].name if index + 1 < len(chain) else ""
            listed = chain[index + 1].arguments if later == "into_columns" else ()
            return _listed(listed[0]) if listed else row(reader, given, "Insertable")
    return None


def _listed(given: Node) -> ColumnList:
    columns = children(given) if given.type == "tuple_expression" else [given]
    return ColumnList(tuple(plain(text(each).rsplit("::", 1)[-1]) for each in columns))


def _write(
    reader: Reader,
    call: Call,
    operation: Operation,
    target: Template,
    columns: ColumnList | Unread,
    chain: list[Step],
) -> RowCall:
    names = [step.name for step in chain]
    conflict = None
    if "do_update" in names:
        sets = [step for step in chain[names.index("do_update") :] if step.name == "set" and step.arguments]
        changed = row(reader, sets[0].arguments[0], "AsChangeset") if sets else None
        conflict = changed if isinstance(changed, ColumnList) else ColumnList((), complete=False)
        operation = "upsert"
    site = reader.site(call.at or call.node)
    end = (chain[-1].node if chain else call.node).end_point[0] + 1
    return RowCall(
        executor="mysql" if call.name.endswith(("replace_into", "or_ignore_into")) else "unknown",
        operation=operation,
        table=target,
        columns=columns,
        site=replace(site, end_line=end),
        via=call.name,
        kind="orm",
        conflict=conflict,
    )


def _saved(call: Call, receiver: Node, reader: Reader) -> Iterator[RowCall]:
    """Read `changes.save_changes(connection)`: an UPDATE with the struct's fields."""
    name = type_of(reader, receiver)
    struct = item(reader, receiver, name) if name else None
    if struct is not None and any("table_name" in each for each in attributes(struct)):
        yield _write(
            reader, call, "update", table(reader, receiver), row(reader, receiver, "AsChangeset"), []
        )


LIBRARY = Library(
    "diesel",
    sinks=frozenset({"diesel", "insert_into", "insert_or_ignore_into", "replace_into", "save_changes"}),
    read=read,
    marks=re.compile(rb"diesel"),
    common=frozenset({"update", "delete"}),
)
