"""Catalogs kept in the cache, for as long as nothing that they were made of has changed.

What a catalog hangs on is only known once it is made: the files that were read and the searches that
were made. So a project keeps a few of these traces, the newest first; the catalog of the first one
whose every question the snapshot at hand answers alike is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanner.adapters.cache import Cache
from scanner.adapters.recording import Asked, RecordingSnapshot
from scanner.model.catalog import Catalog
from scanner.model.snapshot import Snapshot

KEPT = 6
"""How many states of a project are kept."""


@dataclass(frozen=True, slots=True)
class _Trace:
    asked: Asked
    entry: str


@dataclass(frozen=True, slots=True)
class _Traces:
    newest_first: tuple[_Trace, ...] = ()


def kept(
    cache: Cache | None, project: str, snapshot: Snapshot, make: Callable[[Snapshot], Catalog]
) -> Catalog:
    """Return what `make` makes of the snapshot; `project` names all else that it depends on.

    Without a cache it is made anew, of the same files.
    """
    recording = RecordingSnapshot(snapshot)
    if cache is None:
        return make(recording)
    place = cache.name("catalogs", project)
    traces = (cache.load(_Traces, place) or _Traces()).newest_first
    for trace in traces:
        if recording.answers(trace.asked) and (found := cache.load(Catalog, bytes.fromhex(trace.entry))):
            return found
    recording = RecordingSnapshot(snapshot)
    catalog = make(recording)
    asked = recording.asked()
    entry = cache.name("catalog", project, repr(asked))
    cache.keep(entry, catalog)
    others = [trace for trace in traces if trace.entry != entry.hex()]
    cache.keep(place, _Traces((_Trace(asked, entry.hex()), *others[: KEPT - 1])))
    return catalog
