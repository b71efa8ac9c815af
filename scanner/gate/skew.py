"""The base's writers against the head's schema: what breaks only while a deploy rolls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from scanner.findings.fingerprint import fingerprinted
from scanner.model.facts import Write
from scanner.model.finding import Finding

RULES = frozenset({"not-null-omitted", "null-into-not-null", "unknown-column"})
"""What an old writer can run into; the other rules speak of code that is still to be changed."""


def skew(crossed: Iterable[Finding], writes: tuple[Write, ...], known: Collection[str]) -> Iterator[Finding]:
    """Yield a `deploy-skew` for each error of the base's writers against the head's catalog.

    `writes` are the base's; `known` are the fingerprints of both revisions' own findings, which
    say the same with more right. Test code is not deployed.
    """
    found = (
        _skewed(finding, writes[finding.writes[0]])
        for finding in crossed
        if finding.writes
        and finding.fingerprint not in known
        and finding.suppressed is None
        and not writes[finding.writes[0]].in_tests
    )
    for finding in fingerprinted(found, writes):
        yield replace(finding, state="new", writes=())


def _skewed(finding: Finding, writer: Write) -> Finding:
    place = f"{writer.path}:{writer.statement.at.line}"
    return replace(
        finding,
        rule="deploy-skew",
        severity="warning",
        message=(
            f"until the last old process is gone, {place} as it was before this change still runs, "
            f"and against the new schema {finding.message[:1].lower()}{finding.message[1:]}"
        ),
        help="Deploy in two steps: first the writer that suits both schemas, then the migration"
        + (
            f"; or give {finding.column} a `db_default=` that serves the old writer."
            if finding.column
            else "."
        ),
    )
