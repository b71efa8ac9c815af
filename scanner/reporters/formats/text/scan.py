"""`writers scan` and `writers check`: table by table, its writers and what they would break on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scanner.model.catalog import Table
from scanner.model.finding import Finding, Report
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint, cells
from scanner.reporters.formats.text.problems import told
from scanner.reporters.formats.text.totals import read, unread, verdict
from scanner.reporters.formats.text.verdicts import verdicts
from scanner.reporters.selection import shown, writers_of
from scanner.reporters.style import Style
from scanner.reporters.words import count, place


def scan(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield the rows of `scan` and `check`; what breaks comes last, next to the prompt."""
    findings = shown(report, style)
    about: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        about[finding.table].append(finding)
    yield from _changes(report, paint)
    whole = _whole(report, style)
    calm = [table for table in report.tables if not whole and _calm(table, about)]
    if style.command != "check" and style.verbosity >= 0:
        yield from _short(calm, report, paint)
    for table in report.tables:
        if whole or not _calm(table, about):
            yield from _table(table, about[table.qualified], report, style, paint)
    named = {table.qualified for table in report.tables}
    others = [finding for finding in findings if finding.table not in named]
    yield from _others(others, report, style, paint)
    yield from unread(report, style, paint)
    yield from verdict(findings, report, style, paint)
    yield from read(report, style, paint)


def _whole(report: Report, style: Style) -> bool:
    return style.verbosity > 0 or (style.verbosity == 0 and len(report.tables) == 1)


def _calm(table: Table, about: Mapping[str, Sequence[Finding]]) -> bool:
    return all(finding.severity == "note" for finding in about.get(table.qualified, ()))


def _changes(report: Report, paint: Paint) -> Iterator[str]:
    if not report.changes:
        return
    yield paint("strong", "what the change does to tables with outside writers")
    for change in report.changes:
        at = f"  {paint('place', place(change.origin.path, change.origin.line))}" if change.origin else ""
        yield f"  {paint('plain', f'{change.kind} {change.table}.{change.column}')}{at}"
        yield from paint.prose(f"{change.detail}; {count(len(change.writes), 'writer')}", 4)
    yield ""


def _short(tables: Sequence[Table], report: Report, paint: Paint) -> Iterator[str]:
    if not tables:
        return
    yield f"{paint('ok', 'nothing breaks')}  {paint('faint', count(len(tables), 'table'))}"
    width = max(cells(escape.visible(table.qualified)) for table in tables)
    for table in tables:
        name = paint("plain", table.qualified) + " " * (width - cells(escape.visible(table.qualified)))
        said = f"{count(len(report.writers_of(table)), 'writer'):<10}  {table.model or ''}".rstrip()
        doubt = paint("warning", "  columns may be missing") if table.unread else ""
        yield f"  {name}  {paint('faint', said)}{doubt}"
    yield ""


def _table(
    table: Table, findings: Sequence[Finding], report: Report, style: Style, paint: Paint
) -> Iterator[str]:
    at = place(table.origin.path, table.origin.line) if table.origin else ""
    label = ", ".join(filter(None, (table.model, at)))
    yield f"{paint('strong', table.qualified)}  {paint('faint', label)}".rstrip()
    if table.unread:
        yield from paint.prose(f"columns may be missing: {table.unread}", 2, "warning")
    yield from verdicts(writers_of(table, findings, report), findings, report, paint)
    yield ""
    yield from told(findings, report, style, paint)


def _others(findings: Sequence[Finding], report: Report, style: Style, paint: Paint) -> Iterator[str]:
    if findings:
        yield paint("strong", "elsewhere")
        yield from told(findings, report, style, paint)
