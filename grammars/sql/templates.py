"""A SQL file split into text and the holes of template languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.template import Interpolation, Part, Position, Template, Text

_HOLES = re.compile(
    r"\{#.*?#\}|(?P<tag>\{%.*?%\})|\{\{(?P<jinja>.*?)\}\}|\$\{(?P<shell>[^{}]*)\}|(?<![:\w]):(?P<psql>[A-Z][A-Z0-9_]*)(?=\.)",
    re.DOTALL,
)
"""Jinja comments (no text of their own), tags, values, `${…}`, and psql's `:SCHEMA.` prefix."""


def template(source: str) -> Template:
    """Return a SQL file as text with holes; Jinja's tags are holes too, `{%` begins their expression."""
    return Template(tuple(_parts(source)))


def _parts(source: str) -> Iterator[Part]:
    end, line, start_of_line = 0, 1, 0
    for match in _HOLES.finditer(source):
        here = Position(line, end - start_of_line + 1)
        if end < match.start():
            yield Text(source[end : match.start()], here)
        line, start_of_line = _advance(source, end, match.start(), line, start_of_line)
        at = Position(line, match.start() - start_of_line + 1)
        expression = match["tag"] or match["jinja"] or match["shell"] or match["psql"]
        yield Interpolation(expression.strip()[:120], at) if expression else Text(" ", at, verbatim=False)
        line, start_of_line = _advance(source, match.start(), match.end(), line, start_of_line)
        end = match.end()
    if end < len(source):
        yield Text(source[end:], Position(line, end - start_of_line + 1))


def _advance(source: str, start: int, end: int, line: int, start_of_line: int) -> tuple[int, int]:
    newlines = source.count("\n", start, end)
    return (line + newlines, source.rfind("\n", start, end) + 1) if newlines else (line, start_of_line)
