"""Where in a file a data-modifying statement, or a call that makes one, may begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

_NOISE = re.compile(
    rb"[\"']\s{0,80}[rbfu]{1,2}(?=[\"'])"  # a second literal's prefix: "INSERT " f"INTO"
    rb"|\\[nrt]|/\*[^*]{0,400}\*{1,9}/|(?:--|//|\#)[^\n]{0,400}\n"
    rb"|[\s\"'`+,|&\\]"
)
_HOLE = re.compile(rb"\$?\{{1,2}[^{}]{0,200}\}{1,2}|%s|%\([^()]{0,80}\)s")
_SPACES = re.compile(rb"\s+")
_MAY_FOLLOW = frozenset(bytes((code,)) for code in b" \t\r\n\f\"'`\\/-{$%+")
_LETTERS_OF_ESCAPES = (b"n", b"r", b"t")


class Hit(Struct, frozen=True):
    """Bytes `start` to `end` of a file: a statement's first keyword, or a name that was asked for."""

    start: int
    end: int
    kind: Literal["keyword", "name"]


class _Spelling(Struct, frozen=True):
    """What makes a keyword a statement's first word.

    Both patterns see lower-cased text in which comments, quotes and white space are one space
    and a hole is `?`. Capitals are hardly ever prose: `after_capitals` may be looser. `partner`
    must stand within the next `reach` bytes, which is cheap to ask first.
    """

    keyword: bytes
    partner: bytes
    reach: int
    after: re.Pattern[bytes]
    after_capitals: re.Pattern[bytes]


def _spelling(
    keyword: bytes, partner: bytes, reach: int, after: bytes, after_capitals: bytes | None = None
) -> _Spelling:
    pattern = re.compile(after)
    looser = pattern if after_capitals is None else re.compile(after_capitals)
    return _Spelling(keyword, partner, reach, pattern, looser)


_SPELLINGS = (
    _spelling(
        b"insert",
        b"into",
        500,
        rb" (?:or [a-z]+ |ignore |delayed |\? )?into\b",
        rb" (?:[^;]{0,80} )?into\b",
    ),
    _spelling(b"replace", b"into", 500, rb" into\b"),
    _spelling(b"merge", b"into", 500, rb" into\b"),
    _spelling(b"delete", b"from", 500, rb" (?:\? )?from\b"),
    _spelling(
        b"update",
        b"set",
        800,
        rb" (?:[^\s;=()]+(?:\(\))? ){1,5}set ?(?:\(|\?|[\w.\[\]$:]+ ?=)",
        rb" .{1,800}?\bset\b",
    ),
    _spelling(
        b"copy",
        b"from",
        2_000,
        rb" (?:[^\s;=()]+ ?){1,3}(?:\([^()]*\) )?from (?:stdin|program|\?|[\w/.]+ (?:with|\(|;))",
        rb" .{1,2000}?\bfrom\b",
    ),
    _spelling(b"alter", b"table", 500, rb" table [^;]{1,200}? (?:delete where|update [\w.]+ ?=)"),
    _spelling(
        b"truncate",
        b"",
        300,
        rb" (?:table |only |[\w.]+ ?(?:;|cascade|restart|continue)|\?)",
        rb" ",
    ),
)


def hits(source: bytes, names: Collection[str]) -> Iterator[Hit]:
    """Yield, in order, every place where a statement or a call of one of the names may begin.

    Case does not matter for keywords and does for names. Time is linear in the source.
    """
    found = [*_keywords(source)]
    present = frozenset(name for name in names if name.encode() in source)
    if present:
        found += [Hit(m.start(), m.end(), "name") for m in _any_of(present).finditer(source)]
    yield from sorted(found, key=lambda hit: (hit.start, hit.end, hit.kind))


def _keywords(source: bytes) -> Iterator[Hit]:
    lowered = source.lower()
    for spelling in _SPELLINGS:
        start = lowered.find(spelling.keyword)
        while start >= 0:
            end = start + len(spelling.keyword)
            if _stands_alone(source, start, end) and _begins(spelling, source[start:end], lowered, end):
                yield Hit(start, end, "keyword")
            start = lowered.find(spelling.keyword, end)


def _begins(spelling: _Spelling, written: bytes, lowered: bytes, end: int) -> bool:
    following = lowered[end : end + spelling.reach]
    if spelling.partner not in following:
        return False
    pattern = spelling.after_capitals if written.isupper() else spelling.after
    return pattern.match(_squeezed(following)) is not None


def _stands_alone(source: bytes, start: int, end: int) -> bool:
    """Tell whether a word is a whole one that SQL may begin with; `n` of an escape `\\n` is no letter."""
    if source[end : end + 1] not in _MAY_FOLLOW:
        return False
    before = source[start - 1 : start]
    if not (before.isalnum() or before in (b"_", b".", b"-", b"$")):
        return True
    return before in _LETTERS_OF_ESCAPES and source[start - 2 : start - 1] == b"\\"


def _squeezed(text: bytes) -> bytes:
    """Return text with holes as `?`, and runs of quotes, comments, joins and white space as a space."""
    return _SPACES.sub(b" ", _NOISE.sub(b" ", _HOLE.sub(b" ? ", text)))


@lru_cache(maxsize=256)
def _any_of(names: frozenset[str]) -> re.Pattern[bytes]:
    words = b"|".join(re.escape(name.encode()) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rb"(?<![\w$])(?:" + words + rb")(?![\w$])")
