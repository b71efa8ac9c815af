"""Names, places and sentences of the repository as HTML that holds nothing but text and our own links."""

from __future__ import annotations

from scanner.model.catalog import Origin, Table
from scanner.model.facts import Write
from scanner.reporters.escape import html, quoted
from scanner.reporters.style import Source
from scanner.reporters.words import place


def code(text: str) -> str:
    """Return a name."""
    return f"<code>{html(text)}</code>"


def linked(path: str, line: int | None, source: Source | None) -> str:
    """Return a place, linked to its line at the head commit where an address is known."""
    shown = code(place(path, line))
    address = source.url(path, line) if source else ""
    return f'<a href="{html(address)}" rel="noreferrer">{shown}</a>' if address else shown


def origin(at: Origin | None, source: Source | None) -> str:
    """Return where a fact is known from."""
    return linked(at.path, at.line, source) if at else ""


def writer(write: Write, source: Source | None) -> str:
    """Return a writer's place."""
    return linked(write.path, write.statement.at.line, source)


def sentence(text: str) -> str:
    """Return a paragraph's text, what stands in backticks as code."""
    return "".join(code(piece) if is_code else html(piece) for is_code, piece in quoted(text))


def title(table: Table, source: Source | None) -> str:
    """Return a table's name, its model, and the model's place."""
    model = code(table.model) if table.model else ""
    return f'<h2>{code(table.qualified)}</h2><span class="soft">{model} {origin(table.origin, source)}</span>'


def pill(word: str) -> str:
    """Return one of our own words as a coloured label."""
    return f'<span class="pill {word}">{word}</span>'


def table(header: tuple[str, ...], rows: list[str]) -> str:
    """Return a table that scrolls by itself; rows are whole `tr` elements."""
    head = "".join(f"<th>{html(name)}</th>" for name in header)
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="scroll"><table>{body}</table></div>'


def row(cells: list[str], mark: str = "") -> str:
    """Return a table's row; cells are HTML already."""
    of = f' class="{mark}"' if mark else ""
    return f"<tr{of}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
