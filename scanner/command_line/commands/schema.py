"""`writers schema`: what is believed of the columns."""

from __future__ import annotations

from scanner.command_line.exits import FINDINGS, OK, nothing
from scanner.command_line.schema_options import Comparing, Tables


def command(options: Comparing, tables: Tables = None) -> int:
    """Say what is believed of each column in both schemas, and from which file and line."""
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog, compared
    from scanner.pipeline import schemas

    run = prepare("schema", options)
    report = schemas(str(run.root), catalog(run, options), tuple(tables or ()))
    if options.against:
        run, report = compared(run, report, options, options.against)
    run.show(report)
    if not options.against:
        return OK if report.tables else nothing(f"no Django model below {run.root}")
    return FINDINGS if report.diagnostics else OK
