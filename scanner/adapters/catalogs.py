"""Catalogs kept in the cache, for as long as nothing that they were made of has changed.

What a catalog hangs on is only known once it is made: the files that were read and the searches that
were made. So a project keeps a few of these traces, the newest first; the catalog of the first one
whose every question the snapshots at hand answer alike is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from scanner.adapters.cache import Cache
from scanner.adapters.interpreter import SitePackages
from scanner.adapters.recording import Asked, RecordingSnapshot
from scanner.model.catalog import Catalog
from scanner.model.snapshot import Snapshot

KEPT = 6
"""How many states of a project are kept."""

Make = Callable[[Snapshot, Sequence[Snapshot]], Catalog]
"""Makes a catalog of a tree and of the packages of an interpreter."""


class _Trace(Struct, frozen=True):
    """What was asked of the tree and of each folder of packages, and the name of what was made of it."""

    tree: Asked
    packages: tuple[Asked, ...]
    entry: str


class _Traces(Struct, frozen=True):
    """The names of the traces."""

    newest_first: tuple[str, ...] = ()


def kept(
    cache: Cache | None, project: str, snapshot: Snapshot, packages: Sequence[SitePackages], make: Make
) -> Catalog:
    """Return what `make` makes of the snapshot; `project` names all else that it depends on.

    Without a cache it is made anew, of the same files.
    """
    recording, folders = _recording(snapshot, packages)
    if cache is None:
        return make(recording, folders)
    place = cache.name("catalogs", project)
    traces = (cache.load(_Traces, place) or _Traces()).newest_first
    for name in traces:
        trace = cache.load(_Trace, bytes.fromhex(name))
        if trace is not None and _answers(recording, folders, trace):
            found = cache.load(Catalog, bytes.fromhex(trace.entry))
            if found is not None:
                return found
    recording, folders = _recording(snapshot, packages)
    catalog = make(recording, folders)
    asked = (recording.asked(), tuple(folder.asked() for folder in folders))
    entry, own = (cache.name(kind, project, repr(asked)) for kind in ("catalog", "trace"))
    cache.keep(entry, catalog)
    cache.keep(own, _Trace(*asked, entry.hex()))
    others = [each for each in traces if each != own.hex()]
    cache.keep(place, _Traces((own.hex(), *others[: KEPT - 1])))
    return catalog


def _recording(
    snapshot: Snapshot, packages: Sequence[SitePackages]
) -> tuple[RecordingSnapshot, list[RecordingSnapshot]]:
    return RecordingSnapshot(snapshot), [RecordingSnapshot(each, each.stamp) for each in packages]


def _answers(tree: RecordingSnapshot, packages: Sequence[RecordingSnapshot], trace: _Trace) -> bool:
    return (
        len(packages) == len(trace.packages)
        and tree.answers(trace.tree)
        and all(folder.answers(asked) for folder, asked in zip(packages, trace.packages, strict=True))
    )
