"""The last rows: what could not be understood, what was found, and how much was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.finding import Finding, Report
from scanner.reporters.formats.text.paint import Paint
from scanner.reporters.selection import blocks
from scanner.reporters.style import Style
from scanner.reporters.words import count, place, reading, tally

_FEW = 5


def unread(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield what could not be read or understood: a few, or all when asked to be verbose."""
    if not report.diagnostics or style.verbosity < 0:
        return
    yield paint("strong", "the database differs" if style.against else "not understood")
    listed = report.diagnostics if style.verbosity > 0 or style.against else report.diagnostics[:_FEW]
    for diagnostic in listed:
        yield f"  {paint('place', place(diagnostic.path, diagnostic.line))}"
        yield from paint.prose(diagnostic.message, 4)
    if len(listed) < len(report.diagnostics):
        yield paint("faint", f"  and {len(report.diagnostics) - len(listed):,} more (-v shows them)")
    yield ""


def verdict(findings: Sequence[Finding], report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield what was found, and whether it fails the run when it does not."""
    found = tally(findings)
    tables = {finding.table for finding in findings if finding.table}
    if found:
        worst = findings[0].severity
        mild = "" if blocks(findings, style.fail_on) else f"; none fails the run (--fail-on {style.fail_on})"
        where = f" in {count(len(tables), 'table')}" if tables else ""
        yield f"Found {paint(worst, found)}{where}{mild}."
    elif report.changes is not None:
        yield paint("ok", "Nothing new breaks a writer.")
    else:
        yield paint("ok", "Nothing breaks a writer.")


def read(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield how much was read, understood in part, not understood, skipped and suppressed."""
    if style.verbosity < 0:
        return
    yield from paint.prose(reading(report), 0, "faint")
