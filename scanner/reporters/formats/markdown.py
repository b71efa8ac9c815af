"""Markdown for a job's summary: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands."""

from __future__ import annotations

from scanner.model.finding import Report
from scanner.reporters.markdown.fit import fit
from scanner.reporters.markdown.parts import footer, parts
from scanner.reporters.markdown.tables import schemas, writes
from scanner.reporters.style import Style

LIMIT = 1_000_000
"""Bytes; GitHub drops a step's summary above 1 MiB."""


def render(report: Report, style: Style) -> str:
    """Return the command's report in Markdown, cut to what GitHub accepts."""
    match style.command:
        case "list":
            body = writes(report, style, LIMIT)
        case "schema":
            body = schemas(report, style, LIMIT)
        case "scan" | "check":
            body = parts(report, style, LIMIT)
    return fit(body, footer(report, style), LIMIT)
