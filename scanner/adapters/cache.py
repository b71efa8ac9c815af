"""What was read of a file, kept by its content in the user's cache folder; a project's catalogs too.

An entry's name is a digest of everything that its value depends on, so that none is ever stale;
one that is damaged is read again. Entries hold table and column names and places, no source text.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from scanner.adapters import codec
from scanner.model.facts import Known
from scanner.model.outcome import FileWrites

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


def own_digest(packages: Iterable[Path]) -> bytes:
    """Return a digest of this tool: its source below these folders, its parsers' versions, Python's."""
    digest = blake2b(repr(sys.version_info).encode(), digest_size=16)
    for package in packages:
        for file in sorted([*package.rglob("*.py"), *package.rglob("*.json")]):
            digest.update(file.read_bytes())
    import tree_sitter

    installed = Path(tree_sitter.__file__).parent.parent
    digest.update(repr(sorted(path.name for path in installed.glob("tree_sitter*.dist-info"))).encode())
    return digest.digest()


class Cache:
    """The entries of one version of the tool."""

    def __init__(self, folder: Path, version: bytes) -> None:
        """Keep entries in `folder`; `version` tells everything that all of them depend on."""
        self._version = blake2b(version, digest_size=20).digest()
        self._folder = folder / self._version.hex()

    def key(self, path: str, content: bytes, known: Known) -> str:
        """Return the name of the entry for a file, read with that known of others.

        Its path counts, as it tells test code.
        """
        digest = blake2b(path.encode("utf-8", "surrogateescape"), key=self._version, digest_size=20)
        digest.update(b"\0" + repr(known).encode("utf-8", "backslashreplace") + b"\0" + content)
        return digest.hexdigest()

    def name(self, *parts: str) -> str:
        """Return the name of the entry for anything else, which all of these tell apart."""
        return blake2b(repr(parts).encode(), key=self._version, digest_size=20).hexdigest()

    def get(self, key: str) -> FileWrites | None:
        """Return what a file writes, None when that entry is missing or damaged."""
        return self.load(FileWrites, key)

    def load(self, kind: type[_Value], key: str) -> _Value | None:
        """Return an entry of that type, None when it is missing or damaged."""
        with suppress(OSError, ValueError, RecursionError):
            return codec.load(kind, self._place(key).read_bytes())
        return None

    def drop(self, key: str) -> None:
        """Forget an entry, if there is one."""
        with suppress(OSError):
            self._place(key).unlink()

    def put(self, key: str, value: object) -> None:
        """Keep an entry: whole or not at all, also when others write it; a full disk is no error."""
        place = self._place(key)
        with suppress(OSError):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=place.parent)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
                file.write(codec.dump(value))
            Path(name).replace(place)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
