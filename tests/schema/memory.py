"""A tree of files that exists only in a test."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scanner.model.snapshot import Skipped


@dataclass(frozen=True)
class Memory:
    """A snapshot of a mapping of path to text."""

    files: dict[str, str]

    def paths(self) -> Collection[str]:
        return sorted(self.files)

    def search(
        self, pattern: str, suffixes: Collection[str], within: Collection[str] | None = None
    ) -> Iterator[str | Skipped]:
        for path in self.paths():
            if path.endswith(tuple(suffixes)) and re.search(pattern, self.files[path], re.I | re.M):
                yield path

    def among(self, pattern: str, paths: Collection[str]) -> Iterator[str]:
        yield from (path for path in paths if re.search(pattern, self.files[path], re.I | re.M))

    def identity(self, path: str) -> str | None:
        return None

    def read(self, path: str) -> bytes | Skipped:
        return self.files[path].encode() if path in self.files else Skipped(path, "not there")
