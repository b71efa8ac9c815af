"""The parts of a summary or a comment about findings, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.finding import Finding, Report
from scanner.reporters.escape import prose
from scanner.reporters.markdown.fit import folded, table
from scanner.reporters.markdown.words import about, described, html_name, linked, name, origin, writer
from scanner.reporters.selection import Problem, problems, shown
from scanner.reporters.style import Style
from scanner.reporters.words import count, reading, subject, tally

FEW = 3
"""Names in a row of the overview; the rest are in the details."""

MANY = 40
"""Rows of a list."""


def parts(report: Report, style: Style, limit: int) -> Iterator[str]:
    """Yield whole blocks of Markdown; the overview takes at most half of `limit` bytes."""
    findings = shown(report, style)
    serious = problems((finding for finding in findings if finding.severity != "note"), report)
    yield _title(findings, report)
    if serious:
        yield _overview(serious, report, style, limit // 2)
        yield _remedies(serious)
    if report.changes:
        summary = "What the change does to tables with outside writers"
        yield folded(summary, "\n".join(_changes(report, style)))
    for problem in serious:
        yield _details(problem, report, style)
    notes = [finding for finding in findings if finding.severity == "note"]
    if notes:
        yield folded(count(len(notes), "note"), "\n".join(_note(finding, style) for finding in notes))
    if report.diagnostics:
        places = count(len(report.diagnostics), "place")
        yield folded(f"{places} not understood", "\n".join(_diagnostics(report, style)))


def _title(findings: Sequence[Finding], report: Report) -> str:
    serious = [finding for finding in findings if finding.severity != "note"]
    if serious:
        verb = "would break" if serious[0].severity == "error" else "may break"
        return f"### Writers outside Django {verb}: {tally(serious)}"
    if report.changes is not None:
        return "### Nothing new breaks a writer outside Django"
    return "### Nothing breaks a writer outside Django"


def _overview(serious: Sequence[Problem], report: Report, style: Style, limit: int) -> str:
    rows = [
        (
            f"**{problem.first.severity}**" if problem.first.severity == "error" else problem.first.severity,
            _what(problem.first, style),
            name(problem.first.rule),
            _who(problem, report, style),
        )
        for problem in serious
    ]
    return table(("", "What breaks", "Rule", "Who writes it"), rows, limit)


def _what(finding: Finding, style: Style) -> str:
    at = origin(finding.origin, style.source)
    return f"{about(finding)}<br>{at}" if finding.column else about(finding) if finding.table else at


def _who(problem: Problem, report: Report, style: Style) -> str:
    named = [writer(report.writes[index], style.source) for index in problem.writes[:FEW]]
    more = len(problem.writes) - len(named)
    return "<br>".join([*named, *([f"and {more:,} more"] if more else [])])


def _remedies(serious: Sequence[Problem]) -> str:
    by_help: dict[str, list[str]] = {}
    for problem in serious:
        if problem.first.help:
            by_help.setdefault(problem.first.help, []).append(about(problem.first))
    rows = [f"- {_some(names)}: {prose(remedy)}" for remedy, names in by_help.items()]
    more = [f"- and {len(rows) - MANY:,} more"] if len(rows) > MANY else []
    return "\n".join(["**What to do**", "", *rows[:MANY], *more])


def _some(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:FEW]) + (f" and {len(unique) - FEW:,} more" if len(unique) > FEW else "")


def _details(problem: Problem, report: Report, style: Style) -> str:
    rows = [f"- {described(report.writes[index], style.source)}" for index in problem.writes]
    who = f", {count(len(rows), 'writer')}" if rows else ""
    summary = f"{html_name(subject(problem.first))}: {problem.first.rule}{who}"
    messages = dict.fromkeys(finding.message for finding in problem.findings)
    return folded(summary, "\n\n".join([*(prose(message) for message in messages), "\n".join(rows)]).rstrip())


def _changes(report: Report, style: Style) -> Iterator[str]:
    for change in report.changes or ():
        column = name(f"{change.table}.{change.column}")
        at = origin(change.origin, style.source)
        touched = ", ".join(writer(report.writes[index], style.source) for index in change.writes[:FEW])
        more = f" and {len(change.writes) - FEW} more" if len(change.writes) > FEW else ""
        who = f"; written at {touched}{more}" if touched else ""
        yield f"- {change.kind} {column} {at}: {prose(change.detail)}{who}"


def _note(finding: Finding, style: Style) -> str:
    return f"- {name(subject(finding))} {origin(finding.origin, style.source)}: {prose(finding.message)}"


def _diagnostics(report: Report, style: Style) -> Iterator[str]:
    for diagnostic in report.diagnostics[:MANY]:
        yield f"- {linked(diagnostic.path, diagnostic.line, style.source)}: {prose(diagnostic.message)}"
    if len(report.diagnostics) > MANY:
        yield f"- and {len(report.diagnostics) - MANY:,} more"


def footer(report: Report, style: Style) -> str:
    """Return what was read, and at which commit."""
    at = f" at {name(style.source.sha[:12])}" if style.source else ""
    known = sum(finding.state == "unchanged" for finding in report.findings)
    before = f" {count(known, 'finding')} from before the change." if known else ""
    return f"<sub>writers {name(style.version)}{at}. {reading(report)}{before}</sub>"
