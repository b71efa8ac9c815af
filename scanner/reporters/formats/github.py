"""GitHub's workflow commands, which annotate a pull request's lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands: a step shows
ten errors, ten warnings and ten notices, and drops the rest; here the tenth says how many.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.finding import Report, Severity
from scanner.reporters.escape import github_data, github_property, log
from scanner.reporters.selection import Problem, problems, shown
from scanner.reporters.style import SEVERITIES, Style
from scanner.reporters.words import at, count, reading, subject

LIMIT = 10
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, style: Style) -> str:
    """Return one annotation for each problem, most severe first, then what was read as a plain line."""
    if style.command in {"list", "schema"}:
        return log(reading(report) + "\n")
    found = problems(shown(report, style), report)
    rows: list[str] = []
    for severity in SEVERITIES:
        rows += _limited(severity, [one for one in found if one.first.severity == severity], report)
    return "".join(f"{row}\n" for row in [*rows, reading(report)])


def _limited(severity: Severity, found: list[Problem], report: Report) -> Iterator[str]:
    fitting = found if len(found) <= LIMIT else found[: LIMIT - 1]
    for problem in fitting:
        yield _annotation(problem, report)
    if len(fitting) < len(found):
        rest = count(len(found) - len(fitting), f"more {severity}")
        yield f"::{COMMANDS[severity]} title=writers::and {rest}: the other formats of this run hold them all"


def _annotation(problem: Problem, report: Report) -> str:
    first = problem.first
    properties = {
        "file": first.origin.path,
        "line": str(first.origin.line or 1),
        "title": f"{subject(first)}: {first.rule}",
    }
    spelt = ",".join(f"{name}={github_property(value)}" for name, value in properties.items())
    places = ", ".join(dict.fromkeys(at(report.writes[index]) for index in problem.writes))
    text = "\n".join(filter(None, (first.message, first.help, f"Written at {places}" if places else "")))
    return f"::{COMMANDS[first.severity]} {spelt}::{github_data(text)}"
