"""Which findings a report is about, how bad they are, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scanner.model.finding import Finding, Report, Severity
from scanner.reporters.style import FailOn, Style

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def shown(report: Report, style: Style) -> tuple[Finding, ...]:
    """Return the findings to talk about, most severe first: neither suppressed nor done away with.

    A check talks of what is new, and of the rest only when asked to be verbose.
    """
    hidden = {"absent"} if style.command != "check" or style.verbosity > 0 else {"absent", "unchanged"}
    kept = (one for one in report.findings if one.suppressed is None and one.state not in hidden)
    return tuple(sorted(kept, key=lambda one: SEVERITIES.index(one.severity)))


def blocks(finding: Finding, fail_on: FailOn) -> bool:
    """Return whether a finding is at or above the severity that fails the run."""
    return fail_on != "never" and SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on)


def tally(findings: Iterable[Finding]) -> str:
    """Return how many there are in words: `2 errors, 1 warning`; empty without any."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(count(counts[severity], severity) for severity in SEVERITIES if counts[severity])


def count(number: int, noun: str) -> str:
    """Return a number of things: `1 table`, `1,200 tables`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
