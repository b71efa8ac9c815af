"""A string expression of a host language, as text with holes.

The split follows how drivers see a statement: text that Postgres will read, values that are
bound and can hold no SQL, and interpolations whose text is only known at run time.
"""

from __future__ import annotations

from scanner.model.value import Value


class Position(Value, frozen=True):
    """A place in a file: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class Text(Value, frozen=True):
    """Characters that are surely part of the string.

    `at` is where the first one is written. When `verbatim`, the rest follows it in the file
    character by character; else (a decoded escape, a constant's value put in its place) every
    character maps to `at`.
    """

    value: str
    at: Position
    verbatim: bool = True

    def position(self, index: int) -> Position:
        """Return where character `index` of the value is written."""
        if not self.verbatim:
            return self.at
        newlines = self.value.count("\n", 0, index)
        if not newlines:
            return Position(self.at.line, self.at.column + index)
        return Position(self.at.line + newlines, index - self.value.rfind("\n", 0, index))


class Placeholder(Value, frozen=True):
    """A value that the library binds (`${x}` in a postgres.js tag); it never holds SQL."""

    expression: str
    at: Position


class Interpolation(Value, frozen=True):
    """Text that only the running program knows; `expression` is its source, cut at 120 characters."""

    expression: str
    at: Position


Part = Text | Placeholder | Interpolation


class Template(Value, frozen=True):
    """The parts of one string, in order."""

    parts: tuple[Part, ...]

    @property
    def literal(self) -> str | None:
        """The whole string when it has no hole, else None."""
        texts = [part.value for part in self.parts if isinstance(part, Text)]
        return "".join(texts) if len(texts) == len(self.parts) else None
