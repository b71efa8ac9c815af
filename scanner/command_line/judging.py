"""Findings on the command line: which rules run, what is said of them, what the exit code says."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from msgspec.structs import replace

from scanner.adapters import pages
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Judging
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.reporters.selection import blocks
from scanner.reporters.style import RuleText
from scanner.rules import rules


def judging(run: Run, options: Judging) -> Run:
    """Return the run with a report that knows the rules and what fails."""
    fail_on = options.fail_on or run.config.fail_on
    paged = any(each.format == "sarif" for each in run.outputs)
    texts = tuple(_text(slug, paged=paged) for slug in sorted(selected(options)))
    return replace(run, style=replace(run.style, fail_on=fail_on, rules=texts))


def failed(run: Run, options: Judging, report: Report) -> bool:
    """Tell whether the report has findings that make the run fail."""
    open_ = [finding for finding in report.findings if finding.suppressed is None]
    return not options.exit_zero and blocks(open_, run.style.fail_on)


def page(slug: str) -> str:
    """Return a rule's page; CannotRun for a rule that there is not."""
    known([slug])
    return pages.page(slug) or rules()[slug].summary


def selected(options: Judging) -> frozenset[str]:
    """Return the slugs of the rules that are asked for."""
    selected, ignored = _slugs(options.select or ()), _slugs(options.ignore or ())
    return frozenset(selected or rules()) - frozenset(ignored)


def _text(slug: str, *, paged: bool) -> RuleText:
    """Return what is said of a rule; its page is read only where a format shows it."""
    rule = rules()[slug]
    return RuleText(slug, rule.severity, rule.summary, (pages.page(slug) or "") if paged else "")


def _slugs(given: Iterable[str]) -> list[str]:
    slugs = [slug.strip() for each in given for slug in each.split(",") if slug.strip()]
    known(slugs)
    return slugs


def known(slugs: Iterable[str]) -> None:
    """Raise CannotRun for a rule that there is not."""
    for slug in slugs:
        if slug not in rules():
            close = get_close_matches(slug, rules(), 1)
            instead = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(rules()))}"
            raise CannotRun(f"there is no rule {slug}", instead)
