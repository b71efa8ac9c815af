"""Places that look like the beginning of a write and surely are none, told without parsing."""

from __future__ import annotations

from scanner.find.hits import Hit

MOST = 2_000
"""Of a longer line the beginning is not looked for."""


def is_remark(source: bytes, hit: Hit, opening: bytes) -> bool:
    """Tell whether a place is on a line that is a comment: one that begins with `opening`.

    Such a line inside of a string is no SQL either.
    """
    first = max(0, hit.start - MOST)
    line = source.rfind(b"\n", first, hit.start) + 1
    return line >= first and source[line : hit.start].lstrip().startswith(opening)


def is_imported(source: bytes, hit: Hit) -> bool:
    """Tell whether a keyword is a name that is imported: `import Delete from "./icons"`."""
    return source.endswith(b"import ", 0, hit.start)
