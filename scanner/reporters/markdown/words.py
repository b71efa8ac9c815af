"""Names and places of the repository, inert and linked to their lines where an address is known."""

from __future__ import annotations

from scanner.model.catalog import Origin
from scanner.model.facts import Write
from scanner.model.finding import Finding
from scanner.reporters.escape import code_span, html
from scanner.reporters.style import Source
from scanner.reporters.words import place, subject

LONGEST = 160
"""Characters of a name that are shown; a longer one is cut in the middle."""


def name(text: str) -> str:
    """Return a name as code, cut when it is unreasonably long."""
    return code_span(_cut(text))


def html_name(text: str) -> str:
    """Return a name as code where Markdown is not read, as in a summary."""
    return f"<code>{html(_cut(text))}</code>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 :]}"


def linked(path: str, line: int | None, source: Source | None) -> str:
    """Return a place, linked to its line at the head commit."""
    shown = name(place(path, line))
    address = source.url(path, line) if source else ""
    return f"[{shown}]({address})" if 0 < len(address) <= 4 * LONGEST else shown


def origin(at: Origin | None, source: Source | None) -> str:
    """Return where a fact is known from."""
    return linked(at.path, at.line, source) if at else ""


def writer(write: Write, source: Source | None) -> str:
    """Return a writer's place."""
    return linked(write.path, write.statement.at.line, source)


def described(write: Write, source: Source | None) -> str:
    """Return a writer's place, and by what call it writes."""
    operation = write.statement.operation.upper()
    said = [write.language, operation, name(write.via) if write.via else ""]
    words = [name(said[0]), *said[1:], "in test code" if write.in_tests else ""]
    inside = f"in {name(write.symbol)}" if write.symbol else ""
    return f"{writer(write, source)}: {', '.join(word for word in (*words, inside) if word)}"


def about(finding: Finding) -> str:
    """Return what a finding is about: its column, table or place."""
    return name(subject(finding))
