"""Which findings a report is about, how bad they are, and which of them are one problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.model.facts import Write
from scanner.model.finding import Finding, Report, Severity
from scanner.reporters.style import FailOn, Style

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Problem:
    """The findings of one rule about one column: what is said once for all its writers.

    A finding about no column stands alone: its message is about its one writer.
    """

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that speaks for all."""
        return self.findings[0]

    @property
    def writes(self) -> tuple[int, ...]:
        """The indexes of all its writers, in order."""
        return tuple(sorted({index for finding in self.findings for index in finding.writes}))


def shown(report: Report, style: Style) -> tuple[Finding, ...]:
    """Return the findings to talk about, most severe first: neither suppressed nor done away with.

    A check talks of what is new, and of the rest only when asked to be verbose.
    """
    hidden = {"absent"} if style.command != "check" or style.verbosity > 0 else {"absent", "unchanged"}
    kept = (one for one in report.findings if one.suppressed is None and one.state not in hidden)
    return tuple(sorted(kept, key=lambda one: SEVERITIES.index(one.severity)))


def problems(findings: Iterable[Finding]) -> tuple[Problem, ...]:
    """Return the findings joined by severity, rule, table and column, in the order they came in."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        alone = "" if one.column else place(one.origin.path, one.origin.line)
        groups.setdefault((one.severity, one.rule, one.table, one.column or "", alone), []).append(one)
    return tuple(Problem(tuple(group)) for group in groups.values())


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


def blocks(findings: Sequence[Finding], fail_on: FailOn) -> bool:
    """Return whether one of the findings is at or above the severity that fails the run."""
    if fail_on == "never":
        return False
    limit = SEVERITIES.index(fail_on)
    return any(SEVERITIES.index(finding.severity) <= limit for finding in findings)
