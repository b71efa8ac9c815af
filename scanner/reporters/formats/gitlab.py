"""GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from scanner.model.finding import Finding, Report, Severity
from scanner.reporters.documents import Json, encoded
from scanner.reporters.escape import visible
from scanner.reporters.selection import shown
from scanner.reporters.style import Style
from scanner.reporters.words import sentence

SEVERITY: dict[Severity, str] = {"error": "critical", "warning": "minor", "note": "info"}


def render(report: Report, style: Style) -> str:
    """Return an array with one entry for each finding; GitLab compares the branches by fingerprint."""
    seen: Counter[str] = Counter()
    entries = [_entry(finding, report, seen) for finding in shown(report, style)]
    return encoded(entries, indent=2) + "\n"


def _entry(finding: Finding, report: Report, seen: Counter[str]) -> Json:
    seen[finding.fingerprint] += 1
    identity = f"{finding.fingerprint}/{seen[finding.fingerprint]}"
    return {
        "description": visible(sentence(finding, report)),
        "check_name": finding.rule,
        "fingerprint": sha256(identity.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": SEVERITY[finding.severity],
        "location": {"path": finding.origin.path, "lines": {"begin": finding.origin.line or 1}},
    }
