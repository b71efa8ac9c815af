"""Which folders of a tree Python code is imported from, when nothing has been installed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scanner.model.snapshot import Snapshot
from scanner.schema.python.library import Root

_MARKERS = ("manage.py", "pyproject.toml", "setup.py", "setup.cfg")


def source_roots(snapshot: Snapshot) -> tuple[Root, ...]:
    """Return the import roots of a repository: folders of manage.py first, then the tree itself.

    A folder is a root when it holds manage.py or a project file, when it is called `src`, or when
    a top-level package (one whose parent has no `__init__.py`) lies in it.
    """
    paths = snapshot.paths()
    known = frozenset(path for path in paths if path.endswith((".py", ".toml", ".cfg")))
    found = sorted(set(_candidates(known)), key=lambda item: (item[0], item[1].count("/"), item[1]))
    folders = list(dict.fromkeys(folder for _, folder in found))
    return tuple(Root(snapshot, folder, "", known) for folder in folders)


def package_roots(packages: Collection[Snapshot]) -> tuple[Root, ...]:
    """Return the import roots of an interpreter: each of its site-packages folders."""
    return tuple(Root(snapshot, "", "site-packages/", None) for snapshot in packages)


def inner_roots(roots: Collection[Root], names: Collection[str]) -> list[Root]:
    """Return folders inside installed packages that hold top-level modules of these names.

    Some distributions put a folder of theirs on the path when they start: for the apps that they
    name without a prefix, or for packages that they bring along.
    """
    wanted = {name.split(".")[0] for name in names}
    found: dict[tuple[int, str], set[str]] = {}
    for number, root in enumerate(roots):
        for path in root.inside("") if root.label and root.files is None else ():
            folder, _, name = path.removesuffix("/__init__.py").rpartition("/")
            if name in wanted and folder and path.endswith("/__init__.py"):
                found.setdefault((number, folder), set()).add(name)
    best = sorted(found, key=lambda item: (-len(found[item]), item[1].count("/"), item))
    ordered = list(roots)
    result = []
    for number, folder in best:
        if found[number, folder] & wanted:
            wanted -= found[number, folder]
            result.append(Root(ordered[number].snapshot, f"{folder}/", ordered[number].label, None))
    return result


def _candidates(known: frozenset[str]) -> Iterator[tuple[int, str]]:
    yield 1, ""
    for path in known:
        folder, _, name = path.rpartition("/")
        if name in _MARKERS:
            yield 0 if name == "manage.py" else 2, _slashed(folder)
        elif name == "__init__.py" and not folder.endswith("/migrations"):
            parent = _slashed(folder.rpartition("/")[0])
            if f"{parent}__init__.py" not in known:
                yield 3, parent
        if folder.endswith("src") and folder.rpartition("/")[2] == "src":
            yield 2, _slashed(folder)


def _slashed(folder: str) -> str:
    return f"{folder}/" if folder else ""
