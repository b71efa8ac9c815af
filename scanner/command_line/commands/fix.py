"""`writers fix`: the remedy, written into the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from scanner.command_line.exits import FINDINGS, OK, complain, nothing
from scanner.command_line.schema_options import Judging, Tables


@dataclass(frozen=True)
class Fixing(Judging):
    """What a command that edits models can be told."""

    diff: Annotated[bool, typer.Option("--diff", help="Show the change, and write nothing.")] = False


def command(options: Fixing, tables: Tables = None) -> int:
    """Give the model fields that writers leave out a `db_default=` that says what their default does."""
    from scanner.command_line import fixing
    from scanner.command_line.asking import question
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog
    from scanner.pipeline import scan

    run = prepare("scan", options)
    asked, known = question(run, options, tables or ()), catalog(run, options, tables or ())
    report = run.watched(lambda source: scan(source, str(run.root), known, asked))
    files = tuple(fixing.fixed(run, fixing.fixes(report, known)))
    mended = {(each.path, each.line) for file in files for each in file.fixes}
    problems = [each for each in report.findings if each.severity == "error" and each.suppressed is None]
    left = sum((each.origin.path, each.origin.line) not in mended for each in problems)
    if options.diff:
        typer.echo("".join(fixing.difference(file) for file in files), nl=False)
    else:
        fixing.write(run.root, files)
    for line in fixing.told(files, left):
        complain(line)
    if not known.tables:
        return nothing(f"no Django model below {run.root}")
    return FINDINGS if left else OK
