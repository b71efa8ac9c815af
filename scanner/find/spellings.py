"""What must stand behind a keyword for it to begin a statement."""

from __future__ import annotations

import re

from msgspec import Struct

_NOISE = re.compile(
    rb"[\"']\s{0,80}[rbfu]{1,2}(?=[\"'])"  # a second literal's prefix: "INSERT " f"INTO"
    rb"|\\[nrt]|/\*[^*]{0,400}\*{1,9}/|(?:--|//|\#)[^\n]{0,400}\n"
    rb"|[\s\"'`+|&\\]|(?<!\w),"
)
_IN_HOLE = rb"[^{}]{0,200}(?:\{[^{}]{0,200}\}[^{}]{0,200}){0,3}"
_HOLE = re.compile(rb"[$#]?\{{1,2}" + _IN_HOLE + rb"\}{1,2}|%s|%\([^()]{0,80}\)s")
_JOINED = re.compile(rb"[\"'`]+\s*(?:\+|\|\||&|\.(?=\s*\$))\s*(?=[a-z_$(])")
"""Where a literal ends and something else than a literal is put behind it: what follows is a hole."""

_OPEN = re.compile(rb" (?:[^\s;=()]+ )?\?")
_SPACES = re.compile(rb"\s+")
_INTO = rb"\s+into\s"
_OTHER = rb"\s+(?!into|from|or\b|ignore|delayed)\w"


class Spelling(Struct, frozen=True):
    """What makes a keyword a statement's first word.

    `after` and `after_capitals` see lower-cased text in which comments, quotes and white space are one
    space and a hole is `?`. Capitals are hardly ever prose: `after_capitals` may be looser, and then
    a hole may hold the rest. `partner` must stand within the next `reach` bytes, which is cheap to
    ask first. So are the two that see the lower-cased text as it is: where `plain` matches both of the
    others do, where `prose` matches `after` does not.
    """

    keyword: bytes
    partner: bytes
    reach: int
    after: re.Pattern[bytes]
    after_capitals: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    prose: re.Pattern[bytes]


def _spelling(
    keyword: bytes,
    partner: bytes,
    reach: int,
    after: bytes,
    after_capitals: bytes | None = None,
    plain: bytes = _INTO,
    prose: bytes = _OTHER,
) -> Spelling:
    looser = after if after_capitals is None else after_capitals
    return Spelling(keyword, partner, reach, *map(re.compile, (after, looser, plain, prose)))


SPELLINGS = (
    _spelling(
        b"insert",
        b"into",
        500,
        rb" (?:or [a-z]+ |ignore |delayed |\? )?into\b",
        rb" (?:[^;]{0,80} )?into\b",
    ),
    _spelling(b"replace", b"into", 500, rb" into\b"),
    _spelling(b"merge", b"into", 500, rb" into\b"),
    _spelling(b"delete", b"from", 500, rb" (?:\? )?from\b", plain=rb"\s+from\s"),
    _spelling(
        b"update",
        b"set",
        800,
        rb" (?:[^\s;=()]+(?:\(\))? ){0,5}set ?(?:[()?{.]|\$\{|[\w.\[\]$:]+ ?[=?])",
        rb" .{0,800}?\bset\b",
        plain=rb"\s+[\w.]+\s+set\s+[\w.]+\s*=",
        prose=rb"(?:\s+(?!set)[\w.:]+,?){6}\s|(?:\s+(?!set)[\w.:]+,?){1,5}\s*[;=)]",
    ),
    _spelling(
        b"copy",
        b"from",
        2_000,
        rb" (?:[^\s;=()]+ ?){1,3}(?:\([^()]*\) )?from (?:stdin|program|\?|[^\s;()]*[/.]|\w+ (?:with|\(|;))",
        rb" .{1,2000}?\bfrom\b",
        plain=rb"\s+[\w.]+\s*\([\w\s,.]{0,500}\)\s+from\s+stdin",
        prose=rb"(?:\s+(?:(?!from)[\w.:])+,?){4}\s",
    ),
    _spelling(
        b"alter",
        b"table",
        500,
        rb" table [^;]{1,200}? (?:delete where|update [\w.]+ ?=)",
        plain=rb"\s+table\s+[\w.]+\s+delete\s+where",
        prose=rb"\s+(?!table)\w|(?!(?s:.{1,500}?(?:delete|update)))",
    ),
    _spelling(
        b"truncate",
        b"",
        300,
        rb" (?:table |only |[\w.]+,|[\w.]+ ?(?:;|cascade|restart|continue)|\?)",
        rb" ",
        plain=rb"\s+table\s",
        prose=rb"\s+(?!table|only)(?:(?!cascade|restart|continue)[\w.])+\s+(?!cascade|restart|continue)\w",
    ),
)


def begins(spelling: Spelling, written: bytes, lowered: bytes, end: int) -> bool:
    """Tell whether a keyword begins a statement: as it is `written`, before byte `end` of `lowered` text."""
    following = lowered[end : end + spelling.reach]
    if spelling.partner not in following:
        loose = written.isupper() and spelling.after_capitals is not spelling.after
        return loose and _OPEN.match(_squeezed(following)) is not None
    if spelling.plain.match(following) is not None:
        return True
    pattern = spelling.after_capitals if written.isupper() else spelling.after
    if pattern is spelling.after and spelling.prose.match(following) is not None:
        return False
    return pattern.match(_squeezed(following)) is not None


def _squeezed(text: bytes) -> bytes:
    """Return text with holes as `?`, and runs of quotes, comments, joins and white space as a space."""
    return _SPACES.sub(b" ", _NOISE.sub(b" ", _JOINED.sub(b" ? ", _HOLE.sub(b" ? ", text))))
