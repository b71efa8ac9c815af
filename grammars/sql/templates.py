"""A SQL file split into text and the holes of template languages.

Jinja (also dbt's), Go templates, Handlebars, ERB, `${x}`, `{x}`, and what psql itself replaces.
A block tag becomes a hole whose expression begins with `{%`: the statement reader follows branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grammars.sql.psql import META, STDIN, after_data, data_ends, meta
from scanner.model.template import Interpolation, Part, Placeholder, Position, Template, Text

_HOLES = re.compile(
    rf"""
      \{{\#(?:[^{{\#]|\{{(?!\#)|\#(?!\}}))*\#\}}                     # a comment
    | \{{%-?\s*raw\s*-?%\}}(?P<raw>(?:[^{{]|\{{(?!%-?\s*(?:end)?raw))*)\{{%-?\s*endraw\s*-?%\}}
    | \{{%[-+]?(?P<tag>(?:[^{{%]|\{{(?!%)|%(?!\}}))*)%\}}
    | \{{\{{[-~]?\s*(?P<go>(?:if|else|end|range|with)\b|[\#^/]\w*)[^{{}}]*\}}\}}  # Go templates, Handlebars
    | \{{\{{(?P<jinja>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}}\}}
    | <%(?P<erb>=?)(?P<ruby>(?:[^<%]|<(?!%)|%(?!>))*)%>
    | \$\{{(?P<shell>[^{{}}]*)\}} | (?<![\w$])\$\((?P<sqlcmd>\w+)\)
    | (?<![{{$\#'"])\{{(?P<brace>[A-Za-z_][\w.]*)\}}(?![}}'"])
    | (?<![:\w]):(?P<psql>[A-Za-z_]\w*)(?=\.[A-Za-z_"])         # :schema.table
    | (?<![:\w]):"(?P<quoted>[^"\n]*)" | (?<![:\w]):'(?P<value>[^'\n]*)'
    | {STDIN} | {META}
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
"""Written so that what opens and never closes is passed over once, not searched again from each place."""

_SIGNS = re.compile(r"[{$:]|<%|\n[ \t]*\\|[fF][rR][oO][mM]\s+[sS]")
"""What every hole begins with, or the end of the line before: quicker to find than a hole."""

_OPENS = re.compile(r"if|unless|range|with|for|[#^]")
_LITERAL = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\")\s*")
_SET = re.compile(r"\s*set\s+(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")\s*")


def template(source: str) -> Template:
    """Return a SQL file as text with holes; positions lead to the file as it is written."""
    return Template(tuple(_Splitter(source).parts()))


class _Splitter:
    """One file being split: where it is, and the variables that the file itself has set."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.known: dict[str, str] = {}
        self.ends = data_ends(source)
        self.line, self.start_of_line, self.at = 1, 0, 0

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the file in order."""
        while (match := self._next()) is not None:
            if self.at < match.start():
                yield Text(self.source[self.at : match.start()], self._advance(match.start()))
            here = self._advance(match.start())
            if match["stdin"] is not None:
                yield Text(match[0], here)
                self._advance(after_data(self.source, match, self.ends))
                continue
            yield from self._hole(match, here)
            self._advance(match.end())
        if self.at < len(self.source):
            yield Text(self.source[self.at :], self._advance(self.at))

    def _next(self) -> re.Match[str] | None:
        """Return the next hole."""
        match = _HOLES.match(self.source, self.at)
        for sign in _SIGNS.finditer(self.source, self.at) if match is None else ():
            match = _HOLES.match(self.source, sign.start() + (sign[0][0] == "\n"))
            if match is not None:
                break
        return match

    def _advance(self, to: int) -> Position:
        """Go on to an index, and return the position of where it was."""
        before = Position(self.line, self.at - self.start_of_line + 1)
        newlines = self.source.count("\n", self.at, to)
        if newlines:
            self.line += newlines
            self.start_of_line = self.source.rfind("\n", self.at, to) + 1
        moved, self.at = to != self.at, to
        return before if moved else Position(self.line, to - self.start_of_line + 1)

    def _hole(self, match: re.Match[str], here: Position) -> Iterator[Part]:
        if match["raw"] is not None:
            yield Text(match["raw"], here, verbatim=False)
        elif match["meta"] is not None:
            yield from meta(match["meta"], here, self.known)
        elif match["value"] is not None:
            yield Placeholder(match["value"], here)
        elif (block := _block(match)) is not None:
            yield Interpolation(f"{{%{block[:100]}%}}", here)
            if assigned := _SET.fullmatch(block):
                self.known[assigned[1]] = assigned[2] or assigned[3] or ""
        elif match["go"] is not None:
            yield Interpolation(f"{{% {_tag(match['go'])} %}}", here)
        else:
            yield self._value(match, here)

    def _value(self, match: re.Match[str], here: Position) -> Part:
        variable = match["psql"] or match["quoted"]
        groups = ("jinja", "ruby", "shell", "sqlcmd", "brace")
        expression = variable or next((match[group] for group in groups if match[group] is not None), "")
        literal = _LITERAL.fullmatch(expression)
        known = self.known.get(f":{variable}" if variable else expression.strip())
        if literal is not None:
            known = literal[1] or literal[2]
        if known:
            return Text(known, here, verbatim=False)
        expression = expression.strip()[:120]
        return Interpolation(expression, here) if expression else Text(" ", here, verbatim=False)


def _block(match: re.Match[str]) -> str | None:
    """Return the inside of a block tag: Jinja's `{% … %}`, ERB's `<% … %>`."""
    if match["erb"] != "":
        return match["tag"]
    code = match["ruby"].strip("- \n")
    if code == "end":
        return " endif "
    return " for " if re.search(r"\bdo\b", code) else f" {code}"


def _tag(word: str) -> str:
    """Return Jinja's word for a block of Go templates or Handlebars."""
    if word.lower() in ("end", "/") or word.startswith("/"):
        return "endif"
    return "if" if _OPENS.match(word.lower()) else "else"
