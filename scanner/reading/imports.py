"""Which of the files that define a name the import of another one speaks of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from scanner.model.facts import Made, Wanted
from scanner.model.statement import Unread

T = TypeVar("T")

_QUOTED = re.compile(r"['\"]([^'\"]+)['\"]")
_FROM = re.compile(r"\bfrom\s+(\.*)([\w.]*)\s+import\b")
_SUFFIX = re.compile(r"\.(?:[cm]?[jt]sx?|d\.ts)$")
_INDEX = frozenset({"index", "__init__", "mod", "lib", "main"})
_ANYWHERE = frozenset({"src", "lib", "dist", "crate", "super", "self", "app", "index", "use", "pub", "as"})
"""Words of an import that name no folder of their own."""


def settled_text(wanted: Wanted, asker: str, found: Mapping[str, str]) -> str | None:
    """Return the one text that the files, by path, give to a wanted name.

    Where they differ, the file that the import speaks of counts.
    """
    texts = dict(found)
    if wanted.imported and len(set(texts.values())) > 1:
        meant = _nearest(wanted.imported, _pointed(wanted.imported, asker, texts))
        texts = {path: texts[path] for path in meant}
    return next(iter(texts.values())) if len(set(texts.values())) == 1 else None


def _nearest(imported: str, paths: Collection[str]) -> list[str]:
    """Return the files with most of their folders named by an import, wherever it names them."""
    words = {*_words(imported)}
    shared = {path: len(words & {*PurePosixPath(_module(path)).parts}) for path in paths}
    return [path for path, count in shared.items() if count == max(shared.values())]


def settled_row(wanted: Wanted, asker: str, found: Mapping[str, Made]) -> Made | None:
    """Return the one row that the files, by path, give to a wanted name; unread where they differ.

    None means that no file of the tree can be meant.
    """
    meant = _pointed(wanted.imported, asker, found)
    if not meant:
        return None
    rows = [found[path] for path in meant]
    if all(row == rows[0] for row in rows):
        return rows[0]
    return Made(Unread(f"{wanted.question[1]} is defined in {len(meant)} files"))


def _pointed(imported: str, asker: str, paths: Collection[str]) -> list[str]:
    """Return the files that an import tells, all that it may speak of where it tells none."""
    if not imported:
        return sorted(paths)
    base = _relative(imported, asker)
    if base is not None:
        exact = [path for path in paths if _module(path) == base]
        below = [path for path in paths if path.startswith(f"{base}/")]
        return sorted(exact or below or paths)
    words = _words(imported)
    ends = {path: _agreeing(PurePosixPath(_module(path)).parts, words) for path in paths}
    best = max(ends.values(), default=0)
    if best:
        return sorted(path for path, count in ends.items() if count == best)
    named = {word for word in words if word not in _ANYWHERE}
    return sorted(path for path in paths if not words or not named or named & {*PurePosixPath(path).parts})


def _relative(imported: str, asker: str) -> str | None:
    """Return the path without suffix that a relative import names."""
    folder = posixpath.dirname(asker)
    quoted = _QUOTED.search(imported)
    if quoted is not None and quoted[1].startswith("."):
        return _bare(posixpath.normpath(posixpath.join(folder, quoted[1])))
    python = _FROM.search(imported)
    if python is not None and python[1]:
        up = "../" * (len(python[1]) - 1)
        return posixpath.normpath(posixpath.join(folder, up, python[2].replace(".", "/")))
    return None


def _bare(path: str) -> str:
    return _SUFFIX.sub("", path)


def _module(path: str) -> str:
    """Return a file's path without its suffix, a folder's for the file that stands for it."""
    bare = PurePosixPath(path).with_suffix("")
    return str(bare.parent if bare.name in _INDEX else bare)


def _words(imported: str) -> list[str]:
    """Return the names that an import's module is made of."""
    quoted, python = _QUOTED.search(imported), _FROM.search(imported)
    if quoted is not None:
        return [word.lstrip("@~#") for word in _bare(quoted[1]).split("/") if word.lstrip("@~#.")]
    if python is not None:
        return python[2].split(".")
    return re.findall(r"[\w$-]+", imported)


def _agreeing(parts: tuple[str, ...], words: list[str]) -> int:
    """Return how many of a path's last names stand in an import in the same order."""
    joined = f"/{'/'.join(words)}/"
    count = 0
    while count < len(parts) and f"/{'/'.join(parts[len(parts) - count - 1 :])}/" in joined:
        count += 1
    return count
