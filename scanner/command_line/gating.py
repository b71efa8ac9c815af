"""The gate on the command line: the two states that are compared, and the verdict."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from scanner.adapters import revision
from scanner.adapters.base import base_commit
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.index import Differences
from scanner.adapters.interpreter import SitePackages
from scanner.adapters.revision import RevisionSnapshot
from scanner.checking import Side, check
from scanner.command_line.judging import question, with_stale
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Gating
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.model.snapshot import Snapshot
from scanner.reporters.selection import blocks


def sides(run: Run, options: Gating) -> tuple[Side, Side]:
    """Return the base and the head; CannotRun when one of them is not at hand."""
    asked = "HEAD" if options.staged and options.base is None else options.base
    commit = base_commit(run.root, asked, os.environ)
    disk = run.source.snapshot
    known = disk.index if isinstance(disk, DiskSnapshot) else None
    if known is None:
        raise CannotRun("git does not tell what it tracks here", "`git status` says why")
    head = revision.staged(known) if options.staged else known.absent
    base = revision.against(run.root, known, commit)
    packages = run.packages()
    return _side(run, base, packages), _side(run, head, packages)


def compared(run: Run, options: Gating) -> tuple[Report, bool]:
    """Return the report on what the head does to the base, and whether the head has any table at all."""
    asked, (base, head) = question(run, options, ()), sides(run, options)
    report = run.watched(lambda source: check(base, head.watched(source), str(run.root), asked))
    return with_stale(run, options, asked, report), bool(head.catalog.tables)


def _side(run: Run, differences: Differences, packages: Sequence[SitePackages]) -> Side:
    disk, config = run.source.snapshot, run.config
    snapshot: Snapshot = disk
    if differences and isinstance(disk, DiskSnapshot):
        cache = run.source.cache
        snapshot = RevisionSnapshot(disk, differences, config.include, config.exclude, cache)
    side = replace(run, source=replace(run.source, snapshot=snapshot))
    return Side(side.source, side.load(packages))


def passed(run: Run, options: Gating, report: Report) -> bool:
    """Tell whether nothing that counts is at or above what fails the run."""
    counting = [
        finding
        for finding in report.findings
        if finding.suppressed is None
        and (finding.state == "new" or (options.all_ and finding.state != "absent"))
    ]
    return options.exit_zero or not blocks(counting, options.fail_on or run.config.fail_on)
