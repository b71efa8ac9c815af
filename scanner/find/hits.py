"""Where in a file a data-modifying statement, or a call that makes one, may begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from scanner.find.spellings import SPELLINGS, begins

_MAY_FOLLOW = frozenset(bytes((code,)) for code in b" \t\r\n\f\"'`\\/-{$%+")
_LETTERS_OF_ESCAPES = (b"n", b"r", b"t")
_NAME = re.compile(rb"[\w$]+")
_NO_NAME = re.compile(rb"[^\w$]")
_IN_NAMES = frozenset(bytes((code,)) for code in _NO_NAME.sub(b"", bytes(range(256))))
_ONLY_NAMES = _NO_NAME.sub(b" ", bytes(range(256)))


class Hit(Struct, frozen=True):
    """Bytes `start` to `end` of a file: a statement's first keyword, or a name that was asked for."""

    start: int
    end: int
    kind: Literal["keyword", "name"]


def hits(source: bytes, names: Collection[str]) -> Iterator[Hit]:
    """Yield, in order, every place where a statement or a call of one of the names may begin.

    Case does not matter for keywords and does for names. Time is linear in the source.
    """
    yield from in_order(keywords(source), calls(source, present(source, names_in(source), names)))


def in_order(one: Collection[Hit], other: Collection[Hit]) -> tuple[Hit, ...]:
    """Return hits by their places."""
    return tuple(sorted((*one, *other), key=lambda hit: (hit.start, hit.end, hit.kind)))


def keywords(source: bytes) -> tuple[Hit, ...]:
    """Return every place where a statement may begin, in no order."""
    return tuple(_keywords(source))


def names_in(source: bytes) -> frozenset[bytes]:
    """Return every word that could be a name, numbers too."""
    return frozenset(source.translate(_ONLY_NAMES).split())


def present(source: bytes, words: Collection[bytes], names: Collection[str]) -> frozenset[str]:
    """Return which of the names stand in a file, of which `words` are all in `names_in`."""
    return frozenset(name for name in names if _stands(source, words, name.encode()))


def _stands(source: bytes, words: Collection[bytes], name: bytes) -> bool:
    return name in words or (_NAME.fullmatch(name) is None and name in source)


def calls(source: bytes, names: frozenset[str]) -> tuple[Hit, ...]:
    """Return every place where one of the names stands as a whole, in no order."""
    if any(_NAME.fullmatch(name.encode()) is None for name in names):
        return tuple(Hit(match.start(), match.end(), "name") for match in _any_of(names).finditer(source))
    return tuple(Hit(*place, "name") for name in names for place in whole(source, name.encode()))


def whole(source: bytes, name: bytes) -> Iterator[tuple[int, int]]:
    """Yield every place of a name that is one word, which is quicker than a search for all of them."""
    start = source.find(name)
    while start >= 0:
        end = start + len(name)
        if source[end : end + 1] not in _IN_NAMES and source[start - 1 : start] not in _IN_NAMES:
            yield start, end
        start = source.find(name, end)


def _keywords(source: bytes) -> Iterator[Hit]:
    lowered = source.lower()
    for spelling in SPELLINGS:
        start = lowered.find(spelling.keyword)
        while start >= 0:
            end = start + len(spelling.keyword)
            if _stands_alone(source, start, end) and begins(spelling, source[start:end], lowered, end):
                yield Hit(start, end, "keyword")
            start = lowered.find(spelling.keyword, end)


def _stands_alone(source: bytes, start: int, end: int) -> bool:
    """Tell whether a word is a whole one that SQL may begin with; `n` of an escape `\\n` is no letter."""
    if source[end : end + 1] not in _MAY_FOLLOW:
        return False
    before = source[start - 1 : start]
    if not (before.isalnum() or before in (b"_", b".", b"-", b"$")):
        return True
    return before in _LETTERS_OF_ESCAPES and source[start - 2 : start - 1] == b"\\"


@lru_cache(maxsize=256)
def _any_of(names: frozenset[str]) -> re.Pattern[bytes]:
    words = b"|".join(re.escape(name.encode()) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rb"(?<![\w$])(?:" + words + rb")(?![\w$])")
