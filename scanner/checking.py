"""Two states of a tree through the pipeline: what the second one does to the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scanner.findings import judge
from scanner.findings.baseline import known as unbaselined
from scanner.findings.suppress import uses
from scanner.gate import skew
from scanner.gate.alike import alike, without
from scanner.gate.changes import changes
from scanner.gate.compare import compare
from scanner.link import link
from scanner.model.catalog import Catalog
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Report
from scanner.pipeline import Question, scanned
from scanner.reading.rounds import read
from scanner.reading.source import Source


class Side(Struct, frozen=True):
    """One of the two states that a gate compares: its files, and what they say of the tables."""

    source: Source
    catalog: Catalog

    def watched(self, source: Source) -> Side:
        """Return this side with the progress that another source tells."""
        return replace(self, source=replace(self.source, progress=source.progress))


def check(base: Side, head: Side, root: str, question: Question) -> Report:
    """Return the head's report, each finding new or unchanged since the base, and what changed beside."""
    report, now = scanned(head.source, root, head.catalog, question)
    reading = read(base.source)
    then = link(reading.writes, base.catalog, reading.suppressions)
    before = _before(then, now, report.findings, question)
    known = frozenset(each.fingerprint for each in (*before, *report.findings))
    return replace(
        report,
        findings=(*compare(before, report.findings), *_skewed(reading.writes, now, known, question)),
        changes=tuple(changes(base.catalog, replace(now, writes=report.writes))),
    )


def _before(then: Facts, now: Facts, after: Collection[Finding], question: Question) -> list[Finding]:
    """Return the base's findings; those of tables that the change leaves alone are the head's."""
    same = alike(then, now)
    names = {now.catalog.tables[key].qualified for key in same}
    kept = [finding for finding in after if finding.writes and finding.table in names]
    used = uses((finding for finding in kept if finding.suppressed is not None), now)
    judged = judge(without(then, same), question.rules, question.severities, used)
    return [*unbaselined(judged, question.baseline), *kept]


def _skewed(
    writes: Sequence[Write], now: Facts, known: Collection[str], question: Question
) -> Iterator[Finding]:
    """Yield what the base's writers newly run into in the head's schema."""
    if question.rules is not None and "deploy-skew" not in question.rules:
        return
    crossed = link(writes, now.catalog)
    if question.rules is None or frozenset(question.rules) >= skew.RULES:
        crossed = without(crossed, alike(crossed, now))
    yield from skew.skew(judge(crossed, skew.RULES, question.severities), tuple(writes), known)
