"""`writers schema`: what is believed of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from scanner.command_line.exits import FINDINGS, OK, nothing
from scanner.command_line.schema_options import Describing, Tables


@dataclass(frozen=True)
class Comparing(Describing):
    """What the command that shows the schema can be told."""

    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="DSN",
            help="Show where a live database differs, and exit 1 if it does; with --schema models, "
            "the database is one built without migrations.",
        ),
    ] = None


def command(options: Comparing, tables: Tables = None) -> int:
    """Say what is believed of each column in both schemas, and from which file and line."""
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog, compared
    from scanner.pipeline import schemas

    run = prepare("schema", options)
    report = schemas(str(run.root), catalog(run, options, tables or ()), tuple(tables or ()))
    if options.against:
        run, report = compared(run, report, options, options.against)
    run.show(report)
    if not options.against:
        return OK if report.tables else nothing(f"no Django model below {run.root}")
    return FINDINGS if report.diagnostics else OK
