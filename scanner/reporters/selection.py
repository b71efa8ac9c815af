"""Which findings a report is about, how bad they are, and which of them are one problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from scanner.model.catalog import Table
from scanner.model.finding import Finding, Report
from scanner.reporters.style import SEVERITIES, FailOn, Style
from scanner.reporters.words import place


class Problem(Struct, frozen=True):
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


def problems(findings: Iterable[Finding], report: Report) -> tuple[Problem, ...]:
    """Return the findings joined by severity, rule, table and column, in the order they came in.

    One that is not about test code speaks for all of a problem. One whose writer is only in the
    base stands alone: where that is, its message alone says.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        at = place(one.origin.path, one.origin.line)
        alone = at if not one.column else "" if one.writes else one.message
        groups.setdefault((one.severity, one.rule, one.table, one.column or "", alone), []).append(one)
    return tuple(
        Problem(tuple(sorted(group, key=lambda one: _in_tests(one, report)))) for group in groups.values()
    )


def _in_tests(finding: Finding, report: Report) -> bool:
    return all(report.writes[index].in_tests for index in finding.writes)


def writers_of(table: Table, findings: Iterable[Finding], report: Report) -> tuple[int, ...]:
    """Return the writes of a table by index, with those that a finding about it speaks of."""
    named = {index for finding in findings for index in finding.writes}
    return tuple(sorted({*report.writers_of(table), *named}))


def blocks(findings: Sequence[Finding], fail_on: FailOn) -> bool:
    """Return whether one of the findings is at or above the severity that fails the run."""
    if fail_on == "never":
        return False
    limit = SEVERITIES.index(fail_on)
    return any(SEVERITIES.index(finding.severity) <= limit for finding in findings)
