"""The functions of a whole tree that write what their caller gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scanner.model.facts import Sink
from scanner.model.statement import Operation, Unread
from scanner.model.template import Template

MAX_SINKS = 500
_ORDER: tuple[Operation, ...] = ("upsert", "insert", "copy", "merge", "update", "delete", "truncate")

_Place = tuple[str, str | None, int | None]
"""A function: its name, and where it is defined."""


def learnt(sinks: Iterable[Sink]) -> tuple[Sink, ...]:
    """Return one sink for each function, the widest operation first, in a fixed order.

    A function that writes several tables of its own choice is no helper for any of them.
    """
    best: dict[_Place, Sink] = {}
    tables: defaultdict[_Place, set[str]] = defaultdict(set)
    for sink in sorted(sinks, key=lambda each: (_ORDER.index(each.operation), isinstance(each.row, Unread))):
        place = (sink.name, sink.path, sink.line)
        best.setdefault(place, sink)
        if isinstance(sink.table, Template):
            tables[place].add(sink.table.literal or "")
    kept = [sink for place, sink in best.items() if len(tables[place]) < 2]
    ordered = sorted(kept, key=lambda each: (each.name, each.path or "", each.line or 0))
    return tuple(ordered[:MAX_SINKS])
