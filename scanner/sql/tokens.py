"""The tokens of a text, by index, and how to step over bracketed stretches of them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct

from scanner.sql.source import FILL, HOLE, VALUE, Source

Kind = Literal["word", "hole", "quoted", "string", "dollar", "number", "bind", "value", "op", ";", ""]
"""`hole` is a word with a hole in it, or nothing but one; "" is what lies past the end."""

Span = tuple[int, int]
"""The first token and the one after the last."""

NAMES: Collection[Kind] = frozenset({"word", "hole", "quoted"})


_SAID = frozenset({"word", "op"})
_SHOWN = 8


class Tokens(Struct, frozen=True):
    """Parallel arrays, so that a text of millions of tokens fits.

    `values` are words in lower case, quoted names decoded, and all else as written. `closers`
    holds for each opening bracket the index of its closing one (the end where there is none), else 0.
    """

    source: Source
    kinds: list[Kind]
    values: list[str]
    starts: array[int]
    ends: array[int]
    closers: array[int]

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self.kinds)

    def kind(self, index: int) -> Kind:
        """Return a token's kind, "" past either end."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else ""

    def value(self, index: int) -> str:
        """Return a token's value, "" past either end."""
        return self.values[index] if 0 <= index < len(self.kinds) else ""

    def word(self, index: int) -> str:
        """Return an unquoted word in lower case, or the operator; "" for a quoted name or a literal."""
        known = 0 <= index < len(self.kinds) and self.kinds[index] in _SAID
        return self.values[index] if known else ""

    def words(self, index: int, first: str, *more: str) -> bool:
        """Return whether these words and operators stand here."""
        if self.word(index) != first:
            return False
        return not more or all(self.word(step) == word for step, word in enumerate(more, index + 1))

    def glued(self, index: int) -> bool:
        """Return whether nothing stands between a token and the one before."""
        return 0 < index < len(self.kinds) and self.starts[index] == self.ends[index - 1]

    def after(self, index: int) -> int:
        """Return the index that follows a token, or the closing bracket of an opening one."""
        closing = self.closers[index] if 0 <= index < len(self.kinds) else 0
        return 1 + (closing or index)

    def level(self, start: int, end: int) -> Iterator[int]:
        """Yield the tokens that are in no bracket between start and end; a bracket counts as one."""
        index = start
        while index < end:
            yield index
            index = self.after(index)

    def inside(self, opening: int, end: int) -> Span:
        """Return the span between a bracket and its closing one."""
        return opening + 1, min(self.closers[opening], end)

    def split(self, start: int, end: int) -> Iterator[Span]:
        """Yield the stretches between the commas of a list; a list without tokens has none."""
        if start >= end:
            return
        first = start
        for index in self.level(start, end):
            if self.word(index) == ",":
                yield first, index
                first = index + 1
        yield first, end

    def find(self, start: int, end: int, *words: str) -> int:
        """Return where the words stand outside of brackets, or `end`."""
        for index in self.level(start, end):
            if self.word(index) == words[0] and self.words(index, *words) and self.word(index - 1) != ".":
                return index
        return end

    def shown(self, start: int, end: int) -> str:
        """Return the beginning of a stretch as a person may see it: on one line, holes as `{…}`."""
        text = self.folded(start, min(end, start + _SHOWN))
        return text.replace(HOLE, "{…}").replace(VALUE, "{…}")[:120]

    def folded(self, start: int, end: int) -> str:
        """Return the stretch as it is written, without comments and on one line."""
        pieces = (" " * (not self.glued(at)) + self.text(at, at + 1) for at in range(start, end))
        return "".join(pieces).replace(FILL, "").strip()

    def text(self, start: int, end: int) -> str:
        """Return the stretch as it is written."""
        return self.source.text[self.starts[start] : self.ends[end - 1]] if start < end else ""
