"""SQLAlchemy Core: `insert(users).values(…)`, `users.update().values(…)`, `delete(User)`.

Source: https://docs.sqlalchemy.org/en/20/core/dml.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.python.chains import chain, sent_with
from grammars.syntax import Call, Library, Pieces, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_OPERATIONS: dict[str, Operation] = {"insert": "insert", "update": "update", "delete": "delete"}
_ALIASES = frozenset(
    f"{prefix}_{verb}"
    for prefix in ("pg", "postgres", "postgresql", "psql", "sa", "sql")
    for verb in _OPERATIONS
)
"""Names that the verbs are imported by."""

_OURS = frozenset(
    {"values", "where", "returning", "on_conflict_do_update", "on_conflict_do_nothing", "from_select"}
)
_BOUND = re.compile(rb"bindparam\(\s*[\"'](\w+)[\"']")
_MODULES = frozenset({"sqlalchemy", "sa", "postgresql", "pg", "sql", "sqlmodel", "pg_dialect"})


def pieces(node: Node) -> Pieces | None:
    """Return the name of a `Table("users", metadata, …)`, or of a light `table("users", column("id"))`."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    arguments = node.child_by_field_name("arguments") if function is not None else None
    if function is None or arguments is None:
        return None
    owner, _, name = (function.text or b"").decode("utf-8", "replace").rpartition(".")
    given = [each for each in arguments.named_children if each.type != "comment"]
    if name != "Table" and (name != "table" or not (owner in _MODULES or _has_columns(given))):
        return None
    return (given[0],) if given and given[0].type == "string" else None


def _has_columns(given: Sequence[Node]) -> bool:
    made = (each.child_by_field_name("function") for each in given if each.type == "call")
    return any(each is not None and (each.text or b"").lower().endswith(b"column") for each in made)


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of `insert(table)`, `table.insert()` and their like."""
    owner, _, name = call.name.rpartition(".")
    operation = _OPERATIONS.get(_imported(name, reader))
    if operation is None:
        return
    steps = chain(call, reader)
    function_like = (not owner or owner in _MODULES) and len(call.positional) == 1 and not call.named
    if function_like:
        table = call.positional[0]
    elif call.receiver is not None and _is_table(call, reader, steps):
        table = call.receiver
    else:
        return
    name_of = _table(table, reader)
    if name_of is not None:
        yield _write(call, reader, operation, name_of, steps)


def _imported(name: str, reader: Reader) -> str:
    """Return what `insert as pg_insert` imports."""
    verb = name.rpartition("_")[2]
    if name in _OPERATIONS or verb not in _OPERATIONS:
        return name
    return verb if re.search(rf"\b{verb} as {name}\b".encode(), reader.source) else name


def _is_table(call: Call, reader: Reader, steps: list[Call]) -> bool:
    """Tell `users.insert()` of a Table from a list's or a session's method of that name."""
    if call.receiver is None or call.receiver.type not in ("identifier", "attribute", "call"):
        return False
    if pieces(reader.resolve(call.receiver)) is not None or (call.receiver.text or b"").endswith(
        b"__table__"
    ):
        return True
    named = {step.name.rpartition(".")[2] for step in steps}
    return bool(named & _OURS) and not call.positional


def _table(node: Node, reader: Reader) -> Template | None:
    """Return a table's name; a mapped class is asked for its `__tablename__`."""
    source = (node.text or b"").decode("utf-8", "replace")
    if node.type == "call":
        return reader.template(node) if pieces(node) is not None else None
    if node.type not in ("identifier", "attribute"):
        return None
    owner = source.removesuffix(".__table__")
    if owner.rpartition(".")[2][:1].isupper():
        return reader.lookup(f"{owner}.__tablename__", node)
    return reader.template(node)


def _write(call: Call, reader: Reader, operation: Operation, table: Template, steps: list[Call]) -> RowCall:
    conflict = next((step for step in steps if step.name.endswith("on_conflict_do_update")), None)
    columns: ColumnList | Unread = ColumnList(())
    if operation != "delete":
        columns = _columns(call, reader, steps)
    return RowCall(
        operation="upsert" if conflict is not None else operation,
        table=table,
        columns=columns,
        site=reader.site(call.at or call.node),
        via=call.name,
        kind="query-builder",
        conflict=_row(conflict.named.get("set_"), reader) if conflict is not None else None,
    )


def _columns(call: Call, reader: Reader, steps: list[Call]) -> ColumnList | Unread:
    for step in steps:
        match step.name.rpartition(".")[2]:
            case "values" if step.named or step.spread:
                return _keywords(step, reader)
            case "values" if step.positional:
                return reader.row(step.positional[0])
            case "from_select" if step.positional:
                return reader.row(step.positional[0])
            case _:
                continue
    rows = sent_with(call, steps, reader)
    if rows is None:
        return Unread("no values are given where it is built")
    return _without(reader.row(rows), frozenset(_conditions(steps)))


def _conditions(steps: list[Call]) -> Iterator[str]:
    """Yield the keys that a statement's conditions take from the rows that it is sent with."""
    for step in steps:
        if step.name.rpartition(".")[2] in ("where", "filter"):
            yield from (name.decode() for name in _BOUND.findall(step.node.text or b""))


def _without(columns: ColumnList | Unread, names: frozenset[str]) -> ColumnList | Unread:
    if isinstance(columns, Unread) or not names:
        return columns
    return replace(
        columns,
        certain=tuple(name for name in columns.certain if name not in names),
        possible=tuple(name for name in columns.possible if name not in names),
    )


def _keywords(step: Call, reader: Reader) -> ColumnList | Unread:
    given = step.node.child_by_field_name("arguments") or step.node
    columns = reader.row(given)
    if isinstance(columns, Unread) or columns.certain or columns.possible or columns.complete:
        return columns
    expression = " ".join((given.text or b"").decode("utf-8", "replace").split())
    return Unread(columns.reason or "its keywords are not known here", expression[:120])


def _row(node: Node | None, reader: Reader) -> ColumnList | None:
    columns = reader.row(node) if node is not None else None
    return columns if isinstance(columns, ColumnList) else None


LIBRARY = Library(
    "sqlalchemy-core",
    sinks=frozenset({"sqlalchemy", "sqlmodel"}),
    common=frozenset(_OPERATIONS) | _ALIASES,
    marks=re.compile(rb"sqlalchemy|sqlmodel"),
    read=read,
)
