"""Catalogs kept in the cache, for as long as nothing that they were made of has changed.

What a catalog hangs on is only known once it is made: the files that were read and the searches that
were made. So a project keeps a few of these traces, the newest first; the catalog of the first one
whose every question the snapshots at hand answer alike is taken.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from scanner.adapters.cache import Cache
from scanner.adapters.interpreter import SitePackages
from scanner.adapters.recording import Asked, RecordingSnapshot
from scanner.model.catalog import Catalog
from scanner.model.snapshot import Snapshot

KEPT = 6
"""How many states of a project are kept."""

_Value = TypeVar("_Value")

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


class Slot(Generic[_Value]):
    """One entry of the cache, of one type: what is kept last replaces what was kept before."""

    def __init__(self, cache: Cache, kind: type[_Value], *name: str) -> None:
        """Describe the entry for what all of these names tell apart."""
        self._cache = cache
        self._kind = kind
        self._name = cache.name(kind.__name__, *name)

    def last(self) -> _Value | None:
        """Return what was kept last."""
        return self._cache.load(self._kind, self._name)

    def keep(self, value: _Value) -> None:
        """Keep a value for later runs."""
        self._cache.keep(self._name, value)


class Catalogs:
    """The catalogs of one run, made of trees and of the packages of an interpreter.

    `asked` is what those that were given out asked of the packages.
    """

    def __init__(self, cache: Cache | None, packages: Sequence[SitePackages] = ()) -> None:
        """Nothing has been asked yet; without a cache each catalog is made anew, of the same files."""
        self._cache = cache
        self._packages = packages
        self._used = False
        self.asked: list[tuple[Asked, ...]] = []

    def kept(self, project: str, snapshot: Snapshot, make: Make) -> Catalog:
        """Return what `make` makes of the snapshot; `project` names all else that it depends on."""
        if self._cache is None:
            return self._anew(make, RecordingSnapshot(snapshot), self._recording())
        traces = (self._cache.load(_Traces, self._cache.name("catalogs", project)) or _Traces()).newest_first
        tree, folders = RecordingSnapshot(snapshot), self._recording()
        for name in traces:
            trace = self._cache.load(_Trace, bytes.fromhex(name))
            if trace is not None and tree.answers(trace.tree) and _answer(folders, trace.packages):
                found = self._cache.load(Catalog, bytes.fromhex(trace.entry))
                if found is not None:
                    self.asked.append(trace.packages)
                    return found
        return self._made(self._cache, project, tree.afresh(), make, traces)

    def hold(self, asked: Sequence[tuple[Asked, ...]]) -> bool:
        """Tell whether the packages answer as they did to all that was asked of them."""
        folders = self._recording()
        return all(_answer(folders, each) for each in asked)

    def _made(
        self, cache: Cache, project: str, tree: RecordingSnapshot, make: Make, traces: Sequence[str]
    ) -> Catalog:
        folders = self._recording()
        catalog = self._anew(make, tree, folders)
        asked = (tree.asked(), tuple(folder.asked() for folder in folders))
        entry, own = (cache.name(kind, project, repr(asked)) for kind in ("catalog", "trace"))
        cache.keep(entry, catalog)
        cache.keep(own, _Trace(*asked, entry.hex()))
        others = [each for each in traces if each != own.hex()]
        cache.keep(cache.name("catalogs", project), _Traces((own.hex(), *others[: KEPT - 1])))
        self.asked.append(asked[1])
        return catalog

    def _anew(self, make: Make, tree: RecordingSnapshot, packages: Sequence[RecordingSnapshot]) -> Catalog:
        """Make a catalog; what the one before left behind in circles is given back first."""
        if self._used:
            gc.collect()
        self._used = True
        return make(tree, packages)

    def _recording(self) -> list[RecordingSnapshot]:
        return [RecordingSnapshot(each, each.stamp) for each in self._packages]


def _answer(folders: Sequence[RecordingSnapshot], asked: Sequence[Asked]) -> bool:
    return len(folders) == len(asked) and all(
        folder.answers(each) for folder, each in zip(folders, asked, strict=True)
    )
