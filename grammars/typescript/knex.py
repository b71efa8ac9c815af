"""Knex's builder: `db('t').insert({…}).onConflict('id').merge()`, `knex.insert(…).into('t')`.

Source: https://knexjs.org/guide/query-builder.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Call, Library, Reader
from grammars.typescript import chain
from grammars.typescript.chain import Step
from grammars.typescript.nodes import bare, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template, Text

_OPERATIONS: dict[str, Operation] = {
    "insert": "insert",
    "batchInsert": "insert",
    "upsert": "upsert",
    "update": "update",
    "increment": "update",
    "decrement": "update",
    "del": "delete",
    "delete": "delete",
    "truncate": "truncate",
}
_HOPS = 5


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a chain that names its table: as its root's argument, or by `into` or `from`."""
    if call.receiver is None or call.at is None:
        return
    name, given = text(call.at), call.positional
    operation = _OPERATIONS.get(name)
    if operation is None:
        return
    if name == "batchInsert":
        if len(given) > 1:
            table = chain.table(reader, given[0])
            yield chain.write(reader, operation, table, reader.row(given[1]), call.at)
        return
    steps = chain.after(call, reader)
    named = _table([*_earlier(call, reader), *reversed(steps)], reader)
    if named is None or not _plausible(name, given):
        return
    columns = _columns(reader, name, given)
    conflict = _merged(reader, steps, columns) if operation == "insert" else None
    if operation == "insert" and conflict is None and _continued(reader, call):
        conflict = ColumnList((), complete=False, reason="more SQL is added to the statement")
    yield chain.write(reader, "upsert" if conflict else operation, named, columns, call.at, conflict)


def _plausible(name: str, given: Sequence[Node]) -> bool:
    """Return whether the arguments fit: `map.delete(key)` is another's method."""
    if name in ("truncate", "del", "delete"):
        return not given or bare(given[0]).type == "array"
    return bool(given)


def _earlier(call: Call, reader: Reader) -> list[Step]:
    """Return the calls that a method is chained to, nearest first, through names and own methods."""
    steps: list[Step] = []
    node = call.receiver
    for _ in range(_HOPS):
        if node is None:
            break
        steps += chain.inside(node)
        begun = list(reader.returned(steps[-1].node)) if steps else []
        start = chain.start(node)
        if not begun and start.type in ("identifier", "member_expression"):
            begun = [each for each in (reader.resolve(start),) if each != start]
        node = begun[0] if begun else None
    return steps


def _columns(reader: Reader, name: str, given: Sequence[Node]) -> ColumnList | Unread:
    first = bare(given[0]) if given else None
    match name:
        case "del" | "delete" | "truncate":
            return chain.none()
        case "increment" | "decrement" | "update" if first is not None and first.type == "string":
            return _one(reader, first, bare(given[1]) if len(given) > 1 else None)
        case _:
            return chain.row(reader, first, "the row is given elsewhere")


def _one(reader: Reader, column: Node, value: Node | None) -> ColumnList | Unread:
    """Read `.update('column', value)`."""
    columns = chain.names(reader, column)
    if isinstance(columns, ColumnList) and value is not None and value.type == "null":
        return ColumnList(columns.certain, nulls=columns.certain)
    return columns


def _table(steps: Sequence[Step], reader: Reader) -> Template | None:
    """Return the table that a chain's steps name, with its schema."""
    begin = [step for step in steps if len(step.arguments) == 1 and _begins(step)]
    target = chain.argument(chain.found(steps, "into", "from", "table", *_begun(begin)))
    if target is None:
        return None
    table = chain.table(reader, target)
    schema = chain.argument(chain.found(steps, "withSchema"))
    if schema is None:
        return table
    dot = Text(".", reader.site(schema).at, verbatim=False)
    return Template((*reader.template(schema).parts, dot, *table.parts))


def _begins(step: Step) -> bool:
    is_named = chain.CONNECTION.fullmatch(step.name) is not None
    return is_named and bare(step.arguments[0]).type != "arrow_function"


def _begun(steps: Sequence[Step]) -> tuple[str, ...]:
    return tuple(step.name for step in steps[-1:])


def _merged(reader: Reader, steps: Sequence[Step], inserted: ColumnList | Unread) -> ColumnList | None:
    """Return what `.merge()` sets: the given row or names, else all that is inserted."""
    merge = chain.found(steps, "merge")
    if merge is None or chain.found(steps, "onConflict") is None:
        return None
    given = chain.argument(merge)
    if given is None:
        columns: ColumnList | Unread = inserted
    else:
        is_row = bare(given).type == "object"
        columns = reader.row(given) if is_row else chain.names(reader, given)
    return columns if isinstance(columns, ColumnList) else ColumnList((), complete=False)


def _continued(reader: Reader, call: Call) -> bool:
    """Return whether the text of `.toQuery()` is continued with ON CONFLICT … DO UPDATE."""
    if not any(chain.each(chain.after(call, reader), "toQuery", "toString", "toSQL")):
        return False
    around = [node for use in chain.held(call, reader) for node in use[-6:-1]]
    return any(_DO_UPDATE.search(node.text or b"") for node in around if node.type == "template_string")


_DO_UPDATE = re.compile(rb"on\s+conflict[^`]*do\s+update", re.IGNORECASE)

_MAKERS = (b"into", b"table", b"db", b"Db", b"rx", b"atabase", b"ransaction", b"onn", b"tx", b"pg")
"""Endings of names that are called with a table."""

LIBRARY = Library(
    "knex",
    sinks=frozenset({"knex", "Knex", "trx", "insert", "batchInsert", "del", "increment", "decrement"}),
    common=frozenset(_OPERATIONS),
    read=read,
    marks=re.compile(rb"(?:%s)(?:<[^()\n]{0,80}>)?\(\s*(?:['\"`]|[\w.]+\s*\))|[kK]nex" % b"|".join(_MAKERS)),
    cues=(b"knex", b"Knex", *(maker + opening for maker in _MAKERS for opening in (b"(", b"<"))),
)
