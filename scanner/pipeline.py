"""The whole flow on one screen: find, extract and read; load the schema; link, judge, suppress."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.ambiguity import ambiguities
from scanner.asked import asked, words
from scanner.findings import judge
from scanner.findings.baseline import known as unbaselined
from scanner.findings.suppress import unknown_rules, uses
from scanner.gate import skew
from scanner.gate.alike import alike, without
from scanner.gate.changes import changes
from scanner.gate.compare import compare
from scanner.link import link
from scanner.model.catalog import Catalog
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Report, Stats
from scanner.model.options import SeverityRule
from scanner.model.statement import Named
from scanner.reading import Source, read
from scanner.reading.gather import place
from scanner.rules import rules

OF_ALL_TABLES = frozenset({"unused-ignore"})
"""Rules whose findings hang on what the others find in every table."""


@dataclass(frozen=True, slots=True)
class Question:
    """Of which tables (none: all) a scan is to tell, by which rules (None: all); `baseline` is known."""

    tables: tuple[str, ...] = ()
    rules: Collection[str] | None = None
    severities: tuple[SeverityRule, ...] = ()
    baseline: Collection[str] = ()


def scan(source: Source, root: str, catalog: Catalog, question: Question) -> Report:
    """Return who writes the tables, and what is wrong with it; CannotRun for a table that there is not."""
    return _scanned(source, root, catalog, question)[0]


def _scanned(source: Source, root: str, catalog: Catalog, question: Question) -> tuple[Report, Facts]:
    keys, known = asked(catalog, question.tables) if catalog.tables else (), catalog
    if keys:
        source = replace(source, only=words([catalog.tables[key] for key in keys]))
        catalog = replace(catalog, tables={key: catalog.tables[key] for key in keys})
    reading = read(source)
    writes = tuple(write for write in reading.writes if not keys or _may_be(write, catalog))
    facts = link(writes, catalog, reading.suppressions)
    selected = frozenset(rules() if question.rules is None else question.rules)
    judged = judge(facts, selected - OF_ALL_TABLES if keys else selected, question.severities)
    findings = unbaselined(judged, question.baseline)
    said = ambiguities(reading.writes, known, keys)
    diagnostics = {*said, *catalog.diagnostics, *reading.diagnostics, *unknown_rules(reading.suppressions)}
    report = Report(
        root=root,
        writes=writes,
        diagnostics=tuple(sorted(diagnostics, key=place)),
        stats=replace(reading.stats, writes=len(writes)),
        tables=tuple(catalog.tables[key] for key in keys or sorted(facts.writers)),
        findings=tuple(findings),
        writers=facts.writers,
    )
    return report, facts


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states that a gate compares: its files, and what they say of the tables."""

    source: Source
    catalog: Catalog

    def watched(self, source: Source) -> Side:
        """Return this side with the progress that another source tells."""
        return replace(self, source=replace(self.source, progress=source.progress))


def check(base: Side, head: Side, root: str, question: Question) -> Report:
    """Return the head's report, each finding new or unchanged since the base, and what changed beside."""
    report, now = _scanned(head.source, root, head.catalog, question)
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


def schemas(root: str, catalog: Catalog, tables: tuple[str, ...]) -> Report:
    """Return what is believed of the tables' columns (none named: of all tables)."""
    keys = asked(catalog, tables) if catalog.tables else ()
    keys = keys or tuple(sorted(catalog.tables))
    chosen = tuple(catalog.tables[key] for key in keys)
    return Report(root, (), tuple(sorted(catalog.diagnostics, key=place)), Stats(), chosen)


def _may_be(write: Write, catalog: Catalog) -> bool:
    """Tell whether a write is, or for all that is known may be, one to the catalog's tables."""
    target = write.statement.target
    return not isinstance(target, Named) or any(target.name == each.name for each in catalog.tables.values())
