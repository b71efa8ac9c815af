"""One generated file, and the writes that are known to be in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARK = "§"
"""Stands in a template before each statement's keyword or helper's name, and is taken out."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A write of a template: what it does, to which table, naming which columns (None: not knowable)."""

    operation: str
    table: str | None
    columns: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Write:
    """A fact with its place; lines count from 1."""

    path: str
    line: int
    operation: str
    table: str | None
    columns: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the tree: its path with forward slashes, its bytes, its writes in order."""

    path: str
    content: bytes
    writes: tuple[Write, ...] = ()


def plain(path: str, text: str) -> Source:
    """Return a file that writes nothing."""
    return Source(path, text.encode())


def marked(path: str, text: str, facts: Sequence[Fact]) -> Source:
    """Return a file whose text has a mark before each of the writes, in their order."""
    pieces = text.split(MARK)
    if len(pieces) != len(facts) + 1:
        raise ValueError(f"{path}: {len(pieces) - 1} marks for {len(facts)} writes")
    writes, line = [], 1
    for piece, fact in zip(pieces, facts, strict=False):
        line += piece.count("\n")
        writes.append(Write(path, line, fact.operation, fact.table, fact.columns))
    return Source(path, "".join(pieces).encode(), tuple(writes))
