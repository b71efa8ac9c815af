"""What was read of a file, kept by its content in the user's cache folder; a project's catalogs too.

An entry's name is a digest of everything that its value depends on, so that none is ever stale;
one that is damaged is read again. Entries hold table and column names and places, no source text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from scanner.adapters import codec
from scanner.adapters.store import Store

FILE = "cache.sqlite3"
_VALUE, _ALIAS = b":", b"="

_Value = TypeVar("_Value")


def folder() -> Path:
    """Return the user's cache folder of this tool, by each system's convention."""
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "external-writers"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "external-writers"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "external-writers" / "Cache"
    return Path.home() / ".cache" / "external-writers"


@cache
def store(folder: Path, warn: Callable[[str], None]) -> Store:
    """Return the entries that a folder holds: the same for all who ask."""
    return Store(folder / FILE, warn)


class _Nothing:
    """A store that keeps nothing."""

    holds_any = False

    def get(self, _: bytes) -> None:
        return None

    def touch(self, name: bytes) -> None: ...

    def put(self, name: bytes, value: bytes) -> None: ...

    def save(self) -> None: ...


class Cache:
    """The entries of one version of the tool; each value is decoded once.

    Once something is `lost` that another run may not lose, nothing is to be kept that hangs on all of a run.
    """

    lost = False

    def __init__(self, store: Store | _Nothing, version: bytes) -> None:
        """Keep entries in the store; `version` tells everything that all of them depend on."""
        self._store = store
        self._version = blake2b(version, digest_size=20).digest()
        self._decoded: dict[bytes, Any] = {}
        self._last: list[Callable[[], None]] = []

    @property
    def holds_any(self) -> bool:
        """Whether there can be any entry."""
        return self._store.holds_any

    def empty(self) -> Cache:
        """Return a cache that gives the same names and holds nothing; it can be sent to another machine."""
        found = Cache(_Nothing(), b"")
        found._version = self._version
        return found

    def name(self, *parts: str) -> bytes:
        """Return the name of the entry for what all of these tell apart."""
        return blake2b(repr(parts).encode(), key=self._version, digest_size=20).digest()

    def load(self, kind: type[_Value], name: bytes) -> _Value | None:
        """Return an entry of that type, None when it is missing or damaged."""
        data = self._store.get(name)
        if data is not None and data.startswith(_ALIAS):
            name = data[len(_ALIAS) :]
            data = self._store.get(name)
        if data is None or not data.startswith(_VALUE):
            return None
        if name not in self._decoded:
            try:
                self._decoded[name] = codec.load(kind, data[len(_VALUE) :])
            except (ValueError, RecursionError):
                return None
        found = self._decoded[name]
        return found if isinstance(found, kind) else None

    def holds(self, name: bytes) -> bool:
        """Tell whether there is an entry of that name."""
        return self._store.get(name) is not None

    def load_bytes(self, name: bytes) -> bytes | None:
        """Return an entry that `keep_bytes` has kept."""
        data = self._store.get(name)
        return data[len(_VALUE) :] if data is not None and data.startswith(_VALUE) else None

    def keep_bytes(self, name: bytes, data: bytes) -> None:
        """Keep bytes as they are."""
        self.put(name, _VALUE + data)

    def touch(self, name: bytes) -> None:
        """Let an entry count as used."""
        self._store.touch(name)

    def keep(self, name: bytes, value: object) -> None:
        """Keep an entry."""
        self.put(name, encoded(value))

    def put(self, name: bytes, data: bytes) -> None:
        """Keep an entry that `encoded` or `alias` made."""
        self._decoded.pop(name, None)
        self._store.put(name, data)

    def before_saving(self, last: Callable[[], None]) -> None:
        """Call a function before each save, for what it may have to keep."""
        self._last.append(last)

    def save(self) -> None:
        """Write what is kept for later runs."""
        for last in self._last:
            last()
        self._store.save()


def encoded(value: object) -> bytes:
    """Return what `Cache.put` takes for a value."""
    return _VALUE + codec.dump(value)


def alias(name: bytes) -> bytes:
    """Return what `Cache.put` takes for an entry that is the same as that of another name."""
    return _ALIAS + name
