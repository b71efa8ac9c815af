"""A table's writers, each with what is wrong with it, those that break first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scanner.model.facts import Write
from scanner.model.finding import Finding, Report
from scanner.reporters.formats.text.paint import Paint, Tone
from scanner.reporters.formats.text.writers import MARGIN, deed, gutter, row
from scanner.reporters.style import SEVERITIES
from scanner.reporters.words import reasons

_SAYS = {
    "not-null-omitted": "leaves out {}",
    "default-only-in-migrations": "leaves out {}",
    "default-only-in-models": "leaves out {}",
    "null-into-not-null": "puts NULL into {}",
    "unknown-column": "names {}, which the table does not have",
    "positional-insert": "names no columns",
    "opaque-columns": "may leave out a column that it must name",
}


def verdicts(
    indexes: Sequence[int], findings: Sequence[Finding], report: Report, paint: Paint
) -> Iterator[str]:
    """Yield the rows of each writer; `findings` are those about the table."""
    about: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity != "note":
            for index in finding.writes:
                about[index].append(finding)
    yield from _writers([(report.writes[index], about[index]) for index in indexes], paint)


def _writers(pairs: Sequence[tuple[Write, list[Finding]]], paint: Paint) -> Iterator[str]:
    column = gutter([(write, deed(write)) for write, _ in pairs], paint)
    for write, findings in sorted(pairs, key=lambda pair: _urgency(pair[1])):
        word = findings[0].severity if findings else "ok"
        tone: Tone = findings[0].severity if findings else "ok"
        yield from row(write, deed(write), word, tone, column, paint)
        for said in _said(findings):
            yield from paint.prose(said, MARGIN)
        for reason in reasons(write, linked=True):
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
