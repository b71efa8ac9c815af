"""`scan` and `check` as cards: one a table, with its writers and what they would break on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.catalog import Table
from scanner.model.finding import Finding, Report, SchemaChange
from scanner.reporters.formats.html.words import code, origin, pill, row, sentence, table, title, writer
from scanner.reporters.selection import Problem, problems, shown, writers_of
from scanner.reporters.style import Style
from scanner.reporters.words import count, subject


def findings(report: Report, style: Style) -> Iterator[str]:
    """Yield the cards, those of tables with errors first."""
    found = shown(report, style)
    if report.changes:
        yield _changes(report.changes, report, style)
    worst = {finding.table: position for position, finding in reversed(list(enumerate(found)))}
    for one in sorted(report.tables, key=lambda table: worst.get(table.qualified, len(found))):
        yield _card(one, [finding for finding in found if finding.table == one.qualified], report, style)
    known = {one.qualified for one in report.tables}
    others = [finding for finding in found if finding.table not in known]
    if others:
        body = "".join(_problem(problem, style) for problem in problems(others, report))
        yield f'<section class="card"><header><h2>elsewhere</h2></header>{body}</section>'


def _card(one: Table, about: Sequence[Finding], report: Report, style: Style) -> str:
    missing = f"<p>columns may be missing: {sentence(one.unread)}</p>" if one.unread else ""
    indexes = sorted(writers_of(one, about, report), key=lambda index: _rank(index, about))
    rows = [_writer(index, about, report, style) for index in indexes]
    body = "".join(_problem(problem, style) for problem in problems(about, report))
    return (
        f'<section class="card"><header>{title(one, style.source)}</header>{missing}'
        f"{table(('', 'Writer', 'Call', 'Symbol'), rows)}{body}</section>"
    )


def _verdict(index: int, about: Sequence[Finding]) -> str:
    hits = (finding.severity for finding in about if index in finding.writes and finding.severity != "note")
    return next(hits, "ok")


def _rank(index: int, about: Sequence[Finding]) -> int:
    return ("error", "warning", "ok").index(_verdict(index, about))


def _writer(index: int, about: Sequence[Finding], report: Report, style: Style) -> str:
    write = report.writes[index]
    said = [code(write.language), write.statement.operation.upper(), code(write.via) if write.via else ""]
    said.append("in tests" if write.in_tests else "")
    cells = [pill(_verdict(index, about)), writer(write, style.source), ", ".join(filter(None, said))]
    return row([*cells, code(write.symbol) if write.symbol else ""])


def _problem(problem: Problem, style: Style) -> str:
    first = problem.first
    messages = dict.fromkeys(finding.message for finding in problem.findings)
    said = "".join(f"<p>{sentence(message)}</p>" for message in messages)
    at = origin(first.origin, style.source)
    remedy = f'<p class="remedy">{sentence(first.help)}</p>' if first.help else ""
    heading = f"{pill(first.severity)}<span>{code(subject(first))}</span><span>{code(first.rule)}</span>{at}"
    return f'<div class="problem"><h3>{heading}</h3>{said}{remedy}</div>'


def _changes(changes: Sequence[SchemaChange], report: Report, style: Style) -> str:
    rows = [
        row(
            [
                f"{change.kind} {code(f'{change.table}.{change.column}')}",
                sentence(change.detail),
                origin(change.origin, style.source),
                count(len(change.writes), "writer"),
            ]
        )
        for change in changes
    ]
    header = ("Change", "What", "Where", "Outside writers")
    return f'<section class="card"><header><h2>the change</h2></header>{table(header, rows)}</section>'
