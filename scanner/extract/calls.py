"""Calls that write without SQL: configured helpers, and what the grammar's libraries know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Call
from scanner.extract.reader import FileReader
from scanner.extract.texts import executor_of
from scanner.model.facts import RowCall
from scanner.model.options import HelperSpec


def row_calls(
    reader: FileReader, label: str, names: Sequence[tuple[int, int]], helpers: Sequence[HelperSpec]
) -> Iterator[RowCall]:
    """Yield the writes of the calls whose names stand at these bytes."""
    seen: set[int] = set()
    for start, end in names:
        call = _call(reader, start, end)
        if call is None or call.node.id in seen:
            continue
        seen.add(call.node.id)
        name = reader.tree.decode(start, end)
        for helper in helpers:
            if helper.name == name and helper.language in (None, label, reader.tree.grammar.name):
                yield from _helper(reader, call, helper)
        for library in reader.tree.grammar.libraries:
            if name in library.sinks and library.read is not None:
                yield from library.read(call, reader)


def _call(reader: FileReader, start: int, end: int) -> Call | None:
    """Return the call whose called name stands at these bytes."""
    trail = reader.tree.trail_at(start, end)
    if any(node.type in reader.tree.grammar.comments | reader.tree.grammar.strings for node in trail):
        return None
    for node in reversed(trail[-6:]):
        call = reader.tree.grammar.call(node)
        if call is not None and call.at is not None:
            return call if call.at.start_byte <= start and end <= call.at.end_byte else None
    return None


def argument(call: Call, which: int | str) -> Node | None:
    """Return an argument by position or keyword."""
    if isinstance(which, str):
        return call.named.get(which)
    return call.positional[which] if which < len(call.positional) else None


def _helper(reader: FileReader, call: Call, helper: HelperSpec) -> Iterator[RowCall]:
    table, row = argument(call, helper.table), argument(call, helper.row)
    if table is None or row is None:
        return
    site = reader.site(call.at or call.node)
    yield RowCall(
        operation="insert",
        table=reader.template(table),
        columns=reader.row(row),
        site=site,
        via=helper.name,
        kind="helper",
        executor=executor_of(reader.path, [call]),
    )
