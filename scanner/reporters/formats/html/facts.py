"""`list` and `schema` as tables."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.catalog import Column, Table
from scanner.model.facts import Write
from scanner.model.finding import Report
from scanner.model.statement import Named
from scanner.reporters import documents
from scanner.reporters.formats.html.words import code, origin, row, sentence, table, title, writer
from scanner.reporters.style import Style
from scanner.reporters.words import fact, reasons


def writes(report: Report, style: Style) -> Iterator[str]:
    """Yield the one card of `list`."""
    header = ("Where", "Operation", "Table", "Columns", "Call")
    rows = [_write(write, style) for write in report.writes]
    yield f'<section class="card">{table(header, rows)}</section>'


def _write(write: Write, style: Style) -> str:
    target = write.statement.target
    named = documents.write(write)["columns"]
    call = ", ".join(filter(None, (write.language, write.via, "in tests" if write.in_tests else "")))
    why = "".join(f'<br><span class="soft">{sentence(reason)}</span>' for reason in reasons(write))
    columns = "not known" if named is None else ", ".join(code(column) for column in named)
    return row(
        [
            writer(write, style.source),
            write.statement.operation,
            code(target.name) if isinstance(target, Named) else "not known",
            columns + why,
            code(call),
        ]
    )


def schemas(report: Report, style: Style) -> Iterator[str]:
    """Yield a card for each table of `schema`."""
    for one in report.tables:
        yield _card(one, style)


def _card(one: Table, style: Style) -> str:
    header = ("Column", "Type", "Migrated", "from", "Models", "from")
    rows = [_column(column, style) for column in one.columns]
    head = f"<header>{title(one, style.source)}</header>"
    return f'<section class="card">{head}{table(header, rows)}</section>'


def _column(column: Column, style: Style) -> str:
    cells = [code(column.name), code(column.type) if column.type else "not known"]
    for held in (column.migrated, column.models):
        shown = f"<strong>{fact(held)}</strong>" if held and held.required else fact(held)
        cells += [shown, origin(held.origin, style.source) if held else ""]
    return row(cells, "" if fact(column.migrated) == fact(column.models) else "differs")
