"""Statements that stand in strings: bodies of functions and DO blocks, and what EXECUTE runs.

Each comes as a text of the same length as what it stands for, so that indexes stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.sql.source import FILL, HOLE, Source
from scanner.sql.tokens import Span, Tokens

_DOUBLED = re.compile(f"'{FILL}*'")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_FORMAT = re.compile(r"%(?:(\d{1,3})\$)?-?\d{0,3}([IsL])|%%")
_ENDS = frozenset({"into", "using", "loop", "execute", ":=", ")", "]"})
_CODE = frozenset({"function", "procedure"})
_BACK = 80


def bodies(tokens: Tokens) -> Iterator[Source]:
    """Yield each stretch of a text that is itself read as SQL."""
    values = tokens.values
    executed = {values[i + 1] for i in range(len(tokens) - 1) if values[i] == "execute"}
    for index, value in enumerate(values):
        match tokens.kinds[index]:
            case "dollar" if tokens.word(index - 1) in ("as", "do", "plpgsql", "sql"):
                yield _content(tokens, index)
            case "string" if _is_body(tokens, index):
                yield _content(tokens, index)
            case "word" if value == "execute":
                yield from _built(tokens, index + 1)
            case "op" if value in (":=", "=") and executed and tokens.value(index - 1) in executed:
                yield from _built(tokens, index + 1)
            case _:
                pass


def _is_body(tokens: Tokens, index: int) -> bool:
    """Return whether a string is the body of a function or a DO block, in the old style."""
    before = tokens.word(index - 1)
    if before == "do":
        return tokens.kind(index - 2) in ("", ";")
    if before != "as":
        return False
    for at in range(index - 2, max(index - _BACK, -1), -1):
        if tokens.kind(at) == ";":
            return False
        if tokens.word(at) in _CODE:
            return True
    return False


def _content(tokens: Tokens, index: int) -> Source:
    start, text = _decoded(tokens, index)
    return tokens.source.nested(text, start)


def _decoded(tokens: Tokens, index: int) -> tuple[int, str]:
    """Return where a string's content begins, and the content with every escape in its place."""
    start, raw = tokens.starts[index], tokens.text(index, index + 1)
    if tokens.kind(index) == "dollar":
        tag = raw.index("$", 1) + 1
        closed = len(raw) >= 2 * tag and raw.endswith(raw[:tag])
        return start + tag, raw[tag : len(raw) - tag if closed else len(raw)]
    quote = raw.index("'") + 1
    body = raw[quote:-1] if raw.endswith("'") and len(raw) > quote else raw[quote:]
    if raw[0] in "eE":
        body = _ESCAPED.sub(_unescaped, body)
    return start + quote, _DOUBLED.sub(lambda match: "'" + FILL * (len(match[0]) - 1), body)


def _unescaped(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r"}.get(match[0][1], match[0][1]) + FILL


@dataclass(slots=True)
class _Canvas:
    """A text that is put together from string literals, with a hole for each other operand."""

    start: int
    text: list[str]
    spliced: dict[int, str] = field(default_factory=dict)
    written: bool = False

    def write(self, at: int, text: str) -> None:
        self.text[at - self.start : at - self.start + len(text)] = text
        self.written = True

    def hole(self, at: int, expression: str) -> None:
        self.text[at - self.start] = HOLE
        self.spliced[at - self.start] = expression[:120]


def _built(tokens: Tokens, start: int) -> Iterator[Source]:
    """Yield the text that an expression of literals, `||` and `format` builds."""
    end = next((i for i in tokens.level(start, len(tokens)) if _ends(tokens, i)), len(tokens))
    while tokens.words(start, "(") and tokens.after(start) == end:
        start, end = tokens.inside(start, end)
    if start >= end:
        return
    first = tokens.starts[start]
    canvas = _Canvas(first, [FILL] * (tokens.ends[end - 1] - first))
    for operand in _operands(tokens, start, end):
        _paint(tokens, operand, canvas)
    if canvas.written:
        yield tokens.source.nested("".join(canvas.text), first, canvas.spliced)


def _ends(tokens: Tokens, index: int) -> bool:
    return tokens.kind(index) == ";" or tokens.word(index) in _ENDS


def _operands(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    first = start
    for index in tokens.level(start, end):
        if tokens.word(index) == "||":
            yield first, index
            first = index + 1
    yield first, end


def _paint(tokens: Tokens, operand: Span, canvas: _Canvas) -> None:
    start, end = operand
    if start >= end:
        return
    if end == start + 1 and tokens.kind(start) in ("string", "dollar"):
        canvas.write(*_decoded(tokens, start))
    elif tokens.words(start, "format", "(") and tokens.kind(start + 2) in ("string", "dollar"):
        arguments = [tokens.text(*span) for span in tokens.split(*tokens.inside(start + 1, end))]
        _paint_format(*_decoded(tokens, start + 2), arguments, canvas)
    else:
        canvas.hole(tokens.starts[start], tokens.text(start, end))


def _paint_format(at: int, text: str, arguments: list[str], canvas: _Canvas) -> None:
    """Write a format string; each specifier is a hole whose expression is the argument."""
    canvas.write(at, text)
    number = 0
    for match in _FORMAT.finditer(text):
        canvas.write(at + match.start(), (FILL if match[2] else "%") + FILL * (len(match[0]) - 1))
        if match[2]:
            number = int(match[1]) if match[1] else number + 1
            canvas.hole(at + match.start(), arguments[number] if number < len(arguments) else match[0])
