"""reviewdog's rdjson: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf."""

from __future__ import annotations

from scanner.model.finding import Finding, Report, Severity
from scanner.reporters.documents import Json, encoded
from scanner.reporters.escape import visible
from scanner.reporters.selection import shown
from scanner.reporters.style import HOME, Style
from scanner.reporters.words import sentence

SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(report: Report, style: Style) -> str:
    """Return a DiagnosticResult with one diagnostic for each finding."""
    result = {
        "source": {"name": "writers", "url": HOME},
        "diagnostics": [_diagnostic(finding, report) for finding in shown(report, style)],
    }
    return encoded(result, indent=2) + "\n"


def _diagnostic(finding: Finding, report: Report) -> Json:
    line = finding.origin.line
    return {
        "message": visible(" ".join(filter(None, (sentence(finding, report), finding.help)))),
        "location": {
            "path": finding.origin.path,
            **({"range": {"start": {"line": line}}} if line else {}),
        },
        "severity": SEVERITY[finding.severity],
        "code": {"value": finding.rule},
    }
