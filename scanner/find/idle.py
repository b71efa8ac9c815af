"""Places that look like the beginning of a write and surely are none, told without parsing."""

from __future__ import annotations

import re

from scanner.find.hits import Hit

_TAKEN = re.compile(rb"(\w+)!?\(\s*[rbfuRBFU]{0,2}#{0,3}[\"'`]{1,3}$")
NEAR = 200
"""Bytes of a text before a keyword in which its opening is looked for."""

MOST = 2_000
"""Of a longer line the beginning is not looked for."""


def is_remark(source: bytes, hit: Hit, opening: bytes) -> bool:
    """Tell whether a place is on a line that is a comment: one that begins with `opening`.

    Such a line inside of a string is no SQL either; inside of a block comment code may follow that one's end.
    """
    first = max(0, hit.start - MOST)
    line = source.rfind(b"\n", first, hit.start) + 1
    before = source[line : hit.start].lstrip()
    return line >= first and before.startswith(opening) and b"*/" not in before


def is_imported(source: bytes, hit: Hit) -> bool:
    """Tell whether a keyword is a name that is imported: `import Delete from "./icons"`."""
    return source.endswith(b"import ", 0, hit.start)


def taker(source: bytes, hit: Hit) -> str | None:
    """Return the name of the call that the literal around a keyword is the first argument of.

    None where that cannot be told: the nearest quote before the keyword opens no such literal.
    """
    before = source[max(0, hit.start - NEAR) : hit.start]
    opening = max(before.rfind(quote) for quote in (b'"', b"'", b"`"))
    found = _TAKEN.search(before, 0, opening + 1)
    return None if found is None else found[1].decode()
