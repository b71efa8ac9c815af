"""Lines of a source file."""

from __future__ import annotations


def with_line_feeds(source: bytes) -> bytes:
    """Return a file whose lines end in carriage returns alone with line feeds in their place.

    Python (Language Reference, 2.1.2), ECMAScript (12.3) and Postgres' lexer end a line, and with it
    a comment, at either. Places in the file stay what they were.
    """
    return source if b"\n" in source else source.replace(b"\r", b"\n")
