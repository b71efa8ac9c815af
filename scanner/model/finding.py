"""What a rule has to say, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from scanner.model.catalog import Catalog, Origin, Table
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.value import Value

Severity = Literal["error", "warning", "note"]
State = Literal["new", "unchanged", "absent"]


class Finding(Value, frozen=True):
    """One rule, one table, at most one column, and the writes it is about.

    A finding about what a writer does carries that one write, so that a new writer is a new
    finding; one about a column alone carries all its writers. `origin` is the model field, or
    the writer where there is no field. `fingerprint` holds no line number and no path. `state` is
    set by a comparison with a base: absent findings are those that the change did away with.
    """

    rule: str
    severity: Severity
    table: str
    column: str | None
    message: str
    help: str
    origin: Origin
    writes: tuple[int, ...]
    fingerprint: str = ""
    suppressed: str | None = None
    state: State | None = None


class SchemaChange(Value, frozen=True):
    """What a revision does to one column of a table that has outside writers.

    `detail` says it in words ("renamed to `total_cents`"); `writes` are those of the head that
    touch the column or add rows to the table.
    """

    kind: Literal["added", "dropped", "renamed", "tightened"]
    table: str
    column: str
    detail: str
    origin: Origin | None
    writes: tuple[int, ...] = ()


class Facts(Value, frozen=True):
    """What the rules look at: the writes, the catalog, and which write belongs to which table.

    `writers` maps a key of `catalog.tables` to the indexes of `writes` that write that table.
    """

    writes: tuple[Write, ...]
    catalog: Catalog
    writers: Mapping[str, tuple[int, ...]]
    suppressions: tuple[Suppression, ...] = ()

    def written(self) -> Iterator[tuple[Table, tuple[int, ...]]]:
        """Yield each table that can be judged and has a writer, by name, with its writes."""
        for name in sorted(self.writers):
            if self.catalog.tables[name].judged:
                yield self.catalog.tables[name], self.writers[name]


class Rule(Value, frozen=True):
    """A rule's slug, its default severity, one sentence of what it finds, and the check itself.

    `check` is None where the facts of one tree do not tell: another stage finds it. The findings of
    a rule `of_column` are about a column, whoever writes it; else each is about one writer.
    """

    slug: str
    severity: Severity
    summary: str
    check: Callable[[Facts], Iterator[Finding]] | None = None
    of_column: bool = False


class Stats(Value, frozen=True):
    """What a run read; `seconds` is wall time."""

    files: int = 0
    candidates: int = 0
    writes: int = 0
    partial: int = 0
    opaque: int = 0
    skipped: int = 0
    seconds: float = 0.0
    cache_hits: int = 0


class Report(Value, frozen=True):
    """Everything a reporter can show. `tables` are those asked for, or those with a writer.

    `changes` is None where no base was compared with. `suppressions` are what a list publishes.
    """

    root: str
    writes: tuple[Write, ...]
    diagnostics: tuple[Diagnostic, ...]
    stats: Stats
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    writers: Mapping[str, tuple[int, ...]] | None = None
    changes: tuple[SchemaChange, ...] | None = None
    suppressions: tuple[Suppression, ...] = ()

    def writers_of(self, table: Table) -> tuple[int, ...]:
        """Return the indexes of the writes that belong to a table."""
        named = self.writers or {}
        return named.get(table.qualified) or named.get(table.name, ())
