"""Text of the scanned repository made harmless for each place it is shown in.

Names, paths and reasons are the words of whoever wrote the repository: they may hold terminal
sequences, bidirectional overrides, markup, mentions and line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BACKTICKS = re.compile(r"`+")
_QUOTED = re.compile(r"(`[^`]*`)")
_SPACES = re.compile(r"( +)")
_PLAIN = re.compile(r"\(?(?:[A-Za-z]+(?:['-][A-Za-z]+)*)?[).,;:]*|[0-9]{1,4}[,;:]?")
_PUNCTUATED = re.compile(r"(\(?)(.*?)([).,;:]*)")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def visible(text: str) -> str:
    r"""Return one line in which every character that a reader would not see is written as an escape.

    `\x1b` and the like stand for controls, `\u202e` for bidirectional and zero-width characters,
    `\xff` for a byte that is not UTF-8 (a surrogate escape), `\n` for a line break.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spell(char) for char in text)


def spelt(value: object) -> object:
    """Return a JSON value in which bytes that are not UTF-8 are written as escapes."""
    match value:
        case str():
            return "".join(_spell(char) if "\ud800" <= char <= "\udfff" else char for char in value)
        case list():
            return [spelt(item) for item in value]
        case dict():
            return {spelt(name): spelt(item) for name, item in value.items()}
        case _:
            return value


def lines(text: str) -> list[str]:
    """Return the lines of a text, each of them visible; a tab is four spaces."""
    return [visible(line) for line in text.replace("\r\n", "\n").replace("\t", "    ").split("\n")]


def _spell(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def log(text: str) -> str:
    """Return a whole output of which no line is a workflow command to the runner that shows it."""
    return _COMMAND.sub(r"\1\\x3a", text).replace("##[", "#\\x23[")


def github_data(text: str) -> str:
    """Return the message of a workflow command, whose line breaks are kept."""
    return "\n".join(lines(text)).replace("%", "%25").replace("\n", "%0A")


def github_property(text: str) -> str:
    """Return a property of a workflow command."""
    return github_data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def html(text: str) -> str:
    """Return one line for an HTML text or a quoted attribute."""
    return visible(text).translate(_HTML)


def prose(text: str) -> str:
    """Return a sentence as Markdown: plain words as they are, everything else as code spans.

    An escaped `@` or `#` would still be a mention or a reference on GitHub, which looks for them
    after Markdown; inside code neither it nor GitLab does.
    """
    shown = ""
    for is_code, piece in quoted(visible(text)):
        words = [code_span(piece)] if is_code else [_word(word) for word in _SPACES.split(piece)]
        for word in words:
            shown += " " + word if shown.endswith("`") and word.startswith("`") else word
    return shown.strip()


def quoted(text: str) -> Iterator[tuple[bool, str]]:
    """Yield a sentence's pieces, and whether each stood in backticks."""
    for piece in _QUOTED.split(text):
        is_code = len(piece) > 2 and piece.startswith("`")
        yield is_code, piece[1:-1] if is_code else piece


def _word(word: str) -> str:
    if not word or word.isspace():
        return " " if word else ""
    if _PLAIN.fullmatch(word):
        return word
    found = _PUNCTUATED.fullmatch(word)
    lead, core, trail = found.groups() if found else ("", word, "")
    return f"{lead}{code_span(core)}{trail}"


def code_span(text: str) -> str:
    r"""Return a Markdown code span that its content cannot end; a pipe is `\|`, as in a table's cell."""
    shown = (visible(text) or " ").replace("\\|", "\\¦").replace("|", "\\|")
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
