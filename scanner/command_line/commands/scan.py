"""`writers scan`: who writes the tables, and what would break."""

from __future__ import annotations

from scanner.command_line.exits import FINDINGS, OK, complain, nothing
from scanner.command_line.schema_options import Judging, Tables


def command(options: Judging, tables: Tables = None) -> int:
    """Say who writes the tables (none named: every Django table) from outside, and what would break."""
    from scanner.command_line.run import prepare

    run = prepare("scan", options)  # git is at work from now on, while the rest is imported
    from scanner.command_line.judging import failed, judging, question, with_stale, write_baseline
    from scanner.command_line.sources import catalog
    from scanner.pipeline import scan

    run = judging(run, options)
    asked, known = question(run, options, tables or ()), catalog(run, options, tables or ())
    report = run.watched(lambda source: scan(source, str(run.root), known, asked))
    run.show(with_stale(run, options, asked, report))
    if not known.tables:
        return nothing(f"no Django model below {run.root}")
    if options.write_baseline:
        complain(f"wrote {write_baseline(run, options, report)}")
        return OK
    return FINDINGS if failed(run, options, report) else OK
