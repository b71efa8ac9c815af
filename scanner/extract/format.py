"""Format strings filled in: `%s`, `%(name)s`, `%[1]s`, `%1$s`, `{}`, `{0}`, `{name}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from scanner.model.template import Interpolation, Part, Position, Text

_PERCENT = re.compile(
    r"%(?:\((?P<name>[^)]*)\)|\[(?P<next>\d{1,3})\]|(?P<only>\d{1,3})\$)?"
    r"(?P<spec>[#0\- +]*[\d*]*(?:\.\d+)?[sdifrxXeEgGcavq]|%)"
)
_BRACE = re.compile(r"(?P<double>\{\{|\}\})|\{(?P<name>[^{}:!]*)(?:![rsa])?(?::[^{}]*)?\}")

Parts = tuple[Part, ...]


def fill(
    base: Sequence[Part],
    style: Literal["percent", "brace"],
    positional: Sequence[Parts],
    named: Mapping[str, Parts],
    capture: Callable[[str], Parts | None],
) -> Iterator[Part]:
    """Yield the parts of a format string with its arguments in their places.

    A place without a known argument becomes an Interpolation with the place's own source.
    """
    pattern = _PERCENT if style == "percent" else _BRACE
    count = 0
    for part in base:
        if not isinstance(part, Text):
            yield part
            continue
        end = 0
        for match in pattern.finditer(part.value):
            yield from _cut(part, end, match.start())
            end = match.end()
            if match.group() in ("%%", "{{", "}}"):
                yield Text(match.group()[0], part.position(match.start()), verbatim=False)
                continue
            index, count = _place(match, count)
            name = match["name"]
            if name:
                argument = _by_name(name, positional, named, capture)
            else:
                argument = positional[index] if 0 <= index < len(positional) else None
            at = part.position(match.start())
            known = argument or (_hole(match.group(), at),)
            yield from _quoted(known, at) if match[0].endswith("q") else known
        yield from _cut(part, end, len(part.value))


def _place(match: re.Match[str], count: int) -> tuple[int, int]:
    """Return which argument a place without a name takes, and which the next one does.

    After Go's `%[2]s` comes the third, after the `%2$s` of others the one that would have come anyway.
    """
    numbers = match.groupdict()
    if numbers.get("only"):
        return int(match["only"]) - 1, count
    index = int(match["next"]) - 1 if numbers.get("next") else count
    return index, index + (not match["name"])


def _quoted(parts: Parts, at: Position) -> Parts:
    """Return what Go's `%q` makes: the text in double quotes."""
    quote = Text('"', at, verbatim=False)
    return (quote, *parts, quote)


def _by_name(
    name: str,
    positional: Sequence[Parts],
    named: Mapping[str, Parts],
    capture: Callable[[str], Parts | None],
) -> Parts | None:
    if name.isdigit():
        return positional[int(name)] if len(name) < 4 and int(name) < len(positional) else None
    return named.get(name) or capture(name)


def _cut(part: Text, start: int, end: int) -> Iterator[Text]:
    if start < end:
        yield Text(part.value[start:end], part.position(start), part.verbatim)


def _hole(source: str, at: Position) -> Interpolation:
    return Interpolation(source.strip("{}") or source, at)
