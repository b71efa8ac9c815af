"""Statements that stand in strings: bodies of functions and DO blocks, and what EXECUTE runs.

Each comes as a text of the same length as what it stands for, so that indexes stay true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct, field

from scanner.sql.source import FILL, HOLE, Source
from scanner.sql.tokens import Span, Tokens

_DOUBLED = re.compile(f"'{FILL}*'")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_FORMAT = re.compile(r"%(?:(\d{1,3})\$)?-?\d{0,3}([IsL])|%%")
_ENDS = frozenset({"into", "using", "loop", "execute", ":=", ")", "]"})
_CODE = frozenset({"function", "procedure"})
_TELLING = _CODE | {"execute", ":=", "="}


class Body(Struct, frozen=True):
    """A stretch that is itself read as SQL: a function's body, which only a call runs, or not."""

    index: int
    source: Source
    function: bool = False


def bodies(tokens: Tokens) -> Iterator[Body]:
    """Yield each stretch of a text that is itself read as SQL."""
    values = tokens.values
    executed = {values[i + 1] for i in range(len(tokens) - 1) if values[i] == "execute"}
    creating, built = False, 0
    for index, (kind, value) in enumerate(zip(tokens.kinds, values, strict=True)):
        match kind:
            case "word" | "op" if value not in _TELLING:
                pass
            case ";":
                creating = False
            case "dollar" if tokens.word(index - 1) in ("as", "do", "plpgsql", "sql"):
                yield Body(index, _content(tokens, index), creating or tokens.word(index - 1) == "as")
            case "string" if _is_body(tokens, index, creating):
                yield Body(index, _content(tokens, index), creating)
            case "word" if value in _CODE:
                creating = True
            case "word" | "op" if index >= built and _is_executed(tokens, index, executed):
                built = _expression_end(tokens, index + 1)
                source = _built(tokens, index + 1, built)
                if source is not None:
                    yield Body(index, source)
            case _:
                pass


def _is_body(tokens: Tokens, index: int, creating: bool) -> bool:
    """Return whether a string is the body of a function or a DO block, in the old style."""
    before = tokens.word(index - 1)
    return (creating and before == "as") or (before == "do" and tokens.kind(index - 2) in ("", ";"))


def _is_executed(tokens: Tokens, index: int, executed: Collection[str]) -> bool:
    """Return whether EXECUTE runs what follows, at once or by the variable that it is assigned to."""
    match tokens.values[index]:
        case "execute":
            return True
        case ":=" | "=":
            return bool(executed) and tokens.value(index - 1) in executed
        case _:
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


class _Canvas(Struct):
    """A text that is put together from string literals, with a hole for each other operand."""

    start: int
    text: list[str]
    spliced: dict[int, str] = field(default_factory=dict)

    def write(self, at: int, text: str) -> None:
        self.text[at - self.start : at - self.start + len(text)] = text

    def hole(self, at: int, expression: str) -> None:
        self.text[at - self.start] = HOLE
        self.spliced[at - self.start] = expression[:120]


def _expression_end(tokens: Tokens, start: int) -> int:
    for index in tokens.level(start, len(tokens)):
        if tokens.kind(index) == ";" or tokens.word(index) in _ENDS:
            return index
    return len(tokens)


def _built(tokens: Tokens, start: int, end: int) -> Source | None:
    """Return the text that an expression of literals, `||` and `format` builds."""
    while tokens.words(start, "(") and tokens.after(start) == end:
        start, end = tokens.inside(start, end)
    operands = list(_operands(tokens, start, end))
    if not any(_is_literal(tokens, *operand) for operand in operands):
        return None
    first = tokens.starts[start]
    canvas = _Canvas(first, [FILL] * (tokens.ends[end - 1] - first))
    for operand in operands:
        _paint(tokens, operand, canvas)
    return tokens.source.nested("".join(canvas.text), first, canvas.spliced)


def _is_literal(tokens: Tokens, start: int, end: int) -> bool:
    if tokens.words(start, "format", "("):
        start += 2
    elif end != start + 1:
        return False
    return start < end and tokens.kind(start) in ("string", "dollar")


def _operands(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    first = start
    for index in tokens.level(start, end):
        if tokens.word(index) == "||":
            if first < index:
                yield first, index
            first = index + 1
    if first < end:
        yield first, end


def _paint(tokens: Tokens, operand: Span, canvas: _Canvas) -> None:
    start, end = operand
    if not _is_literal(tokens, start, end):
        canvas.hole(tokens.starts[start], tokens.text(start, end))
    elif tokens.word(start) == "format":
        arguments = [tokens.text(*span) for span in tokens.split(*tokens.inside(start + 1, end))]
        _paint_format(*_decoded(tokens, start + 2), arguments, canvas)
    else:
        canvas.write(*_decoded(tokens, start))


def _paint_format(at: int, text: str, arguments: list[str], canvas: _Canvas) -> None:
    """Write a format string; each specifier is a hole whose expression is the argument."""
    canvas.write(at, text)
    number = 0
    for match in _FORMAT.finditer(text):
        canvas.write(at + match.start(), (FILL if match[2] else "%") + FILL * (len(match[0]) - 1))
        if match[2]:
            number = int(match[1]) if match[1] else number + 1
            canvas.hole(at + match.start(), arguments[number] if number < len(arguments) else match[0])
