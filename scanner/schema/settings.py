"""The settings modules of a tree, found where Django is told of them, and read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.snapshot import Skipped, Snapshot
from scanner.schema.python.library import Library
from scanner.schema.python.scopes import Module

_TOLD = re.compile(rb"""DJANGO_SETTINGS_MODULE['"]?[\s\],=:)]+['"]?([A-Za-z_][\w.]*)""")
_ORDER = ("manage.py", "wsgi.py", "asgi.py", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini")


def settings_modules(snapshot: Snapshot, library: Library, told: str | None) -> list[Module]:
    """Return the settings modules of a tree: the configured one, else one for each manage.py and the like.

    A file names its settings with DJANGO_SETTINGS_MODULE; of two files that name different ones in
    the same folder the one that comes first in Django's own custom counts.
    """
    if told is not None:
        found = library.module(told)
        return [] if found is None else [found]
    modules: dict[str, Module] = {}
    folders: set[str] = set()
    for path, name in sorted(_mentions(snapshot), key=_rank):
        folder = path.rpartition("/")[0]
        module = library.module(name, path) if folder not in folders else None
        if module is not None and module.path:
            folders.add(folder)
            modules.setdefault(module.path, module)
    return list(modules.values())


def told_settings(snapshot: Snapshot) -> tuple[str, str] | None:
    """Return the settings module that a manage.py or the like names first, and the folder it is run in."""
    path, name = min(_mentions(snapshot), key=_rank, default=("", ""))
    return (name, path.rpartition("/")[0]) if name else None


def _mentions(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield what the files of these names say: so few that no search of the whole tree is worth it."""
    for path in snapshot.paths():
        if path.endswith(_ORDER) and path.rpartition("/")[2] in _ORDER:
            source = snapshot.read(path)
            if not isinstance(source, Skipped):
                yield from ((path, match[1].decode()) for match in _TOLD.finditer(source))


def _rank(mention: tuple[str, str]) -> tuple[int, int, str]:
    path = mention[0]
    return path.count("/"), _ORDER.index(path.rpartition("/")[2]), path
