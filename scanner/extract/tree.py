"""One parsed file: its syntax tree, and how to get about in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from msgspec import Struct
from tree_sitter import Node, Parser

from grammars.syntax import Definition, Grammar, Trail
from scanner.find.hits import whole
from scanner.model.facts import Known, Wanted
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Position

NOTHING = Known()
MAX_DEPTH = 2_000
"""Nodes deeper than this are not entered: real code stays below 200, generated brackets do not."""

MAX_OCCURRENCES = 1_000
"""Only a bundle of many files says a name more often, and there it is many names."""


class Found(Struct, frozen=True):
    """A definition and where it stands: its scope, and the branches between the two."""

    definition: Definition
    trail: Trail
    scope: Node
    depth: int

    @property
    def at(self) -> int:
        """The byte where the name stands."""
        return self.trail[-1].start_byte


class Tree:
    """A file's bytes with their syntax tree; it never changes, and keeps what was looked up.

    `unentered` are the bytes at which what was asked for lies too deep, `asked` what others must tell,
    `lines` the bytes at which lines begin.
    """

    def __init__(self, source: bytes, grammar: Grammar, label: str, known: Known = NOTHING) -> None:
        """Parse `source` as the language `label`; `known` is what other files define."""
        self.source = source
        self.texts = known.texts
        self.made = known.rows
        self.asked: list[Wanted] = []
        self.grammar = grammar
        language = grammar.load(label)
        parsed = Parser(language).parse(source) if grammar.parse is None else grammar.parse(source, language)
        self.root = parsed.root_node
        self.rows: dict[tuple[int, int], ColumnList | Unread] = {}
        self.found: dict[str, tuple[Found, ...]] = {}
        self.unentered: set[int] = set()
        self.lines = [*accumulate((len(line) + 1 for line in source.split(b"\n")), initial=0)]
        self._occurrences: dict[str, tuple[Trail, ...]] = {}
        self._latest = (0, 0, 0)

    def ask(self, wanted: Wanted | None) -> None:
        """Remember that another file must tell something."""
        if wanted is not None and wanted not in self.asked:
            self.asked.append(wanted)

    def text(self, node: Node) -> str:
        """Return a node's source."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def decode(self, start: int, end: int) -> str:
        """Return the characters of a range of bytes."""
        return self.source[start:end].decode("utf-8", "replace")

    def position(self, byte: int) -> Position:
        """Return the line and column of a byte, counted from the byte that was asked before if it is near."""
        line = bisect_right(self.lines, byte)
        known, before, column = self._latest
        if known != line or byte - self.lines[line - 1] < before - byte:
            before, column = self.lines[line - 1], 0
        column += len(self.decode(before, byte)) - len(self.decode(byte, before))
        self._latest = (line, byte, column)
        return Position(line, column + 1)

    def trail_at(self, start: int, end: int) -> Trail:
        """Return the nodes that hold a range of bytes, outermost first."""
        cursor, trail = self.root.walk(), [self.root]
        while len(trail) < MAX_DEPTH and cursor.goto_first_child_for_byte(start) is not None:
            node = cursor.node
            if node is None or node.end_byte < end or node.start_byte > start:
                break
            trail.append(node)
        if len(trail) == MAX_DEPTH:
            self.unentered.add(trail[-1].start_byte)
        return trail

    def trail(self, node: Node) -> Trail:
        """Return a node with its ancestors."""
        trail = list(self.trail_at(node.start_byte, node.end_byte))
        while trail[-1].id != node.id and len(trail) > 1:
            trail.pop()
        return trail if trail[-1].id == node.id else [self.root, node]

    def occurrences(self, name: str) -> tuple[Trail, ...]:
        """Return every place where a simple name stands as a name, in order."""
        if name not in self._occurrences:
            self._occurrences[name] = tuple(self._occurring(name))
        return self._occurrences[name]

    def _occurring(self, name: str) -> Iterator[Trail]:
        for start, end in islice(whole(self.source, name.encode()), MAX_OCCURRENCES):
            trail = self.trail_at(start, end)
            if trail[-1].type in self.grammar.names:
                yield trail

    def scope(self, trail: Trail) -> int:
        """Return the index in the trail of the innermost scope around its last node."""
        for index in range(len(trail) - 2, 0, -1):
            if trail[index].type in self.grammar.scopes:
                return index
        return 0
