"""SQL text to tokens, for several dialects and with holes; comments and white space are dropped.

The rules are those of https://www.postgresql.org/docs/current/sql-syntax-lexical.html, widened by
what drivers, psql, ClickHouse, MySQL and SQLite allow.
"""

from __future__ import annotations

import re
from array import array

from scanner.sql.source import FILL, HOLE, TAG, VALUE, Source
from scanner.sql.tokens import Kind, Tokens

_OTHER = r":-@\[-^`{-\x7f\ud800-\udfff"
"""What begins no name, beside digits and our own marks: the set of all letters takes long to compile."""

_TOKEN = re.compile(
    rf"""
    (?:[\s{FILL}{TAG}]+ | --[^\n]* | \\(?=copy\b))*
    (?:(?P<comment>/\*)
    | (?P<string>[eE]'[^'\\]*(?:(?:\\.|'{FILL}?')[^'\\]*)*'?
        | (?:[bBxXnN]|[uU]&)?'[^']*(?:'{FILL}?'[^']*)*'?)
    | (?P<quoted>(?:[uU]&)?"[^"]*(?:""[^"]*)*" | `[^`\n]{{0,200}}`)
    | (?P<word>[^\x00-9{_OTHER}{VALUE}-{TAG}][^\x00-#%-/{_OTHER}{VALUE}{TAG}]*)
    | (?P<number>(?:0[xXoObB]\w+ | \d[\d_]*\.?\d* | \.\d+)(?:[eE][+-]?\d+)?)
    | (?P<bind>\$\d+ | \{{\{{[^{{}}\n]{{0,200}}\}}\}} | [$\#]?\{{[^{{}}\n]{{0,200}}\}}
        | %\(\w{{1,200}}\)[sbt] | %[sbtdf](?!\w) | \?\d*(?![|&]) | @[A-Za-z_]\w*
        | :(?:[A-Za-z_]\w* | '[^'\n]{{0,200}}' | "[^"\n]{{0,200}}"))
    | (?P<dollar>\$(?:[^\x00-9{_OTHER}\ue000-\U0010ffff]\w{{0,200}})?\$)
    | (?P<end>; | ^\\[a-z.!?][^\n]* | \\(?:gset|gexec|gx|g)\b[^\n]*)
    | (?P<value>{VALUE})
    | (?P<op>:: | := | => | \|\| | <= | >= | <> | != | .)
    | (?P<nothing>))
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_COMMENT = re.compile(r"/\*|\*/")
_GLUE = re.compile(f"({HOLE}*)([^{HOLE}]*)({HOLE}*)")
_GLUED = frozenset(
    "insert update delete truncate merge copy into select values set from where with on do".split()
)
_UNICODE = re.compile(r"\\(?:(\\)|([0-9A-Fa-f]{4})|\+([0-9A-Fa-f]{6}))")
_KINDS: dict[str, Kind] = {
    "string": "string",
    "number": "number",
    "bind": "bind",
    "value": "value",
    "op": "op",
}


def tokenize(source: Source) -> Tokens:
    """Return the tokens of a text; a string, comment or quote that is not closed runs to its end."""
    text, end, position = source.text, len(source.text), 0
    lexer, token_at = _Lexer(), _TOKEN.match
    while position < end and (match := token_at(text, position)) is not None:
        group = match.lastgroup or "nothing"
        start, position = match.span(group)
        if group == "word":
            lexer.word(match[group], start)
        elif group in _KINDS:
            lexer.add(_KINDS[group], match[group], start, position)
        else:
            position = lexer.special(group, text, start, position)
    return lexer.finish(source)


class _Lexer:
    """The tokens so far, the brackets that are open, and whether this is a COPY with data below."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self.values: list[str] = []
        self.starts = array("l")
        self.ends = array("l")
        self.closing: dict[int, int] = {}
        self.opened: list[int] = []
        self.first = 0
        self.data = True

    def add(self, kind: Kind, value: str, start: int, end: int) -> None:
        if kind == "op" and value in "()[]":
            self.bracket(value)
        self.kinds.append(kind)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def special(self, group: str, text: str, start: int, end: int) -> int:
        """Add a token that is more than its own characters, and return where the text goes on."""
        match group:
            case "comment":
                return _comment_end(text, end)
            case "quoted":
                self.add("quoted", _unquoted(text[start:end]), start, end)
            case "dollar":
                closing = text.find(text[start:end], end)
                end = len(text) if closing < 0 else closing + end - start
                self.add("dollar", text[start:end], start, end)
            case "end":
                self.add(";", ";", start, end)
                return self.copied(text, end)
            case _:
                return len(text)
        return end

    def bracket(self, value: str) -> None:
        index = len(self.kinds)
        if value in "([":
            self.opened.append(index)
            return
        wanted = "(" if value == ")" else "["
        while self.opened and value == ")" and self.values[self.opened[-1]] == "[":
            self.closing[self.opened.pop()] = index
        if self.opened and self.values[self.opened[-1]] == wanted:
            self.closing[self.opened.pop()] = index

    def word(self, text: str, start: int) -> None:
        """Add a word; a keyword that touches a hole is a word of its own."""
        value = text.lower()
        if not text.isascii():
            value = value.replace(FILL, "")
        if HOLE not in value:
            self.kinds.append("word")
            self.values.append(value)
            self.starts.append(start)
            self.ends.append(start + len(text))
            return
        pieces = _GLUE.fullmatch(text)
        if pieces is None or pieces[2].lower() not in _GLUED:
            self.add("hole", value, start, start + len(text))
            return
        for number in (1, 2, 3):
            if pieces[number]:
                kind: Kind = "word" if number == 2 else "hole"
                self.add(
                    kind, pieces[number].lower(), start + pieces.start(number), start + pieces.end(number)
                )

    def copied(self, text: str, position: int) -> int:
        """Return where SQL goes on after a semicolon: below the data of a COPY … FROM STDIN."""
        first, self.first = self.first, len(self.kinds)
        if not self.data or self.values[first] != "copy" or "stdin" not in self.values[first:]:
            return position
        closing = text.find("\n\\.", position)
        self.data = closing >= 0
        return closing + 3 if self.data else position

    def finish(self, source: Source) -> Tokens:
        closers = array("l", bytes(self.starts.itemsize * len(self.kinds)))
        for opening, closing in self.closing.items():
            closers[opening] = closing
        for opening in self.opened:
            closers[opening] = len(self.kinds)
        return Tokens(source, self.kinds, self.values, self.starts, self.ends, closers)


def _comment_end(text: str, position: int) -> int:
    depth = 1
    for match in _COMMENT.finditer(text, position):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return len(text)


def _unquoted(text: str) -> str:
    """Return the name that stands in quotes."""
    if text[0] == "`":
        return text[1:-1]
    name = text[text.index('"') + 1 : -1].replace('""', '"')
    if text[0] not in "uU":
        return name
    return _UNICODE.sub(_character, name)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    code = int(match[2] or match[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
