"""`writers scan` and `writers check`: table by table, its writers and what they would break on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.catalog import Table
from scanner.model.facts import Write
from scanner.model.finding import Finding, Report
from scanner.reporters.documents import reasons
from scanner.reporters.formats.text.paint import Paint, Tone
from scanner.reporters.formats.text.problems import told
from scanner.reporters.formats.text.totals import read, unread, verdict
from scanner.reporters.formats.text.writers import MARGIN, deed, gutter, row
from scanner.reporters.selection import shown, writers_of
from scanner.reporters.style import SEVERITIES, Style
from scanner.reporters.words import count, place

_SAYS = {
    "not-null-omitted": "leaves out {}",
    "default-only-in-migrations": "leaves out {}",
    "default-only-in-models": "leaves out {}",
    "null-into-not-null": "puts NULL into {}",
    "unknown-column": "names {}, which the table does not have",
    "positional-insert": "names no columns",
    "opaque-columns": "may leave out a column that it must name",
}


def scan(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield the rows of `scan` and `check`."""
    findings = shown(report, style)
    yield from _changes(report, paint)
    known = {table.qualified for table in report.tables}
    for table in report.tables:
        about = [finding for finding in findings if finding.table == table.qualified]
        yield from _table(table, about, report, style, paint)
    yield from _others([finding for finding in findings if finding.table not in known], style, paint)
    yield from unread(report, style, paint)
    yield from verdict(findings, report, style, paint)
    yield from read(report, style, paint)


def _changes(report: Report, paint: Paint) -> Iterator[str]:
    if not report.changes:
        return
    yield paint("strong", "what the change does to tables with outside writers")
    for change in report.changes:
        at = f"  {paint('place', place(change.origin.path, change.origin.line))}" if change.origin else ""
        yield f"  {paint('plain', f'{change.kind} {change.table}.{change.column}')}{at}"
        yield from paint.prose(f"{change.detail}; {count(len(change.writes), 'writer')}", 4)
    yield ""


def _table(
    table: Table, findings: Sequence[Finding], report: Report, style: Style, paint: Paint
) -> Iterator[str]:
    writes = writers_of(table, findings, report)
    loud = any(finding.severity != "note" for finding in findings)
    if style.verbosity < 0 and not loud:
        return
    at = place(table.origin.path, table.origin.line) if table.origin else ""
    label = ", ".join(filter(None, (table.model, at)))
    yield f"{paint('strong', table.qualified)}  {paint('faint', label)}".rstrip()
    if table.unread:
        yield from paint.prose(f"columns may be missing: {table.unread}", 2, "warning")
    if loud or len(report.tables) == 1 or style.verbosity > 0:
        yield from _writers([(report.writes[index], _about(index, findings)) for index in writes], paint)
        yield ""
        yield from told(findings, style, paint)
    else:
        yield f"  {paint('ok', 'ok')}{' ' * (MARGIN - 4)}{count(len(writes), 'writer')}, none breaks"
        yield ""


def _about(index: int, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if index in finding.writes and finding.severity != "note"]


def _writers(pairs: Sequence[tuple[Write, list[Finding]]], paint: Paint) -> Iterator[str]:
    column = gutter([(write, deed(write)) for write, _ in pairs], paint)
    for write, findings in sorted(pairs, key=lambda pair: _urgency(pair[1])):
        word = findings[0].severity if findings else "ok"
        tone: Tone = findings[0].severity if findings else "ok"
        yield from row(write, deed(write), word, tone, column, paint)
        for said in _said(findings):
            yield from paint.prose(said, MARGIN)
        for reason in reasons(write):
            yield from paint.prose(f"not known: {reason}", MARGIN, "faint")


def _urgency(findings: Sequence[Finding]) -> int:
    return SEVERITIES.index(findings[0].severity) if findings else len(SEVERITIES)


def _said(findings: Sequence[Finding]) -> Iterator[str]:
    by_rule: dict[str, list[str]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding.column or "")
    for rule, columns in by_rule.items():
        named = ", ".join(dict.fromkeys(name for name in columns if name))
        yield _SAYS.get(rule, f"{rule}: {{}}" if named else rule).replace("{}", named)


def _others(findings: Sequence[Finding], style: Style, paint: Paint) -> Iterator[str]:
    if findings:
        yield paint("strong", "elsewhere")
        yield from told(findings, style, paint)
