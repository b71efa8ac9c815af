"""`writers comment`: a report as the one comment of a pull request."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

import scanner
from scanner.command_line.forge import Asked, pull_request, source, token
from scanner.command_line.gating import compared
from scanner.command_line.judging import judging
from scanner.command_line.run import prepare
from scanner.command_line.schema_options import Gating
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.reporters import comment, reading
from scanner.reporters.style import Style


def read(file: Path) -> Report:
    """Return the report of a file; CannotRun for a file that holds none."""
    try:
        with file.open("rb") as opened:
            return reading.report(opened.read(reading.LONGEST + 1))
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}") from error


def checked(options: Gating) -> Report:
    """Return the report of a check that runs here; it is also written to the files that are asked for."""
    run = judging(prepare("check", options), options)
    run = replace(run, outputs=tuple(output for output in run.outputs if output.file))
    found = compared(run, options)
    if not found.judged:
        raise CannotRun(f"there is no Django model below {run.root}")
    run.show(found.report)
    return found.report


def body(report: Report) -> tuple[str, bool]:
    """Return the comment, and whether it is worth being created."""
    style = _style(report)
    return comment.render(report, style), comment.worth_saying(report, style)


def post(report: Report, asked: Asked, seconds: float) -> str:
    """Bring the pull request's comment up to date, and return in a few words what became of it."""
    from scanner.adapters import forges
    from scanner.sticky import keep_one

    text, worth_saying = body(report)
    where, secret = pull_request(asked, os.environ), token(asked, os.environ)

    def work() -> str:
        conversation = forges.conversation(where, secret)
        return keep_one(conversation, comment.MARKER, text, worth_saying=worth_saying)

    match forges.within(seconds, work):
        case "silent":
            return "there is nothing to say, and no comment to bring up to date"
        case outcome:
            return f"the comment is {outcome}"


def _style(report: Report) -> Style:
    compared = report.changes is not None or any(finding.state for finding in report.findings)
    style = Style("check" if compared else "scan", version=scanner.__version__)
    return replace(style, source=source(os.environ))
