"""One writer as two short rows: where it is and by what call, then what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.model.facts import Write
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint, Tone, cells

MARGIN = 12
"""Where paths begin: two blanks, a word of at most eight letters, two blanks."""


def place(write: Write) -> str:
    """Return a writer's place as editors and terminals follow it."""
    return f"{write.path}:{write.statement.at.line}:{write.statement.at.column}"


def call(write: Write) -> str:
    """Return how it writes: language, call or macro, and whether that is test code."""
    return _joined(_language(write), write.via, "in tests" if write.in_tests else "")


def deed(write: Write) -> str:
    """Return the same with the operation, where it is no plain INSERT."""
    operation = "" if write.statement.operation == "insert" else write.statement.operation.upper()
    return _joined(_language(write), write.via, operation, "in tests" if write.in_tests else "")


def _language(write: Write) -> str:
    return "" if write.via == f"{write.language} file" else write.language


def _joined(*words: str | None) -> str:
    return ", ".join(word for word in words if word)


def gutter(rows: Iterable[tuple[Write, str]], paint: Paint) -> int:
    """Return the column at which what is said of these writes is aligned."""
    ends = [(_end(write), cells(escape.visible(said))) for write, said in rows]
    return max((end for end, said in ends if end + 2 + said <= paint.width), default=MARGIN) + 2


def _end(write: Write) -> int:
    return MARGIN + cells(escape.visible(place(write)))


def row(write: Write, said: str, word: str, tone: Tone, column: int, paint: Paint) -> Iterator[str]:
    """Yield a writer's place and what is said of it: on one row where they fit, else on two."""
    head = f"  {paint(tone, word)}{' ' * (MARGIN - 2 - len(word))}{paint('place', place(write))}"
    end = _end(write)
    for start in (max(column, end + 2), end + 2):
        if start + cells(escape.visible(said)) <= paint.width:
            yield f"{head}{' ' * (start - end)}{paint('faint', said)}"
            return
    yield head
    yield from paint.prose(said, MARGIN, "faint")
