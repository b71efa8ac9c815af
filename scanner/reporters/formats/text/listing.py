"""`writers list`: every write, one block a table."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.facts import Write
from scanner.model.finding import Report
from scanner.model.statement import ColumnList, Named, Positional, Unread
from scanner.reporters.formats.text.paint import Paint
from scanner.reporters.formats.text.totals import read, unread
from scanner.reporters.formats.text.writers import MARGIN, call, gutter, row
from scanner.reporters.style import Style
from scanner.reporters.words import count, reasons


def listing(report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield the rows of `list`."""
    blocks: dict[str, list[Write]] = {}
    for write in report.writes:
        blocks.setdefault(_table(write), []).append(write)
    for name in sorted(blocks, key=lambda name: (not name, name)):
        yield from _block(name, blocks[name], paint)
        yield ""
    yield from unread(report, style, paint)
    yield from read(report, style, paint)


def _table(write: Write) -> str:
    match write.statement.target:
        case Named(name, str() as schema):
            return f"{schema}.{name}"
        case Named(name):
            return name
        case Unread():
            return ""


def _block(name: str, writes: list[Write], paint: Paint) -> Iterator[str]:
    title = paint("strong", name) if name else paint("warning", "table not known")
    yield f"{title}  {paint('faint', count(len(writes), 'write'))}"
    column = gutter([(write, call(write)) for write in writes], paint)
    for write in writes:
        operation = write.statement.operation
        yield from row(write, call(write), operation, "plain", column, paint)
        said = columns(write)
        if said:
            yield from paint.prose(said, MARGIN)
        for reason in reasons(write):
            yield from paint.prose(f"not known: {reason}", MARGIN, "warning")


def columns(write: Write) -> str:
    """Return the columns that a write names, in words; empty for a DELETE or TRUNCATE."""
    match write.statement.columns:
        case ColumnList(certain, possible, complete, nulls):
            named = [f"{name}=NULL" if name in nulls else name for name in certain]
            return ", ".join([*named, *(f"{name}?" for name in possible), *(() if complete else ("…",))])
        case Positional(values):
            return "no column list" if values is None else f"no column list, {count(values, 'value')}"
        case Unread():
            return ""
