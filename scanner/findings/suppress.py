"""Inline suppressions: which finding each one covers, and which cover nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.finding import Facts, Finding
from scanner.rules import rules
from scanner.rules.unused_ignore import RULE


def suppress(findings: Iterable[Finding], facts: Facts, ran: Collection[str]) -> Iterator[Finding]:
    """Yield every finding, the suppressed ones with their reason, and then the unused suppressions.

    On a statement that spans several lines a suppression may stand on any of them; behind a
    statement or a field it speaks of that one, never of the next line. Only the rules that `ran`
    can show one to be unused.
    """
    if not facts.suppressions:
        yield from findings
        return
    used: set[tuple[Suppression, str]] = set()
    aimed = _aimed(facts)
    near = _by_rule_and_file(aimed)
    for finding in findings:
        writer = facts.writes[finding.writes[0]] if len(finding.writes) == 1 else None
        files = sorted({finding.origin.path, writer.path if writer else finding.origin.path})
        asked = (one for file in files for one in near.get((finding.rule, file), ()))
        covering = [one for one in asked if _covers(one, finding, writer)]
        used.update((one, finding.rule) for one in covering)
        yield replace(finding, suppressed=covering[0].reason) if covering else finding
    if RULE.slug in ran:
        judged = {slug for slug in ran if slug in rules() and rules()[slug].check is not None}
        for one in sorted(set(aimed), key=lambda one: (one.path, one.line)):
            yield from (
                _unused(one, slug) for slug in one.rules if slug in judged and (one, slug) not in used
            )


def unknown_rules(suppressions: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name in a suppression that is no rule's."""
    for one in suppressions:
        for slug in one.rules:
            if slug not in rules():
                close = get_close_matches(slug, rules(), n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                yield Diagnostic(one.path, one.line, f"the suppression names no known rule: {slug}{hint}")


def _aimed(facts: Facts) -> tuple[Suppression, ...]:
    """Return the suppressions, those on the line of a statement or a field without the next line."""
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


def _by_rule_and_file(
    suppressions: Iterable[Suppression],
) -> Mapping[tuple[str, str], Sequence[Suppression]]:
    found: defaultdict[tuple[str, str], list[Suppression]] = defaultdict(list)
    for one in suppressions:
        for slug in dict.fromkeys(one.rules):
            found[slug, one.path].append(one)
    return found


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
