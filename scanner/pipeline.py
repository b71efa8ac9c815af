"""The whole flow on one screen: find, extract and read; load the schema; link, judge, suppress."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scanner.ambiguity import ambiguities
from scanner.asked import asked, concerning
from scanner.findings import judge
from scanner.findings.baseline import known as unbaselined
from scanner.findings.suppress import unknown_rules
from scanner.link import link
from scanner.model.catalog import Catalog
from scanner.model.facts import Write
from scanner.model.finding import Facts, Report, Stats
from scanner.model.options import SeverityRule
from scanner.model.statement import Named
from scanner.reading.gather import place
from scanner.reading.rounds import read
from scanner.reading.source import Source
from scanner.rules import rules

OF_ALL_TABLES = frozenset({"unused-ignore"})
"""Rules whose findings hang on what the others find in every table."""


class Question(Struct, frozen=True):
    """Of which tables (none: all) a scan is to tell, by which rules (None: all); `baseline` is known."""

    tables: tuple[str, ...] = ()
    rules: Collection[str] | None = None
    severities: tuple[SeverityRule, ...] = ()
    baseline: Collection[str] = ()


def scan(source: Source, root: str, catalog: Catalog, question: Question) -> Report:
    """Return who writes the tables, and what is wrong with it; CannotRun for a table that there is not."""
    return scanned(source, root, catalog, question)[0]


def scanned(source: Source, root: str, catalog: Catalog, question: Question) -> tuple[Report, Facts]:
    """Return the report of a scan, and the facts that its findings were found in."""
    keys, known = asked(catalog, question.tables) if catalog.tables else (), catalog
    if keys:
        source = replace(source, only=frozenset(_names(catalog, keys)))
        catalog = _only(catalog, keys)
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


def schemas(root: str, catalog: Catalog, tables: tuple[str, ...]) -> Report:
    """Return what is believed of the tables' columns (none named: of all tables)."""
    keys = asked(catalog, tables) if catalog.tables else ()
    catalog = _only(catalog, keys) if keys else catalog
    chosen = tuple(catalog.tables[key] for key in keys or sorted(catalog.tables))
    return Report(root, (), tuple(sorted(catalog.diagnostics, key=place)), Stats(), chosen)


def _names(catalog: Catalog, keys: Collection[str]) -> Iterator[str]:
    """Yield what tables are called, and what they once were: who writes that is told so."""
    yield from (catalog.tables[key].name for key in keys)
    yield from (old.rpartition(".")[2] for old, now in catalog.former.items() if now in keys)


def _only(catalog: Catalog, keys: Sequence[str]) -> Catalog:
    """Return the catalog of a few tables, and what was said of them."""
    tables = {key: catalog.tables[key] for key in keys}
    said = concerning(catalog.diagnostics, list(tables.values()))
    return replace(catalog, tables=tables, diagnostics=tuple(said))


def _may_be(write: Write, catalog: Catalog) -> bool:
    """Tell whether a write is, or for all that is known may be, one to the catalog's tables."""
    target = write.statement.target
    return not isinstance(target, Named) or any(target.name == each.name for each in catalog.tables.values())
