"""The rules that ran, with their pages as help."""

from __future__ import annotations

from scanner.model.finding import Report
from scanner.reporters.documents import Json
from scanner.reporters.style import RuleText, Style


def rules(report: Report, style: Style) -> list[Json]:
    """Return every rule of the style, and by its name alone any other that found something."""
    known = [_described(rule) for rule in style.rules]
    names = {rule.slug for rule in style.rules}
    others = dict.fromkeys(finding.rule for finding in report.findings if finding.rule not in names)
    return [*known, *({"id": slug} for slug in others)]


def _described(rule: RuleText) -> Json:
    return {
        "id": rule.slug,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.page or rule.summary, "markdown": rule.page or rule.summary},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": ["database", "django", "postgres"], "problem.severity": _severity(rule)},
    }


def _severity(rule: RuleText) -> str:
    return "recommendation" if rule.severity == "note" else rule.severity
