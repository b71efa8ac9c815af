"""diesel: `insert_into(users::table).values((name.eq(x), …))`, `update(users).set(…)`, `delete(users)`.

Source: https://docs.diesel.rs/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from grammars.rust.chain import Step, steps
from grammars.rust.diesel_rows import TABLE_NAME, row
from grammars.rust.expressions import callee, children, text
from grammars.rust.items import attributes, item, known, plain, type_of, unknown
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
_SQL_NAME = re.compile(r"sql_name\s*=\s*\"([^\"]*)\"")


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of one `insert_into`, `update`, `delete` or `save_changes`."""
    last = re.split(r"::|\.", call.name)[-1]
    if last == "save_changes" and call.receiver is not None:
        yield from _saved(call, call.receiver, reader)
        return
    operation = _OPERATIONS.get(last)
    values = call.positional
    if operation is None or len(values) != 1:
        return
    chain = steps(reader, call.node)
    table = _table(reader, values[0])
    if last == "insert_into" and call.receiver is not None:
        yield _write(reader, call, operation, table, row(reader, call.receiver, "Insertable"), chain)
    elif operation == "delete":
        if any(
            step.name.startswith(("execute", "get_result", "load", "returning", "filter")) for step in chain
        ):
            yield _write(reader, call, operation, table, ColumnList(()), chain)
    else:
        columns = _columns(reader, chain, operation)
        if columns is not None:
            yield _write(reader, call, operation, table, columns, chain)


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
    table: Template,
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
        operation=operation,
        table=table,
        columns=columns,
        site=replace(site, end_line=end),
        via=call.name,
        kind="query-builder",
        conflict=conflict,
    )


def _saved(call: Call, receiver: Node, reader: Reader) -> Iterator[RowCall]:
    """Read `changes.save_changes(connection)`: an UPDATE with the struct's fields."""
    name = type_of(reader, receiver)
    struct = item(reader, receiver, name) if name else None
    if struct is not None and any("table_name" in each for each in attributes(struct)):
        yield _write(
            reader, call, "update", _table(reader, receiver), row(reader, receiver, "AsChangeset"), []
        )


def _table(reader: Reader, node: Node) -> Template:
    """Return the table of `users`, `users::table`, `users.filter(…)` or of a struct that names one."""
    whole = node
    while True:
        if node.type == "call_expression":
            function, _ = callee(node)
            base = function.child_by_field_name("value") if function is not None else None
            if base is None:
                return unknown(reader, whole)
            node = base
        elif node.type in ("reference_expression", "parenthesized_expression", "unary_expression"):
            node = children(node)[-1]
        else:
            break
    path = [plain(part) for part in re.split(r"\s*::\s*", text(node)) if part]
    if path[-1:] == ["table"] and len(path) > 1:
        return known(reader, _declared(reader, path[-2]), node)
    struct = type_of(reader, node)
    if struct is not None:
        owner = item(reader, node, struct)
        named = (
            next((m[1] for each in attributes(owner) if (m := TABLE_NAME.search(each))), None)
            if owner
            else None
        )
        return known(reader, _declared(reader, named), node) if named else unknown(reader, node)
    resolved = reader.resolve(node) if node.type == "identifier" else node
    if resolved.id != node.id and resolved.type in ("scoped_identifier", "call_expression"):
        return _table(reader, resolved)
    if node.type not in ("identifier", "scoped_identifier") or not path[-1][:1].islower():
        return unknown(reader, node)
    return known(reader, _declared(reader, path[-1]), node)


def _declared(reader: Reader, name: str) -> str:
    """Return a table's database name by the file's own `table!`, which may give a schema or another name."""
    pattern = rb"((?:#\[sql_name\s*=\s*\"[^\"]*\"\]\s*)?)(?:(\w+)\.)?%s\s*\([^)]*\)\s*\{" % re.escape(
        name.encode()
    )
    for block in re.finditer(rb"table!\s*[{(]", reader.source):
        match = re.compile(rb"\s*(?:use [^;]*;\s*|//[^\n]*\n\s*)*" + pattern).match(
            reader.source, block.end()
        )
        if match:
            sql_name = _SQL_NAME.search(match[1].decode("utf-8", "replace"))
            shown = sql_name[1] if sql_name else name
            return f"{match[2].decode()}.{shown}" if match[2] else shown
    return name


LIBRARY = Library(
    "diesel",
    sinks=frozenset(
        {
            "insert_into",
            "insert_or_ignore_into",
            "replace_into",
            "diesel::update",
            "diesel::delete",
            "save_changes",
        }
    ),
    read=read,
)
