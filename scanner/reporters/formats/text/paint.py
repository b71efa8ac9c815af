"""Colour, width and wrapping: the only place that knows of terminals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from unicodedata import combining, east_asian_width

from msgspec import Struct

from scanner.reporters import escape

Tone = Literal["error", "warning", "note", "ok", "strong", "faint", "place", "plain"]
_CODE = re.compile(r"`[^`]*`")
_CODES: dict[Tone, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;34",
    "ok": "32",
    "strong": "1",
    "faint": "2",
    "place": "36",
}


def cells(text: str) -> int:
    """Return how many cells of a terminal a visible text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


class Paint(Struct, frozen=True):
    """Turns untrusted text into what a terminal of that width may show."""

    color: bool
    width: int

    def __call__(self, tone: Tone, text: str) -> str:
        """Return the text, escaped, in a tone."""
        shown = escape.visible(text)
        code = _CODES.get(tone)
        return f"\x1b[{code}m{shown}\x1b[0m" if self.color and code and shown else shown

    def prose(self, text: str, indent: int, tone: Tone = "plain", lead: str = "") -> Iterator[str]:
        """Yield a sentence wrapped to the width, after `lead`; what stands in backticks is never broken."""
        whole = _CODE.sub(lambda code: code[0].replace(" ", "\xa0"), lead + escape.visible(text))
        for row in _wrapped(whole, max(24, self.width - indent)):
            yield " " * indent + self(tone, row.replace("\xa0", " "))


def _wrapped(text: str, room: int) -> Iterator[str]:
    """Yield the rows of a line, broken at its spaces alone, without those at the break."""
    first, *words = text.split(" ")
    row, begun = first, True
    for word in words:
        if row.strip(" ") and len(row) + 1 + len(word) > room:
            yield row.rstrip(" ")
            row, begun = word, False
        else:
            row = f"{row} {word}" if row or begun else word
    if row.strip(" "):
        yield row.rstrip(" ")
