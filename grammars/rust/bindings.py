"""Where a function binds a name, and the type that it states there, by the text before a use.

A name may stand in thousands of places, of which the text alone tells most that they bind nothing.
"""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from grammars.rust.chain import scope_of
from grammars.rust.expressions import text
from grammars.syntax import Reader

_TYPE = re.compile(rb"\s*([^=;{]{1,400}?)\s*(?:=|;|,\s*\w+\s*:|,?\s*\)|\|)")
_LOOPED = rb"for\s+(?:mut\s+|&)?%s\s+in\s+&?(?:mut\s+)?(\w+)\b"
_KEYWORD_BEFORE = re.compile(rb"(?:\b(?:let|mut|ref|for)\s+|\blet\s+\([^()=;]{0,80})$")
_CLOSURE_BEFORE = re.compile(rb"\|\s*(?:\w+\s*,\s*){0,9}&?$")
_CLOSURE_AFTER = re.compile(rb"\s*(?:\||,\s*\w+\s*[|,]|:(?!:))")
_OPEN_BEFORE = re.compile(rb"[,(&]\s*$")
_PATTERN_AFTER = re.compile(rb"\s*(?::(?!:)|\)\s*(?:=(?!=)|in\b))")
MAX_PLACES = 200
"""A name's first places in a function: what binds it stands before what uses it."""


def declared_type(reader: Reader, name: Node) -> str | None:
    """Return the type that a parameter or a `let` states for a name, or for the list it is of in a loop."""
    start, end, wanted = scope_of(reader.trail(name)).start_byte, name.start_byte, text(name).encode()
    for _ in range(3):
        stated = re.compile(re.escape(wanted) + rb"\s*:(?!:)").finditer(reader.source, start, end)
        ends = [each.end() for each in stated if _stands_alone(reader.source, each.start())]
        written = _TYPE.match(reader.source, ends[-1]) if ends else None
        looped = re.compile(_LOOPED % re.escape(wanted)).search(reader.source, start, end)
        if written is not None or looped is None:
            return written[1].decode("utf-8", "replace") if written is not None else None
        wanted = looped[1]
    return None


def is_local(reader: Reader, name: Node) -> bool:
    """Return whether a simple name is a parameter or a variable of the function around it."""
    scope = scope_of(reader.trail(name))
    if scope.type != "function_item":
        return False
    places = re.compile(re.escape(text(name).encode()) + rb"\b").finditer(
        reader.source, scope.start_byte, name.start_byte
    )
    return any(_binds(reader.source, place) for place in islice(places, MAX_PLACES))


def _binds(source: bytes, place: re.Match[bytes]) -> bool:
    """Return whether a name is bound where it stands: after `let`, in a pattern, as a parameter."""
    before = source[max(0, place.start() - 120) : place.start()]
    if not _stands_alone(source, place.start()):
        return False
    if _KEYWORD_BEFORE.search(before) is not None:
        return True
    if _CLOSURE_BEFORE.search(before) is not None:
        return _CLOSURE_AFTER.match(source, place.end()) is not None
    return _OPEN_BEFORE.search(before) is not None and _PATTERN_AFTER.match(source, place.end()) is not None


def _stands_alone(source: bytes, start: int) -> bool:
    before = source[start - 1 : start]
    return not (before.isalnum() or before in (b"_", b".", b":", b"$"))
