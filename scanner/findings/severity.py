"""How bad a finding is here: the rule's own severity, or what the project's settings say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from scanner.model.facts import Write
from scanner.model.finding import Finding
from scanner.model.options import EVERY, SeverityRule

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def with_severity(
    findings: Iterable[Finding], writes: Sequence[Write], overrides: Sequence[SeverityRule]
) -> Iterator[Finding]:
    """Yield the findings with their configured severities, without the ignored ones.

    The last override that matches holds. One with paths matches when every writer of the finding
    is there; a finding without a writer stands where its origin is.
    """
    if not overrides:
        yield from findings
        return
    for finding in findings:
        paths = [writes[index].path for index in finding.writes] or [finding.origin.path]
        matching = [override for override in overrides if _matches(override, finding.rule, paths)]
        match matching[-1].severity if matching else finding.severity:
            case "ignore":
                continue
            case severity:
                yield replace(finding, severity=severity)


def _matches(override: SeverityRule, rule: str, paths: Sequence[str]) -> bool:
    if override.rule not in (rule, EVERY):
        return False
    return override.paths is None or all(_spec(override.paths).match_file(path) for path in paths)


@cache
def _spec(pattern: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # it takes 70 ms, and few projects need it

    return GitIgnoreSpec.from_lines([pattern])
