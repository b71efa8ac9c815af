"""The short way through the pipeline: no schema, no rules, and none of their modules."""

from __future__ import annotations

from scanner.model.finding import Report
from scanner.reading.rounds import read
from scanner.reading.source import Source


def listing(source: Source, root: str) -> Report:
    """Return every write of the tree, with no schema at all."""
    reading = read(source)
    return Report(root, reading.writes, reading.diagnostics, reading.stats, suppressions=reading.suppressions)
