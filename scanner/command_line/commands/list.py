"""`writers list`: every write of a tree, or of many."""

from __future__ import annotations

from pathlib import Path

from scanner.command_line.exits import CANNOT_RUN, OK, complain, nothing
from scanner.command_line.options import Listing


def command(options: Listing) -> int:
    """List every write found in the tree, with no schema at all."""
    if options.repos is not None:
        return _fleet(options, options.repos)
    from scanner.command_line.run import prepare

    run = prepare("list", options)  # git is at work from now on, while the rest is imported
    from scanner.adapters.reports import Answer
    from scanner.command_line.keeping import answer

    def made() -> Answer:
        from scanner.listing import listing

        return Answer(run.watched(lambda source: listing(source, str(run.root))))

    report = answer(run, options, made).report
    run.show(report)
    return OK if report.stats.files else nothing(f"no source file below {run.root}")


def _fleet(options: Listing, file: Path) -> int:
    from scanner.command_line import fleet

    found = fleet.fleet(file)
    run = fleet.prepare(options, found)
    report, failed = run.watched(lambda source: fleet.listing(source, options, found))
    run.show(report)
    for name in failed:
        complain(f"error: the repository {name} could not be read")
    if failed:
        return CANNOT_RUN
    return OK if report.stats.files else nothing("no source file in the repositories of the list")
