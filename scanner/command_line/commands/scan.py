"""`writers scan`: who writes the tables, and what would break."""

from __future__ import annotations

from scanner.command_line.exits import FINDINGS, OK, complain, nothing
from scanner.command_line.schema_options import Judging, Tables


def command(options: Judging, tables: Tables = None) -> int:
    """Say who writes the tables (none named: every Django table) from outside, and what would break."""
    from scanner.command_line.run import prepare

    run = prepare("scan", options)  # git is at work from now on, while the rest is imported
    from scanner.command_line.judging import failed, judging
    from scanner.command_line.scanning import scanned

    run = judging(run, options)
    found = scanned(run, options, tables or ())
    run.show(found.report)
    if not found.judged:
        return nothing(f"no Django model below {run.root}")
    if options.write_baseline:
        from scanner.command_line.asking import write_baseline

        complain(f"wrote {write_baseline(run, options, found.report)}")
        return OK
    return FINDINGS if failed(run, options, found.report) else OK
