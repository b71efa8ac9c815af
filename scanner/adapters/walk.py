"""A folder's files by a walk through it: what is not ignored, and what git tracks although it is."""

from __future__ import annotations

import stat
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from scanner.adapters import git, index, ripgrep
from scanner.find.selection import FOREIGN, is_foreign
from scanner.model.snapshot import Skipped


class Walk:
    """A walk, and git's list of what it tracks; both go on until they are wanted."""

    def __init__(self, root: Path, *, in_repository: bool) -> None:
        """Begin to walk."""
        self._tree = ripgrep.Tree(root, in_repository, FOREIGN)
        self._listing = ripgrep.Listing(self._tree)
        self._tracked = None
        if in_repository:
            with suppress(OSError):
                self._tracked = git.start(root, ["ls-files", "-z"])

    def files(self) -> tuple[Set[str], list[Skipped]]:
        """Return the files that there are, without vendored ones, and what could not be listed."""
        root, listed = self._tree.root, self._listing.files()
        tracked = (git.said(self._tracked) if self._tracked else None) or b""
        unseen = {*index.decoded(tracked).split("\0")}.difference(listed) - {""}
        own = [path for path in unseen if not is_foreign(path)]
        nested = sorted(index.on_disk(root, own, stat.S_ISDIR))
        listed += ripgrep.Listing(self._tree, nested).files() if nested else []
        files = {each for each in listed if isinstance(each, str)}
        return files.union(index.on_disk(root, own)), [each for each in listed if isinstance(each, Skipped)]
