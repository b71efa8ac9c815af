"""Parts put together within a size that a server accepts, with what was left out said aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.reporters.words import count

NOTICE = 200
"""Bytes kept free for the sentence that says what was cut."""


def size(text: str) -> int:
    """Return a text's size in UTF-8, which is never below its characters."""
    return len(text.encode("utf-8", "surrogatepass"))


def fit(parts: Iterable[str], last: str, limit: int) -> str:
    """Return whole blocks of Markdown as far as they fit into `limit` bytes, and surely the last one."""
    kept: list[str] = []
    room = limit - NOTICE - size(last)
    left_out = 0
    for part in parts:
        if size(part) + 2 <= room:
            kept.append(part)
            room -= size(part) + 2
        else:
            left_out += 1
    if left_out:
        kept.append(f"**Cut to the size that is accepted here: {count(left_out, 'part')} left out.**")
    return "\n\n".join([*kept, last]) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], limit: int) -> str:
    """Return a table with as many of the rows as fit into `limit` bytes, and how many more there are.

    Cells are Markdown already, and hold no bare pipe or line break.
    """
    lines = [_row(header), _row([":--"] * len(header))]
    room = limit - NOTICE - size("\n".join(lines))
    for number, cells in enumerate(rows):
        line = _row(cells)
        room -= size(line) + 1
        if room < 0:
            lines.append(_row([f"… and {len(rows) - number:,} more", *[""] * (len(header) - 1)]))
            break
        lines.append(line)
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def folded(summary: str, body: str) -> str:
    """Return a part that opens on a click; `summary` is one line of HTML."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
