"""What became of one file once its statements are read."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.facts import Diagnostic, Sink, Suppression, Wanted, Write


@dataclass(frozen=True, slots=True)
class FileWrites:
    """A file's writes, what could not be read in it, and what it tells and asks of others.

    `candidate` is False when nothing in the file could be a write, so that it was not parsed.
    """

    candidate: bool
    writes: tuple[Write, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    sinks: tuple[Sink, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    folding: tuple[str, ...] = ()
