"""`writers schema`: both schemas side by side, where each fact is known from, and what disagrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.catalog import Column, Constraint, Origin, Table
from scanner.model.finding import Report
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint, Tone, cells
from scanner.reporters.formats.text.totals import unread
from scanner.reporters.style import Style
from scanner.reporters.words import count, fact, place


def schemas(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield the rows of `schema`, or of `schema --against` alone what a live database holds otherwise."""
    if style.against:
        yield from unread(report, style, paint)
        compared = count(len(report.tables), "table")
        yield paint("faint", f"{count(len(report.diagnostics), 'difference')} in {compared}.")
        return
    for table in report.tables:
        yield from _table(table, paint)
        yield ""
    yield from unread(report, style, paint)
    columns = [column for table in report.tables for column in table.columns]
    required = sum(column.migrated is not None and column.migrated.required for column in columns)
    differing = sum(differs(column) for column in columns)
    yield from paint.prose(
        f"{count(len(report.tables), 'table')}, {count(len(columns), 'column')}: {required:,} that every "
        f"INSERT must name, {differing:,} in which the two schemas differ.",
        0,
        "faint",
    )


def differs(column: Column) -> bool:
    """Return whether the two schemas disagree about a column."""
    return fact(column.migrated) != fact(column.models)


def _table(table: Table, paint: Paint) -> Iterator[str]:
    origin = _spelt(table.origin)
    label = ", ".join(filter(None, (table.model, origin, "" if table.managed else "not managed")))
    yield f"{paint('strong', table.qualified)}  {paint('faint', label)}".rstrip()
    if table.unread:
        yield from paint.prose(f"columns may be missing: {table.unread}", 2, "warning")
    cells_of = [
        (column.name, column.type or "?", fact(column.migrated), fact(column.models))
        for column in table.columns
    ]
    widths = _widths([("column", "type", "migrated", "models"), *cells_of], paint.width)
    yield "  " + _padded(("column", "type", "migrated", "models"), ("faint",) * 4, widths, paint)
    for column, row in zip(table.columns, cells_of, strict=True):
        odd = differs(column)
        tones: tuple[Tone, ...] = ("strong", "plain", _tone(column.migrated, odd), _tone(column.models, odd))
        yield f"{paint('warning', '!') if odd else ' '} {_padded(row, tones, widths, paint)}"
        yield from paint.prose(_known_from(column), 4, "faint")


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    longest = [max(cells(escape.visible(row[index])) for row in rows) for index in range(4)]
    room = max(12, (width - 2 - longest[2] - longest[3] - 6) // 2)
    return [min(longest[0], room), min(longest[1], room), longest[2], longest[3]]


def _padded(row: Sequence[str], tones: Sequence[Tone], widths: Sequence[int], paint: Paint) -> str:
    shown = [
        paint(tone, text) + " " * (width - cells(escape.visible(text)))
        for text, tone, width in zip(row, tones, widths, strict=True)
    ]
    return "  ".join(shown).rstrip()


def _tone(constraint: Constraint | None, odd: bool) -> Tone:
    if odd:
        return "warning"
    return "error" if constraint and constraint.required else "plain"


def _known_from(column: Column) -> str:
    migrated = _spelt(column.migrated.origin if column.migrated else None)
    models = _spelt(column.models.origin if column.models else None)
    known = [place for place in dict.fromkeys((migrated, models)) if place]
    return f"from {' and '.join(known)}" if known else ""


def _spelt(origin: Origin | None) -> str:
    return place(origin.path, origin.line) if origin else ""
