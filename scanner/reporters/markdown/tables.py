"""The facts alone as Markdown tables: `writers list` and `writers schema`."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Table
from scanner.model.facts import Write
from scanner.model.finding import Report
from scanner.model.statement import Named
from scanner.reporters import documents
from scanner.reporters.markdown.fit import table
from scanner.reporters.markdown.words import name, origin, writer
from scanner.reporters.style import Style
from scanner.reporters.words import count, fact


def writes(report: Report, style: Style, limit: int) -> Iterator[str]:
    """Yield the parts of `list`."""
    yield f"### {count(len(report.writes), 'write')}"
    rows = [_write(write, style) for write in report.writes]
    yield table(("Where", "Operation", "Table", "Columns", "Call"), rows, limit - 1000)


def _write(write: Write, style: Style) -> tuple[str, ...]:
    target = write.statement.target
    named = documents.write(write)["columns"]
    columns = "not known" if named is None else " ".join(name(column) for column in named[:50])
    return (
        writer(write, style.source),
        write.statement.operation,
        name(target.name) if isinstance(target, Named) else "not known",
        columns,
        name(write.via) if write.via else "",
    )


def schemas(report: Report, style: Style, limit: int) -> Iterator[str]:
    """Yield the parts of `schema`."""
    for one in report.tables:
        at = origin(one.origin, style.source)
        yield f"### {name(one.qualified)} {name(one.model) if one.model else ''} {at}"
        yield table(("Column", "Type", "Migrated", "Models", "From"), _columns(one, style), limit // 2)


def _columns(one: Table, style: Style) -> list[tuple[str, ...]]:
    return [
        (
            name(column.name),
            name(column.type) if column.type else "not known",
            fact(column.migrated),
            fact(column.models),
            origin(column.origin, style.source),
        )
        for column in one.columns
    ]
