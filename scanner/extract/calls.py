"""Calls that write without SQL: configured helpers, and what the grammar's libraries know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call
from scanner.extract.arguments import argument
from scanner.extract.columns import merged
from scanner.extract.context import speaks
from scanner.extract.reader import FileReader
from scanner.extract.sinks import believable, sink_of_call
from scanner.extract.texts import executor_of
from scanner.model.facts import Argument, RowCall, Sink
from scanner.model.options import HelperSpec
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Template


def configured(helper: HelperSpec) -> Sink:
    """Return a configured helper as the sink that it declares."""
    return Sink(helper.name, helper.language, _declared(helper.table), (_declared(helper.row),))


def _declared(which: int | str) -> Argument:
    return Argument(keyword=which) if isinstance(which, str) else Argument(which)


def row_calls(
    reader: FileReader, label: str, names: Sequence[tuple[int, int]], sinks: Sequence[Sink]
) -> Iterator[RowCall | Sink]:
    """Yield the writes of the calls whose names stand at these bytes, and the sinks that pass them on."""
    seen: set[int] = set()
    for start, end in names:
        call = _call(reader, start, end)
        if call is None:
            yield from _declared_at(reader, start, end)
        if call is None or call.node.id in seen or speaks(call):
            continue
        seen.add(call.node.id)
        name = reader.tree.decode(start, end)
        known = (_through(reader, call, sink) for sink in sinks if _is_call_of(sink, name, label, reader))
        made = next((each for each in known if each is not None), None)
        if made is not None:
            yield from _made(reader, call, made)
        for library in reader.tree.grammar.libraries:
            if name in library.sinks | library.common and library.read is not None:
                for write in library.read(call, reader):
                    yield from _by_library(reader, call, replace(write, library=library.name))


def _declared_at(reader: FileReader, start: int, end: int) -> Iterator[RowCall]:
    """Yield the write of a mapped class whose marking name stands at these bytes."""
    name, trail = reader.tree.decode(start, end), reader.tree.trail_at(start, end)
    if trail[-1].type in reader.tree.grammar.names:
        for library in reader.tree.grammar.libraries:
            if name in library.declared and library.declare is not None:
                yield from library.declare(trail, reader)


def _by_library(reader: FileReader, call: Call, write: RowCall) -> Iterator[RowCall | Sink]:
    """Yield a library's write, and the sink that it makes of a function which is given the table."""
    dialect = executor_of(reader.path, [call]) if write.executor == "unknown" else write.executor
    yield replace(write, executor=dialect)
    if write.table.literal is None and write.kind != "orm":
        sink = sink_of_call(reader.tree, reader.path, reader.trail(call.node), write)
        if sink is not None:
            yield sink


def _is_call_of(sink: Sink, name: str, label: str, reader: FileReader) -> bool:
    return sink.name == name and sink.language in (None, label, reader.tree.grammar.name)


def _call(reader: FileReader, start: int, end: int) -> Call | None:
    """Return the call whose called name stands at these bytes, the last part of a dotted one."""
    start = max(start, reader.source.rfind(b".", start, end) + 1)
    trail = reader.tree.trail_at(start, end)
    if any(node.type in reader.tree.grammar.comments | reader.tree.grammar.strings for node in trail):
        return None
    for node in reversed(trail[-6:]):
        call = reader.tree.grammar.call(node)
        if call is not None and call.at is not None:
            return call if call.at.start_byte <= start and end <= call.at.end_byte else None
    return None


def _made(reader: FileReader, call: Call, write: RowCall) -> Iterator[RowCall | Sink]:
    """Yield a write and the sink that it makes of the function around it.

    A call that passes on even the table is only a sink: what is written, its own callers say. A call
    that tells neither table nor row says no more than the statement that it reaches.
    """
    sink = sink_of_call(reader.tree, reader.path, reader.trail(call.node), write)
    passes_all = sink is not None and isinstance(sink.table, Argument)
    has_fixed_table = write.sink is not None and isinstance(write.sink.table, Template)
    if not passes_all and not (has_fixed_table and isinstance(write.columns, Unread)):
        yield write
    if sink is not None:
        yield sink


def _through(reader: FileReader, call: Call, sink: Sink) -> RowCall | None:
    """Return what a call of a sink writes."""
    table = _table(reader, call, sink)
    if table is None or not believable(sink, table, reader.path, _owner(reader, call)):
        return None
    columns = _columns(reader, call, sink)
    if columns is None:
        return None
    return RowCall(
        operation=sink.operation,
        table=table,
        columns=columns,
        site=reader.site(call.at or call.node),
        via=sink.name,
        kind="helper",
        executor=executor_of(reader.path, [call]),
        sink=sink if sink.path is not None else None,
    )


def _owner(reader: FileReader, call: Call) -> str:
    """Return the last name of what a method is called on, "" for a function."""
    if call.receiver is None:
        return ""
    return re.split(r"[.>:]", reader.tree.text(call.receiver).rstrip("()?!"))[-1]


def _table(reader: FileReader, call: Call, sink: Sink) -> Template | None:
    if isinstance(sink.table, Template):
        return sink.table
    given = argument(reader.tree, call, sink.table)
    return None if given is None else _of_class(reader, given) or reader.template(given)


def _of_class(reader: FileReader, given: Node) -> Template | None:
    """Return the table of a mapped class, None where nothing tells that it is one."""
    name = reader.tree.grammar.mapped(given)
    if name is None:
        return None
    found = reader.lookup(name, given)
    if found.literal is None:
        reader.elsewhere(name, given)
    return None if found.literal is None else found


def _columns(reader: FileReader, call: Call, sink: Sink) -> ColumnList | Unread | None:
    match sink.row:
        case ColumnList() | Unread():
            return sink.row
        case arguments:
            given = [node for each in arguments if (node := argument(reader.tree, call, each)) is not None]
            return _kept(merged([reader.row(node) for node in given]), sink) if given else None


def _kept(columns: ColumnList | Unread, sink: Sink) -> ColumnList | Unread:
    """Return a row's columns as the sink passes them on."""
    if isinstance(columns, Unread) or not (sink.without or sink.more):
        return columns
    named = dict.fromkeys((*columns.certain, *sink.more))
    return replace(
        columns,
        certain=tuple(name for name in named if name not in sink.without),
        possible=tuple(name for name in columns.possible if name not in sink.without),
    )
