"""Text for people: who writes each table, what would break, and what to paste."""

from __future__ import annotations

from scanner.model.finding import Report
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint
from scanner.reporters.style import Style


def render(report: Report, style: Style) -> str:
    """Return what a terminal shows of the command's report; one command pays for no other's words."""
    paint = Paint(style.color, style.width)
    match style.command:
        case "list":
            from scanner.reporters.formats.text.listing import listing

            rows = listing(report, style, paint)
        case "scan" | "check":
            from scanner.reporters.formats.text.scan import scan

            rows = scan(report, style, paint)
        case "schema":
            from scanner.reporters.formats.text.schemas import schemas

            rows = schemas(report, style, paint)
    return escape.log("".join(row.rstrip() + "\n" for row in rows))
