"""The findings as results: the model field is the place, the writers are related ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.facts import Write
from scanner.model.finding import Finding, Report
from scanner.reporters.documents import Json
from scanner.reporters.formats.sarif.places import location, plain
from scanner.reporters.style import SEVERITIES
from scanner.reporters.words import at


def results(report: Report, rules: Sequence[str]) -> Iterator[Json]:
    """Yield a result for each finding that the tree has, most severe first.

    Findings that a change did away with are left out: GitHub does not know `absent` and would
    show them as open.
    """
    present = (finding for finding in report.findings if finding.state != "absent")
    for finding in sorted(present, key=lambda one: SEVERITIES.index(one.severity)):
        yield _result(finding, report, rules.index(finding.rule))


def _result(finding: Finding, report: Report, rule: int) -> Json:
    writes = [report.writes[index] for index in finding.writes]
    primary = location(finding.origin.path, finding.origin.line)
    if finding.table:
        primary["logicalLocations"] = [_logical(finding)]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": _message(finding, writes)},
        "locations": [primary],
        "relatedLocations": [_related(number, write) for number, write in enumerate(writes, 1)],
        **({"partialFingerprints": {"writers/v1": finding.fingerprint}} if finding.fingerprint else {}),
        **({"baselineState": finding.state} if finding.state else {}),
        **({"suppressions": [_suppression(finding)]} if finding.suppressed is not None else {}),
    }


def _message(finding: Finding, writes: Sequence[Write]) -> str:
    links = ", ".join(f"[{plain(at(write))}]({number})" for number, write in enumerate(writes, 1))
    parts = (plain(finding.message), f"Written at {links}." if links else "", plain(finding.help))
    return "\n".join(part for part in parts if part)


def _related(number: int, write: Write) -> Json:
    statement = write.statement
    place = location(write.path, statement.at.line, statement.at.column, statement.end_line)
    said = ", ".join(filter(None, (write.language, write.via, write.symbol)))
    return {"id": number, **place, "message": {"text": plain(said)}}


def _logical(finding: Finding) -> Json:
    if finding.column:
        return {"fullyQualifiedName": f"{finding.table}.{finding.column}", "kind": "member"}
    return {"fullyQualifiedName": finding.table, "kind": "object"}


def _suppression(finding: Finding) -> Json:
    return {"kind": "inSource", "justification": finding.suppressed}
