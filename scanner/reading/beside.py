"""What is written outside the tree: the readings of other trees under names of their own, and all as one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from scanner.model.facts import Diagnostic, Sink, Write
from scanner.model.finding import Stats
from scanner.reading.gather import Reading, order, place


def named(wanted: str, taken: Collection[str]) -> str:
    """Return a folder's name to show a tree by; one that is taken gets a number, from 2."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def moved(reading: Reading, name: str) -> Reading:
    """Return a reading with every path below a folder of that name."""
    return replace(
        reading,
        writes=tuple(_write(write, name) for write in reading.writes),
        diagnostics=tuple(_diagnostic(each, name) for each in reading.diagnostics),
        suppressions=tuple(replace(each, path=f"{name}/{each.path}") for each in reading.suppressions),
    )


def together(readings: Sequence[Reading]) -> Reading:
    """Return several readings as one; `seconds` are left to who measures the whole."""
    if len(readings) == 1:
        return readings[0]
    counts = [name for name in Stats.__struct_fields__ if name != "seconds"]
    return Reading(
        writes=tuple(sorted((write for each in readings for write in each.writes), key=order)),
        diagnostics=tuple(sorted({said for each in readings for said in each.diagnostics}, key=place)),
        suppressions=tuple(one for each in readings for one in each.suppressions),
        stats=Stats(**{name: sum(getattr(each.stats, name) for each in readings) for name in counts}),
    )


def _write(write: Write, name: str) -> Write:
    return replace(write, path=f"{name}/{write.path}", sink=_sink(write.sink, name))


def _sink(sink: Sink | None, name: str) -> Sink | None:
    return sink and (replace(sink, path=f"{name}/{sink.path}") if sink.path else sink)


def _diagnostic(diagnostic: Diagnostic, name: str) -> Diagnostic:
    return replace(diagnostic, path=f"{name}/{diagnostic.path}" if diagnostic.path else name)
