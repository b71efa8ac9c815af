"""A template as one string: each hole is one character, and every index leads back to the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate

from msgspec import Struct, field

from scanner.model.statement import Unread
from scanner.model.template import Interpolation, Part, Placeholder, Position, Template, Text

HOLE = "\ue000"
"""Stands for an interpolation: text that only the running program knows."""
VALUE = "\ue001"
"""Stands for a bound value: a placeholder, which never holds SQL."""
FILL = "\ue002"
"""Stands for nothing: keeps the indexes of a nested text equal to those around it."""
TAG = "\ue003"
"""Stands for a template language's block tag (`{% if … %}`), which is no text of its own."""

_RESERVED = re.compile(f"[{HOLE}-{TAG}]")


class Map(Struct, frozen=True):
    """Where the characters of a rendered template are written.

    `offsets` is where each part begins in the text, `newlines` where its line feeds are.
    """

    parts: tuple[Part, ...]
    offsets: tuple[int, ...]
    newlines: tuple[int, ...]

    def position(self, index: int) -> Position:
        """Return where the character is written, in time independent of the text's length."""
        if not self.parts:
            return Position(1, 1)
        number = max(bisect_right(self.offsets, index) - 1, 0)
        part, start = self.parts[number], self.offsets[number]
        if not (isinstance(part, Text) and part.verbatim):
            return part.at
        first, last = bisect_left(self.newlines, start), bisect_left(self.newlines, index)
        if first == last:
            return Position(part.at.line, part.at.column + index - start)
        return Position(part.at.line + last - first, index - self.newlines[last - 1])

    def expression(self, index: int) -> str | None:
        """Return the source of the hole at that index."""
        part = self.parts[bisect_right(self.offsets, index) - 1]
        return None if isinstance(part, Text) else part.expression


class Source(Struct, frozen=True):
    """A stretch of text that is read as SQL: a whole template, or a function's body in it.

    `base` is the stretch's index in the whole text; `spliced` has the expressions of holes that
    the stretch has beyond the template's own, by index in the stretch.
    """

    text: str
    map: Map
    base: int = 0
    spliced: Mapping[int, str] = field(default_factory=dict)

    def position(self, index: int) -> Position:
        """Return where character `index` of the stretch is written."""
        return self.map.position(self.base + index)

    def expression(self, index: int) -> str | None:
        """Return the source of the hole at that index."""
        return self.spliced.get(index) or self.map.expression(self.base + index)

    def unread(self, what: str, start: int, end: int) -> Unread:
        """Return why `what`, written from `start` to `end` with a hole in it, is not known."""
        text = self.text[start:end].replace(FILL, "")
        hole = next((at for at in range(start, end) if self.text[at] in (HOLE, VALUE)), None)
        expression = self.text[start:end] if hole is None else self.expression(hole)
        if hole is None or text in (HOLE, VALUE):
            return Unread(f"{what} is only known at run time", expression)
        pattern = re.sub(f"[{HOLE}{VALUE}]", "{…}", text)
        return Unread(f"{what} is only known at run time: {pattern}", expression)

    def nested(self, text: str, start: int, spliced: Mapping[int, str] | None = None) -> Source:
        """Return a stretch within this one; `text` has as many characters as what it stands for."""
        return Source(text, self.map, self.base + start, spliced or {})


def render(template: Template) -> Source:
    """Return the template as one text; characters that stand for holes are replaced beforehand."""
    pieces = [_piece(part) for part in template.parts]
    text = "".join(pieces)
    offsets = tuple(accumulate((len(piece) for piece in pieces[:-1]), initial=0)) if pieces else ()
    newlines = tuple(match.start() for match in re.finditer("\n", text))
    return Source(text, Map(template.parts, offsets, newlines))


def _piece(part: Part) -> str:
    match part:
        case Text(value):
            return value if value.isascii() else _RESERVED.sub("\ufffd", value)
        case Placeholder():
            return VALUE
        case Interpolation(expression):
            return TAG if expression.startswith("{%") else HOLE
