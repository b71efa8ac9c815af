"""Which files of a tree may hold models: by where they are, and by their text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from scanner.model.snapshot import Skipped, Snapshot
from scanner.schema.project import App, Project

FEW = 1_500
"""So many files are sooner opened one by one than the whole tree is searched."""

_SEARCHED = r"models\.Model|ModelBase|= *([a-z_]*models\.)?([A-Za-z]+Field|[A-Za-z]*ForeignKey)\("
"""What a file with models holds, in any case; a search may pass more files."""

_ASSIGNED = re.compile(rb"= *(?:[a-z_]*models\.)?(?:[A-Za-z]+Field|[A-Za-z]*ForeignKey)\(")
_ASIDE = re.compile(r"/(tests?|testing|test_\w+|\w+_tests?|conftest|migrations|management)(/|\.py$)")


def candidates(project: Project, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the tree that may hold models and lie in an app, in order, with their content."""
    own = _own(project, snapshot)
    if len(own) > FEW:
        found = {each for each in snapshot.search(_SEARCHED, (".py",)) if isinstance(each, str)}
        own = [path for path in own if path in found]
    for path in own:
        source = snapshot.read(path)
        if not isinstance(source, Skipped) and _may_hold(source):
            yield path, source


def _own(project: Project, snapshot: Snapshot) -> list[str]:
    """Return the Python files of the tree's apps, without test code and migrations."""
    paths = sorted(snapshot.paths())
    folders = {app.folder for app in project.apps if app.folder}
    inside = {
        path
        for folder in folders
        for path in paths[bisect_left(paths, folder) : bisect_left(paths, f"{folder[:-1]}0")]
        if path.endswith(".py")
    }
    apps = ((path, project.app_of(path)) for path in sorted(inside))
    return [path for path, app in apps if app is not None and not is_aside(app, path)]


def _may_hold(source: bytes) -> bool:
    if b"models.Model" in source or b"ModelBase" in source:
        return True
    called = b"Field(" in source or b"ForeignKey(" in source
    return called and _ASSIGNED.search(source) is not None


def is_aside(app: App, path: str) -> bool:
    """Whether a file of an app's folder is test code or a migration."""
    return _ASIDE.search("/" + path.removeprefix(app.folder)) is not None
