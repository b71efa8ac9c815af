"""Which files of a tree may hold models: by their text, and by where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.snapshot import Snapshot
from scanner.schema.project import App, Project

SEARCHED = r"models\.Model|ModelBase|= *([a-z_]*models\.)?[A-Za-z]*(Field|ForeignKey)\("
"""What a file with models holds, in any case; a search may pass more files."""

_ASIDE = re.compile(r"/(tests?|testing|test_\w+|\w+_tests?|conftest|migrations|management)(/|\.py$)")


def candidates(project: Project, snapshot: Snapshot) -> Iterator[str]:
    """Yield the files of the tree that hold models and lie in an app."""
    for path in snapshot.search(SEARCHED, (".py",)):
        app = project.app_of(path) if isinstance(path, str) else None
        if isinstance(path, str) and app is not None and not is_aside(app, path):
            yield path


def is_aside(app: App, path: str) -> bool:
    """Whether a file of an app's folder is test code or a migration."""
    return _ASIDE.search("/" + path.removeprefix(app.folder)) is not None
