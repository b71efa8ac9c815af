"""`scan` and `check` as cards: one a table, with its writers and what they would break on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scanner.model.catalog import Table
from scanner.model.facts import Write
from scanner.model.finding import Finding, Report, SchemaChange
from scanner.reporters.formats.html.words import code, origin, pill, row, sentence, table, title, writer
from scanner.reporters.selection import Problem, problems, shown, writers_of
from scanner.reporters.style import Style
from scanner.reporters.words import count, subject

_RANKS = {"error": 0, "warning": 1, "ok": 2}


def findings(report: Report, style: Style) -> Iterator[str]:
    """Yield the cards, those of tables with errors first."""
    found = shown(report, style)
    if report.changes:
        yield _changes(report.changes, report, style)
    about: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        about[finding.table].append(finding)
    worst = {table: position for position, table in enumerate(about)}
    for one in sorted(report.tables, key=lambda table: worst.get(table.qualified, len(worst))):
        yield _card(one, about.get(one.qualified, ()), report, style)
    known = {one.qualified for one in report.tables}
    others = [finding for finding in found if finding.table not in known]
    if others:
        body = "".join(_problem(problem, style) for problem in problems(others, report))
        yield f'<section class="card"><header><h2>elsewhere</h2></header>{body}</section>'


def _card(one: Table, about: Sequence[Finding], report: Report, style: Style) -> str:
    missing = f"<p>columns may be missing: {sentence(one.unread)}</p>" if one.unread else ""
    verdicts = _verdicts(about)
    indexes = sorted(writers_of(one, about, report), key=lambda index: _RANKS[verdicts.get(index, "ok")])
    rows = [_writer(report.writes[index], verdicts.get(index, "ok"), style) for index in indexes]
    body = "".join(_problem(problem, style) for problem in problems(about, report))
    return (
        f'<section class="card"><header>{title(one, style.source)}</header>{missing}'
        f"{table(('', 'Writer', 'Call', 'Symbol'), rows)}{body}</section>"
    )


def _verdicts(about: Sequence[Finding]) -> Mapping[int, str]:
    """Return the worst that is said of each writer, notes aside."""
    found: dict[int, str] = {}
    for finding in about:
        if finding.severity != "note":
            for index in finding.writes:
                found.setdefault(index, finding.severity)
    return found


def _writer(write: Write, verdict: str, style: Style) -> str:
    said = [code(write.language), write.statement.operation.upper(), code(write.via) if write.via else ""]
    said.append("in tests" if write.in_tests else "")
    cells = [pill(verdict), writer(write, style.source), ", ".join(filter(None, said))]
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
