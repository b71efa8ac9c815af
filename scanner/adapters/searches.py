"""What searches found in files that git names the content of, kept for as long as those files stay.

A listing is kept as an anchor: git's lines of all files that were on disk as the index has them. What a
search found in these holds in every later listing, in any clone, for the lines that are still the same;
only the other files have to be searched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from scanner.adapters.cache import Cache
from scanner.adapters.index import Entries, decoded, name_of, path_of

KEPT = 8
"""How many anchors are kept."""

FAR = 500
"""So many lines that differ from an anchor are reason for a new one."""


class Anchor(Struct, frozen=True):
    """A listing by the digest of its lines, and the folder where it was made."""

    folder: str
    lines: str


class Anchors(Struct, frozen=True):
    """The listings that are kept."""

    newest_first: tuple[Anchor, ...] = ()


class Found(Struct, frozen=True):
    """The files of an anchor that match, and those that were not looked into."""

    matching: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class Recalled(Struct, frozen=True):
    """Listed files that are known to match, and those of which nothing is known."""

    matching: frozenset[str]
    unknown: frozenset[str]


class _Near(Struct, frozen=True):
    """An anchor; the listed files that it has not, and its own that are not listed, with their objects."""

    anchor: Anchor
    new: frozenset[str] = frozenset()
    gone: Mapping[str, str] = {}


class Searches:
    """The searches of one listing."""

    def __init__(
        self, cache: Cache, root: Path, entries: Entries, changed: Callable[[], Collection[str] | None]
    ) -> None:
        """Describe the listing; `changed` tells which of its files have changed since, if git does."""
        self._cache = cache
        self._folder = os.fspath(root)
        self._entries = entries
        self._changed = changed
        self._recalled: dict[tuple[str, ...], frozenset[str]] = {}
        self._made: dict[tuple[str, ...], frozenset[str]] = {}
        self._known: dict[tuple[str, ...], Recalled] = {}
        cache.before_saving(self._keep)

    def recall(self, pattern: str, suffixes: Collection[str]) -> Recalled | None:
        """Return what is known of a search, None when nothing is."""
        near, found = self._nearest, self._found(_asked(pattern, suffixes))
        if near is None or found is None:
            return None
        gone = near.gone.keys()
        return Recalled(found.matching - gone, near.new | (found.unknown - gone))

    def matched(self, pattern: str, suffixes: Collection[str], path: str, name: str) -> bool | None:
        """Tell whether a file matched that was listed with that object once; None where that is not known."""
        if self._nearest is None or self._nearest.gone.get(path) != name:
            return None
        found = self._found(_asked(pattern, suffixes))
        return None if found is None or path in found.unknown else path in found.matching

    def note(self, pattern: str, suffixes: Collection[str], matching: Set[str], *, recalled: bool) -> None:
        """Take down which of the listed files match; most of it may have been recalled."""
        (self._recalled if recalled else self._made)[_asked(pattern, suffixes)] = frozenset(matching)

    def _found(self, asked: tuple[str, ...]) -> Recalled | None:
        """Return what the nearest anchor knows of a search."""
        if asked not in self._known and self._nearest is not None:
            found = self._cache.load(Found, self._name(self._nearest.anchor, asked))
            if found is not None:
                self._known[asked] = Recalled(frozenset(found.matching), frozenset(found.unknown))
        return self._known.get(asked)

    def _keep(self) -> None:
        """Keep what was found; a file that has changed in the meantime counts as not looked into."""
        near, made = self._nearest, self._made
        if near is None or len(near.new) > FAR:
            near, made = _Near(Anchor(self._folder, self._digest)), {**self._recalled, **self._made}
        self._recalled, self._made = {}, {}
        told = self._changed() if made else None
        if told is None:
            return
        changed = frozenset(told)
        self._drop(near.anchor)
        listed = self._entries.named.keys()
        unknown = near.gone.keys() | (listed & changed) - near.new
        for asked, matching in made.items():
            known = (listed & matching) - near.new - changed
            found = Found(tuple(sorted(known)), tuple(sorted(unknown)))
            self._cache.keep(self._name(near.anchor, asked), found)

    def _drop(self, anchor: Anchor) -> None:
        """Keep the listing as an anchor, if it is not the one that is kept already."""
        anchors = self._anchors
        if anchor in anchors:
            return
        self._cache.keep_bytes(self._cache.name("listing", anchor.lines), self._entries.joined)
        newest = (anchor, *anchors)[:KEPT]
        self._cache.keep(self._cache.name("listings"), Anchors(newest))

    @property
    def _anchors(self) -> tuple[Anchor, ...]:
        kept = self._cache.load(Anchors, self._cache.name("listings"))
        return kept.newest_first if kept else ()

    @cached_property
    def _nearest(self) -> _Near | None:
        anchors = self._anchors
        same = next((each for each in anchors if each.lines == self._digest), None)
        if same is not None:
            self._cache.touch(self._cache.name("listing", same.lines))
            return _Near(same)
        here = [each for each in anchors if each.folder == self._folder]
        elsewhere = [each for each in anchors if each.folder != self._folder]
        return next(self._comparable([*here, *elsewhere]), None)

    def _comparable(self, anchors: Collection[Anchor]) -> Iterator[_Near]:
        """Yield each anchor that shares more than half of the lines."""
        now = self._entries.lines
        for anchor in anchors:
            new, gone = _difference(now, self._lines(anchor))
            if 2 * len(new) < len(now):
                yield _Near(anchor, frozenset(_objects(new)), _objects(gone))

    def _lines(self, anchor: Anchor) -> list[bytes]:
        joined = self._cache.load_bytes(self._cache.name("listing", anchor.lines))
        return joined.split(b"\0") if joined else []

    @cached_property
    def _digest(self) -> str:
        return blake2b(self._entries.joined, digest_size=20).hexdigest()

    def _name(self, anchor: Anchor, asked: tuple[str, ...]) -> bytes:
        return self._cache.name("search", anchor.lines, *asked)


def _asked(pattern: str, suffixes: Collection[str]) -> tuple[str, ...]:
    return (pattern, *sorted(suffixes))


def _difference(now: Sequence[bytes], then: Sequence[bytes]) -> tuple[set[bytes], set[bytes]]:
    """Return the lines that only one of two lists has; both are in git's order, that of the paths."""
    new, gone = set[bytes](), set[bytes]()
    here, there = 0, 0
    while here < len(now) and there < len(then):
        one, other = now[here], then[there]
        if one == other:
            here, there = here + 1, there + 1
        elif path_of(one) <= path_of(other):
            new.add(one)
            here += 1
        else:
            gone.add(other)
            there += 1
    new.update(now[here:])
    gone.update(then[there:])
    return new - gone, gone - new


def _objects(lines: Iterable[bytes]) -> dict[str, str]:
    """Return each path with its object's name."""
    return {decoded(path_of(line)): name_of(line) for line in lines}
