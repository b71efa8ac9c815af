"""Findings on the command line: which rules run, which findings are known, what the exit code says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from msgspec.structs import replace

from scanner.adapters import pages
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Judging
from scanner.findings import baseline
from scanner.model.facts import Diagnostic
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.model.options import EVERY
from scanner.pipeline import Question
from scanner.reporters.selection import blocks
from scanner.reporters.style import RuleText
from scanner.rules import rules

BASELINE = "writers-baseline.txt"


def question(run: Run, options: Judging, tables: Sequence[str]) -> Question:
    """Return what the options ask of a scan; CannotRun for a rule or a baseline that there is not."""
    for override in run.config.severity:
        _known([override.rule] if override.rule != EVERY else [])
    baseline = frozenset[str]() if options.write_baseline else _baseline(run, options)
    return Question(tuple(tables), _selected(options), run.config.severity, baseline)


def judging(run: Run, options: Judging) -> Run:
    """Return the run with a report that knows the rules and what fails."""
    fail_on = options.fail_on or run.config.fail_on
    paged = any(each.format == "sarif" for each in run.outputs)
    texts = tuple(_text(slug, paged=paged) for slug in sorted(_selected(options)))
    return replace(run, style=replace(run.style, fail_on=fail_on, rules=texts))


def failed(run: Run, options: Judging, report: Report) -> bool:
    """Tell whether the report has findings that make the run fail."""
    open_ = [finding for finding in report.findings if finding.suppressed is None]
    return not options.exit_zero and blocks(open_, run.style.fail_on)


def with_stale(run: Run, options: Judging, asked: Question, report: Report) -> Report:
    """Return the report with a diagnostic for what the baseline lists and no finding is any more.

    A run of some tables or some rules cannot tell.
    """
    file = _file(run, options)
    present = [finding for finding in report.findings if finding.state != "absent"]
    gone = baseline.stale(present, asked.baseline)
    if not gone or asked.tables or asked.rules != frozenset(rules()) or file is None:
        return report
    listed = ", ".join(gone)
    message = f"{len(gone)} of its findings are gone ({listed}): --write-baseline takes them out"
    return replace(report, diagnostics=(*report.diagnostics, Diagnostic(file.name, None, message)))


def write_baseline(run: Run, options: Judging, report: Report) -> Path:
    """Write all findings of the report to the baseline, and return its path."""
    file = _file(run, options) or run.root / BASELINE
    try:
        file.write_text(baseline.written(report.findings), encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotRun(f"{file} cannot be written: {error.strerror}") from error
    return file


def page(slug: str) -> str:
    """Return a rule's page; CannotRun for a rule that there is not."""
    _known([slug])
    return pages.page(slug) or rules()[slug].summary


def _selected(options: Judging) -> frozenset[str]:
    selected, ignored = _slugs(options.select or ()), _slugs(options.ignore or ())
    return frozenset(selected or rules()) - frozenset(ignored)


def _text(slug: str, *, paged: bool) -> RuleText:
    """Return what is said of a rule; its page is read only where a format shows it."""
    rule = rules()[slug]
    return RuleText(slug, rule.severity, rule.summary, (pages.page(slug) or "") if paged else "")


def _slugs(given: Iterable[str]) -> list[str]:
    slugs = [slug.strip() for each in given for slug in each.split(",") if slug.strip()]
    _known(slugs)
    return slugs


def _known(slugs: Iterable[str]) -> None:
    for slug in slugs:
        if slug not in rules():
            close = get_close_matches(slug, rules(), 1)
            instead = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(rules()))}"
            raise CannotRun(f"there is no rule {slug}", instead)


def _file(run: Run, options: Judging) -> Path | None:
    configured = run.root / run.config.baseline if run.config.baseline else None
    return options.baseline or configured


def _baseline(run: Run, options: Judging) -> frozenset[str]:
    if (file := _file(run, options)) is None:
        return frozenset()
    try:
        return baseline.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(
            f"the baseline {file} cannot be read: {error}", "--write-baseline makes a new one"
        ) from error
