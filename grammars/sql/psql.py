"""What psql reads beside SQL: backslash commands, variables, and the data lines after COPY … FROM stdin.

Source: https://www.postgresql.org/docs/current/app-psql.html
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, MutableMapping, Sequence

from scanner.model.template import Interpolation, Part, Position, Text

META = r"^[ \t]*\\(?P<meta>[a-z!?][^\n]*)"
"""A line that is a command of psql."""

STDIN = r"\bfrom\s+(?P<stdin>stdin)\b[^;\n]{0,400};"
"""The end of a COPY whose data may follow."""

_END = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)
_SET = re.compile(r"set\s+(\w+)\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))\s*")
_BRANCH = {"if": "if", "elif": "elif", "else": "else", "endif": "endif"}


def meta(command: str, at: Position, known: MutableMapping[str, str]) -> Iterator[Part]:
    """Yield what a backslash command is to SQL: `\\copy` a COPY, `\\if` a branch, else a blank."""
    word, _, rest = command.partition(" ")
    if word == "copy":
        yield Text(f"copy {rest};", Position(at.line, at.column), verbatim=False)
    elif word in _BRANCH:
        yield Interpolation(f"{{% {_BRANCH[word]} {rest.strip()[:80]} %}}", at)
    else:
        assigned = _SET.fullmatch(command)
        if assigned is not None:
            known[f":{assigned[1]}"] = next((each for each in assigned.groups()[1:] if each is not None), "")
        yield Text(" ", at, verbatim=False)


def data_ends(source: str) -> list[int]:
    """Return the index after each line that ends the data of a COPY FROM stdin, in order."""
    return [match.end() for match in _END.finditer(source)]


def after_data(source: str, copy: re.Match[str], ends: Sequence[int]) -> int:
    """Return the index after the data of a COPY FROM stdin, or after its semicolon where it has none."""
    start = max(source.rfind(";", 0, copy.start()), copy.start() - 4_000, 0)
    if "copy" not in source[start : copy.start()].lower():
        return copy.end()
    following = bisect_right(ends, copy.end())
    return ends[following] if following < len(ends) else copy.end()
