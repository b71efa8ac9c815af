"""Findings that a project lives with for now: a text file of fingerprints, one a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from scanner.model.finding import Finding

KNOWN = "in the baseline"
_HEADING = "# Findings known when this was written. Delete a line when its cause is gone."


def parse(text: str) -> frozenset[str]:
    """Return the fingerprints of a baseline file; what follows `#` is for people."""
    return frozenset(found for line in text.splitlines() if (found := line.partition("#")[0].strip()))


def written(findings: Iterable[Finding]) -> str:
    """Return the baseline file that knows these findings, except those that are suppressed in the source."""
    kept = [each for each in findings if each.suppressed in (None, KNOWN)]
    lines = sorted(
        f"{each.fingerprint}  # {each.rule} {_subject(each)} ({each.origin.path})" for each in kept
    )
    return "\n".join([_HEADING, *lines, ""])


def known(findings: Iterable[Finding], fingerprints: Collection[str]) -> Iterator[Finding]:
    """Yield the findings, those of the baseline as suppressed."""
    for finding in findings:
        listed = finding.suppressed is None and finding.fingerprint in fingerprints
        yield replace(finding, suppressed=KNOWN) if listed else finding


def stale(findings: Iterable[Finding], fingerprints: Collection[str]) -> tuple[str, ...]:
    """Return the fingerprints of the baseline that no finding has any more, in order."""
    return tuple(sorted(frozenset(fingerprints) - {finding.fingerprint for finding in findings}))


def _subject(finding: Finding) -> str:
    return f"{finding.table}.{finding.column}" if finding.column else finding.table
