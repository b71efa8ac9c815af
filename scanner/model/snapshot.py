"""One state of a tree of files, wherever it is kept: a folder on disk or a git revision."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha1, sha256
from typing import Protocol

from scanner.model.value import Value


class Skipped(Value, frozen=True):
    """A file that was left unread, and why."""

    path: str
    reason: str


class Contents(Protocol):
    """Files by path, to be read."""

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content, or why it is not read (over 8 MB, unreadable, outside the root)."""
        ...

    def identity(self, path: str) -> str | None:
        """Return what `identify` would say of the file's content, where that is known without reading it."""
        ...


class Snapshot(Contents, Protocol):
    """Files by path: relative to the root, forward slashes, invalid UTF-8 as surrogate escapes.

    Nothing outside the root is ever read, also not through a symbolic link.
    """

    def paths(self) -> Collection[str]:
        """Return every file that is looked at: not ignored by git unless tracked, not excluded."""
        ...

    def search(self, pattern: str, suffixes: Collection[str]) -> Iterator[str | Skipped]:
        """Yield the files with one of these suffixes whose text matches, in order of their paths.

        `pattern` is in the syntax that Rust's regex and POSIX ERE share where both are used; a
        file that could not be searched (binary, UTF-16, unreadable) comes as Skipped.
        """
        ...


class Files(Snapshot, Protocol):
    """A snapshot whose files are read for what they write."""

    def search(
        self, pattern: str, suffixes: Collection[str], within: Collection[str] | None = None
    ) -> Iterator[str | Skipped]:
        """Yield what every snapshot does; no file can match but those `within`, where they are known."""
        ...

    def among(self, pattern: str, paths: Collection[str]) -> Iterator[str]:
        """Yield, in no order, those of a few files whose text matches, and any that could not be searched.

        A match may reach over lines.
        """
        ...


def identify(content: bytes, like: str | None = None) -> str:
    """Return git's name of a file's content, as it is on disk, and its size.

    `like` is an identity from the same repository: it tells whether git counts in SHA-256 there. Two
    contents of one name in git (line endings are changed on the way to the disk) differ in size.
    """
    digest = sha256 if like is not None and like.index(":") == 64 else sha1
    name = digest(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    return f"{name}:{len(content)}"


def shown(path: str) -> str:
    r"""Return a path that any terminal and any JSON reader accepts: a byte that is no UTF-8 as `\xNN`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
