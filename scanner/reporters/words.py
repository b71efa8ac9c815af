"""What every format says in the same words: places, subjects, counts; not yet escaped for any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scanner.model.catalog import Constraint
from scanner.model.facts import Write
from scanner.model.finding import Finding, Report
from scanner.model.statement import ColumnList, Named, Unread
from scanner.reporters.style import SEVERITIES


def subject(finding: Finding) -> str:
    """Return what a finding is about: `table.column`, the table, or else its place."""
    if not finding.table:
        return place(finding.origin.path, finding.origin.line)
    return f"{finding.table}.{finding.column}" if finding.column else finding.table


def place(path: str, line: int | None) -> str:
    """Return a place as people and editors write it."""
    return f"{path}:{line}" if line else path


def at(write: Write) -> str:
    """Return a writer's place."""
    return place(write.path, write.statement.at.line)


def reasons(write: Write, *, linked: bool = False) -> list[str]:
    """Return why something of a write is not known: its table, its schema, its columns.

    Of a write that is `linked` to a table the schema is of no interest any more.
    """
    statement = write.statement
    schema = statement.target.schema if isinstance(statement.target, Named) and not linked else None
    found = [write.reason]
    found += [
        unread.reason
        for unread in (statement.target, schema, statement.columns)
        if isinstance(unread, Unread)
    ]
    found += [
        listed.reason for listed in (statement.columns, statement.conflict) if isinstance(listed, ColumnList)
    ]
    return [reason for reason in dict.fromkeys(found) if reason]


def sentence(finding: Finding, report: Report) -> str:
    """Return a finding in one line, with its writers unless it stands on the writer itself."""
    places = [at(report.writes[index]) for index in finding.writes]
    own = place(finding.origin.path, finding.origin.line)
    listed = ", ".join(dict.fromkeys(spot for spot in places if spot != own))
    said = " ".join(finding.message.split())
    return f"{said} (written at {listed})" if listed else said


def tally(findings: Iterable[Finding]) -> str:
    """Return how many there are in words: `2 errors, 1 warning`; empty without any."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(count(counts[severity], severity) for severity in SEVERITIES if counts[severity])


def count(number: int, noun: str) -> str:
    """Return a number of things: `1 table`, `1,200 tables`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def reading(report: Report) -> str:
    """Return how much was read, understood in part, not understood, skipped and suppressed."""
    stats = report.stats
    suppressed = sum(finding.suppressed is not None for finding in report.findings)
    return (
        f"Read {stats.candidates:,} of {count(stats.files, 'file')} in {stats.seconds:.1f} s: "
        f"{count(stats.writes, 'write')}, {stats.partial:,} understood in part, {stats.opaque:,} not "
        f"understood; {stats.skipped:,} skipped, {suppressed:,} suppressed."
    )


def fact(held: Constraint | None) -> str:
    """Return what one schema says of a column; `required` is NOT NULL without a value of Postgres' own."""
    match held:
        case None:
            return "absent"
        case Constraint(not_null=True, default=None):
            return "required"
        case Constraint(not_null, default):
            return " ".join(filter(None, ("NOT NULL" if not_null else "null", default)))
