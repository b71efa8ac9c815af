"""Format strings filled in: `%s`, `%(name)s`, `{}`, `{0}`, `{name}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from scanner.model.template import Interpolation, Part, Position, Text

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<spec>[#0\- +]*[\d*]*(?:\.\d+)?[sdifrxXeEgGca]|%)")
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
            name = match.group("name")
            if name:
                argument = _by_name(name, positional, named, capture)
            else:
                argument = positional[count] if count < len(positional) else None
                count += 1
            yield from argument or (_hole(match.group(), part.position(match.start())),)
        yield from _cut(part, end, len(part.value))


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
