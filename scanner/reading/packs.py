"""What many files write, kept together: one entry is read and decoded sooner than thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from scanner.model.outcome import NOTHING, FileWrites, Outcome
from scanner.reading.kept import Memory

WORTHWHILE = 100
"""So many files that a pack has not are reason for a new one."""

Asked = Callable[[str], tuple[str, ...]]
"""All that the entry of a file by itself depends on beside its path and its content."""


class Packed(Struct, frozen=True):
    """Files by path with the identity of their content, what they were told, and what they write.

    Most are told nothing and write nothing: those are not in `told` and `contents`.
    """

    identities: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, FileWrites] = field(default_factory=dict)

    def get(self, path: str, identity: str | None, told: str) -> FileWrites | None:
        """Return what a file of that content writes that was told that, None where that is not known."""
        if identity is None or self.identities.get(path) != identity or self.told.get(path, "") != told:
            return None
        return self.contents.get(path, NOTHING)


class Pack(Struct, frozen=True):
    """The files of one tree, which are told apart by `told` beside what `shared` tells of all."""

    memory: Memory
    paths: Sequence[str]
    shared: str
    told: Callable[[str], str]

    def recall(self) -> Iterator[Outcome]:
        """Yield the files that are what they were when they were packed."""
        packed = self._packed()
        for path in self.paths if packed.identities else ():
            content = packed.get(path, self.memory.snapshot.identity(path), self.told(path))
            if content is not None:
                yield Outcome(path, content, cached=True)

    def keep(self, packed: Mapping[str, Outcome], others: Mapping[str, Outcome], asked: Asked) -> None:
        """Pack the files anew if many of them were not; one is only packed as the cache knows it too."""
        if len(others) < max(WORTHWHILE, len(packed) // 20):
            return
        known = {
            **packed,
            **{path: each for path, each in others.items() if self.memory.holds(path, asked(path))},
        }
        identities = {path: self.memory.snapshot.identity(path) or "" for path in sorted(known)}
        told = {path: text for path in identities if (text := self.told(path))}
        contents = {path: known[path].content for path in identities if known[path].content != NOTHING}
        self.memory.cache.keep(self._name(), Packed(identities, told, contents))

    def _packed(self) -> Packed:
        return self.memory.cache.load(Packed, self._name()) or Packed()

    def _name(self) -> bytes:
        """Return the entry's name: a tree is known by its folders, in any clone."""
        folders = sorted({path.partition("/")[0] for path in self.paths})
        return self.memory.cache.name("pack", self.shared, *folders)
