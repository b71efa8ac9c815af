"""A folder's files by a walk through it: what is not ignored, and what git tracks although it is."""

from __future__ import annotations

import stat
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

    def files(self) -> tuple[list[str], list[Skipped]]:
        """Return the files that there are, in order, without vendored ones, and what could not be listed."""
        root, listed = self._tree.root, self._listing.files()
        said = (git.said(self._tracked) if self._tracked else None) or b""
        found, tracked = frozenset(listed), index.decoded(said).split("\0")
        unseen = {path for path in tracked if path not in found and not is_foreign(path)} - {""}
        if nested := sorted(index.on_disk(root, unseen, stat.S_ISDIR)):
            listed = [*found.union(ripgrep.Listing(self._tree, nested).files())]
        skipped = [each for each in listed if isinstance(each, Skipped)]
        walked = [each for each in listed if isinstance(each, str)]
        return sorted([*walked, *index.on_disk(root, unseen)]), skipped
