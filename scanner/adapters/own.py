"""What tells this tool from every other version of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from scanner.adapters.stamp import Stamp, is_young, stamp
from scanner.adapters.store import Store


def version(packages: Iterable[Path], store: Store | None = None) -> bytes:
    """Return a digest of the source below these folders, of the parsers' versions, and of Python's.

    Files that are as old as they were when the store took them down are not read.
    """
    now, parsers = time.time_ns(), _parsers()
    files = sorted(each for package in packages for each in _files(os.fspath(package)))
    stamps = [*files, (os.fspath(parsers), stamp(parsers.stat()))]
    name = _digest(repr((sys.version, stamps)).encode())
    kept = store.get(name) if store else None
    if kept is None:
        kept = _read([path for path, _ in files], parsers)
        if store and not any(is_young(each, now) for _, each in stamps):
            store.put(name, kept)
    return kept


def _read(files: Iterable[str], parsers: Path) -> bytes:
    names = sorted(each.name for each in parsers.glob("tree_sitter*.dist-info"))
    digest = blake2b(repr((sys.version, names)).encode(), digest_size=20)
    for file in files:
        with open(file, "rb") as opened:  # noqa: PTH123 - twice as quick as a Path of each
            digest.update(opened.read())
    return digest.digest()


def _parsers() -> Path:
    """Return the folder that the parsers are installed in."""
    found = find_spec("tree_sitter")
    return Path(found.origin).parent.parent if found and found.origin else Path()


def _files(folder: str) -> Iterator[tuple[str, Stamp]]:
    """Yield the files that say what the tool does."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".json")):
                yield entry.path, stamp(entry.stat())
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _files(entry.path)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=20).digest()
