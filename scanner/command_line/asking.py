"""What the options ask of an analysis, and the file with the findings that are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from scanner.command_line.judging import known, selected
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Judging
from scanner.findings import baseline
from scanner.model.facts import Diagnostic
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.model.options import EVERY
from scanner.pipeline import Question
from scanner.rules import rules

BASELINE = "writers-baseline.txt"


def question(run: Run, options: Judging, tables: Sequence[str]) -> Question:
    """Return what the options ask of a scan; CannotRun for a rule or a baseline that there is not."""
    for override in run.config.severity:
        known([override.rule] if override.rule != EVERY else [])
    baseline = frozenset[str]() if options.write_baseline else _baseline(run, options)
    return Question(tuple(tables), selected(options), run.config.severity, baseline)


def with_stale(run: Run, options: Judging, asked: Question, report: Report) -> Report:
    """Return the report with a diagnostic for what the baseline lists and no finding is any more.

    A run of some tables or some rules cannot tell.
    """
    file = run.baseline(options.baseline)
    present = [finding for finding in report.findings if finding.state != "absent"]
    gone = baseline.stale(present, asked.baseline)
    if not gone or asked.tables or asked.rules != frozenset(rules()) or file is None:
        return report
    listed = ", ".join(gone)
    message = f"{len(gone)} of its findings are gone ({listed}): --write-baseline takes them out"
    return replace(report, diagnostics=(*report.diagnostics, Diagnostic(file.name, None, message)))


def write_baseline(run: Run, options: Judging, report: Report) -> Path:
    """Write all findings of the report to the baseline, and return its path."""
    file = run.baseline(options.baseline) or run.root / BASELINE
    try:
        file.write_text(baseline.written(report.findings), encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotRun(f"{file} cannot be written: {error.strerror}") from error
    return file


def _baseline(run: Run, options: Judging) -> frozenset[str]:
    if (file := run.baseline(options.baseline)) is None:
        return frozenset()
    try:
        return baseline.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(
            f"the baseline {file} cannot be read: {error}", "--write-baseline makes a new one"
        ) from error
