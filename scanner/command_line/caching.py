"""`writers cache`: what is kept of earlier runs, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path

from scanner.adapters.cache import folder, store
from scanner.adapters.store import LARGEST, Store
from scanner.command_line import terminal
from scanner.model.failure import CannotRun


def info(where: Path | None) -> str:
    """Return where the cache is, and how much is in it."""
    kept = _store(where)
    size = kept.size()
    return f"{kept.file}: {size.entries:,} entries, {_mib(size.bytes)} of at most {_mib(LARGEST)}"


def clear(where: Path | None) -> str:
    """Delete the cache and return what was deleted; CannotRun when it cannot be."""
    kept = _store(where)
    try:
        kept.clear()
    except OSError as error:
        raise CannotRun(f"the cache {kept.file} cannot be deleted: {error.strerror}") from error
    return f"deleted {kept.file}"


def _store(where: Path | None) -> Store:
    return store(where or folder(), terminal.warn)


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MiB"
