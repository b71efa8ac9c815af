"""SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

from scanner.model.facts import Diagnostic
from scanner.model.finding import Report
from scanner.reporters.documents import Json, encoded
from scanner.reporters.formats.sarif.places import location, plain
from scanner.reporters.formats.sarif.results import results
from scanner.reporters.formats.sarif.rules import rules
from scanner.reporters.style import HOME, Style

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, style: Style) -> str:
    """Return a log with one run."""
    return encoded({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, style)]}, indent=2) + "\n"


def _run(report: Report, style: Style) -> Json:
    known = rules(report, style)
    driver = {"name": "writers", "semanticVersion": style.version, "informationUri": HOME, "rules": known}
    source = style.source
    provenance = (
        {
            "versionControlProvenance": [
                {
                    "repositoryUri": source.home,
                    "revisionId": source.sha,
                    "mappedTo": {"uriBaseId": "SRCROOT"},
                }
            ]
        }
        if source
        else {}
    )
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"writers/{style.command}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the scanned tree."}}},
        **provenance,
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(one) for one in report.diagnostics],
            }
        ],
        "results": list(results(report, [rule["id"] for rule in known])),
    }


def _notification(diagnostic: Diagnostic) -> Json:
    return {
        "level": "note",
        "message": {"text": plain(diagnostic.message)},
        "locations": [location(diagnostic.path, diagnostic.line)],
    }
