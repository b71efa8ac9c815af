"""Which statements of a plpgsql body may not run: those in IF, LOOP, CASE and guarded blocks."""

from __future__ import annotations

from msgspec import Struct, field

from scanner.sql.tokens import Tokens

_STARTS = frozenset({"begin", "then", "else", "loop", ">", "declare"})


class _Open(Struct):
    """A construct whose END is not yet found."""

    word: str
    start: int
    conditional: bool = field(default=True)


def conditional_tokens(tokens: Tokens) -> bytearray:
    """Return for each token whether it stands where a body may not come to, as 1 or 0."""
    marks = bytearray(len(tokens))
    opened: list[_Open] = []
    for index in range(len(tokens)):
        word = tokens.word(index)
        if word == "end":
            if opened:
                _close(opened.pop(), index, marks)
        elif word == "exception" and tokens.word(index + 1) == "when" and opened:
            opened[-1].conditional = True
        elif _opens(tokens, index, word):
            opened.append(_Open(word, index, conditional=word != "begin"))
    while opened:
        _close(opened.pop(), len(tokens), marks)
    return marks


def _opens(tokens: Tokens, index: int, word: str) -> bool:
    before = tokens.word(index - 1)
    if before == "end":
        return False
    match word:
        case "if":
            return tokens.kind(index - 1) in ("", ";") or before in _STARTS
        case "begin" | "case" | "loop":
            return True
        case _:
            return False


def _close(block: _Open, end: int, marks: bytearray) -> None:
    if block.conditional:
        marks[block.start : end] = b"\x01" * (end - block.start)
