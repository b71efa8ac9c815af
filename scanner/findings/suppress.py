"""Inline suppressions: which finding each one covers, and which cover nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.finding import Facts, Finding
from scanner.rules import rules
from scanner.rules.unused_ignore import RULE

Use = tuple[Suppression, str]
"""A suppression, and a rule of which it suppresses a finding."""


def suppress(
    findings: Iterable[Finding], facts: Facts, ran: Collection[str], used: Collection[Use] = ()
) -> Iterator[Finding]:
    """Yield every finding, the suppressed ones with their reason, and then the unused suppressions.

    Only the rules that `ran` can show one to be unused; `used` are those that other findings use.
    """
    if not facts.suppressions:
        yield from findings
        return
    seen = {*used}
    for finding, covering in _covered(findings, facts):
        seen.update((one, finding.rule) for one in covering)
        yield replace(finding, suppressed=covering[0].reason) if covering else finding
    if RULE.slug in ran:
        judged = {slug for slug in ran if slug in rules() and rules()[slug].check is not None}
        for one in sorted(set(aimed(facts)), key=lambda one: (one.path, one.line)):
            yield from (
                _unused(one, slug) for slug in one.rules if slug in judged and (one, slug) not in seen
            )


def uses(findings: Iterable[Finding], facts: Facts) -> frozenset[Use]:
    """Return which suppressions suppress one of the findings."""
    return frozenset((one, each.rule) for each, covering in _covered(findings, facts) for one in covering)


def unknown_rules(suppressions: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name in a suppression that is no rule's."""
    for one in suppressions:
        for slug in one.rules:
            if slug not in rules():
                close = get_close_matches(slug, rules(), n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                yield Diagnostic(one.path, one.line, f"the suppression names no known rule: {slug}{hint}")


def aimed(facts: Facts) -> tuple[Suppression, ...]:
    """Return the suppressions, each with the lines that it speaks of.

    Behind a statement or a field it speaks of that one, never of the next line.
    """
    if not facts.suppressions:
        return ()
    files = {one.path for one in facts.suppressions}
    fields = (column.origin for table in facts.catalog.tables.values() for column in table.columns)
    occupied = {(origin.path, origin.line) for origin in fields if origin and origin.path in files}
    for write in facts.writes:
        if write.path in files:
            lines = range(write.statement.at.line, write.statement.end_line + 1)
            occupied.update((write.path, line) for line in lines)
    return tuple(
        replace(one, until=one.line) if (one.path, one.line) in occupied else one
        for one in facts.suppressions
    )


def _covered(findings: Iterable[Finding], facts: Facts) -> Iterator[tuple[Finding, list[Suppression]]]:
    """Yield each finding with the suppressions that cover it.

    On a statement that spans several lines a suppression may stand on any of them.
    """
    near: defaultdict[tuple[str, str], list[Suppression]] = defaultdict(list)
    for one in aimed(facts):
        for slug in dict.fromkeys(one.rules):
            near[slug, one.path].append(one)
    for finding in findings:
        writer = facts.writes[finding.writes[0]] if len(finding.writes) == 1 else None
        files = sorted({finding.origin.path, writer.path if writer else finding.origin.path})
        found = (one for file in files for one in near.get((finding.rule, file), ()))
        yield finding, [one for one in found if _covers(one, finding, writer)]


def _covers(one: Suppression, finding: Finding, writer: Write | None) -> bool:
    at_field = one.path == finding.origin.path and one.covers(finding.origin.line or 0)
    return at_field or (writer is not None and _at_writer(one, writer))


def _at_writer(one: Suppression, write: Write) -> bool:
    first, last = write.statement.at.line, write.statement.end_line
    return one.path == write.path and (one.covers(first) or first <= one.line <= last)


def _unused(one: Suppression, slug: str) -> Finding:
    return Finding(
        rule=RULE.slug,
        severity=RULE.severity,
        table="",
        column=None,
        message=f"this suppression of {slug} suppresses nothing (its reason: {one.reason})",
        help=f"Take {slug} out of the comment, or move it to the line of the writer or the model field.",
        origin=Origin(one.path, one.line),
        writes=(),
    )
