"""The two states that the gate compares, read and judged."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.adapters import revision
from scanner.adapters.catalogs import Catalogs
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.index import Differences
from scanner.adapters.reports import Answer
from scanner.adapters.revision import RevisionSnapshot
from scanner.checking import Side, check
from scanner.command_line.asking import question, with_stale
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Gating
from scanner.model.failure import CannotRun
from scanner.model.snapshot import Snapshot


def sides(run: Run, options: Gating, commit: str, catalogs: Catalogs) -> tuple[Side, Side]:
    """Return the base, which is a commit, and the head; CannotRun when one of them is not at hand."""
    disk = run.source.snapshot
    known = disk.index if isinstance(disk, DiskSnapshot) else None
    if known is None:
        raise CannotRun("git does not tell what it tracks here", "`git status` says why")
    head = revision.staged(run.root, known) if options.staged else known.absent
    base = revision.against(run.root, known, commit)
    return _side(run, base, catalogs), _side(run, head, catalogs)


def compared(run: Run, options: Gating, commit: str, catalogs: Catalogs) -> Answer:
    """Return what the head does to a commit, and whether the head has any table at all."""
    asked, (base, head) = question(run, options, ()), sides(run, options, commit, catalogs)
    report = run.watched(lambda source: check(base, head.watched(source), str(run.root), asked))
    return Answer(with_stale(run, options, asked, report), bool(head.catalog.tables))


def _side(run: Run, differences: Differences, catalogs: Catalogs) -> Side:
    disk, config = run.source.snapshot, run.config
    snapshot: Snapshot = disk
    if differences and isinstance(disk, DiskSnapshot):
        cache = run.source.cache
        snapshot = RevisionSnapshot(disk, differences, config.include, config.exclude, cache)
    side = replace(run, source=replace(run.source, snapshot=snapshot))
    return Side(side.source, side.load(catalogs))
