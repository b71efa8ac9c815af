"""Which files are worth opening: a pattern for ripgrep, looser than `hits`, never narrower.

It asks of one line only what every statement must have there, its first keyword with what may stand
behind it, so that a statement broken over lines needs no multi-line search. A keyword is taken in lower
case, in capitals or capitalized: ripgrep is twice as fast with literals, as long as these and the names
are no more than 64, than with letters of any case. White space after one makes six of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

BEFORE = r"(^|[^A-Za-z0-9_.$-]|\\[nrt])"
GAP = r"([ \t\r\f\v\"'`+,|&\\]|\\[nrt]|[\"'][ \t]*[rbfuRBFU]{1,2}[\"'])"
WORD = r"[^ \t\r\n\f\v\"'`+,|&\\;=()]+"
OPEN = r"(--|/[/*]|[$]?[{]|[%#?]|$)"
"""A comment, a hole or the end of the line: nothing is known of what follows."""

TO_SET = rf"({GAP}+{WORD}(\(\))?)"
TO_FROM = rf"({GAP}+{WORD})"
_TRUNCATED = r"([;$]|(?i:cascade|restart|continue))"

AFTER = {
    "insert": rf"({GAP}+(?i:into|or|ignore|delayed)|{GAP}*{OPEN})",
    "replace": rf"({GAP}+(?i:into)|{GAP}*{OPEN})",
    "merge": rf"({GAP}+(?i:into)|{GAP}*{OPEN})",
    "delete": rf"({GAP}+(?i:from)|{GAP}*{OPEN})",
    "update": rf"({TO_SET}{{0,5}}{GAP}*{OPEN}|{TO_SET}{{0,5}}{GAP}+(?i:set))",
    "copy": rf"({TO_FROM}{{0,3}}{GAP}*({OPEN}|[(])|{TO_FROM}{{1,3}}{GAP}+(?i:from))",
    "alter": rf"({GAP}+(?i:table)|{GAP}*{OPEN})",
    "truncate": rf"({GAP}+(?i:table|only)|({GAP}+[\w.]+)?{GAP}*({OPEN}|{_TRUNCATED})|{GAP}+[\w.]+,)",
}
BEHIND_CAPITALS = dict.fromkeys(("insert", "update", "copy", "truncate"), r"([ \t\r\f\"'`\\/{$%+-]|$)")
"""Capitals are hardly ever prose, and `hits` asks less of them."""

_WIDE = "|".join(re.sub("(?<=.)", r"\\x00", part) for part in ("NTO", "nto", "TE", "te", "OPY", "opy"))
"""Parts of the keywords in UTF-16: no such file is read, and each that may write is said.

They are four bytes at least: with a shorter literal ripgrep takes half as long again for all.
"""

_CALLED = r"[ \t]*([(<!`]|::<|$)"

LIKELY = (
    rf"([A-Za-z0-9_$](Insert|_insert|Upsert|_upsert)|([iI]nsert|[uU]psert)[A-Z0-9_])[A-Za-z0-9_$]*{_CALLED}"
)
"""A line that may call a function with a name as those have that insert what they are given.

It is as wide as `calls` is for any of them: the calls of such a function are in files that are found.
"""

_SUPPRESSION = "writers:[ \t]*ignore"


Behind = tuple[str, str]
"""What stands behind a keyword of a statement, and behind the keyword in capitals."""

_BEHIND: Mapping[str, Behind] = {
    each: (after, BEHIND_CAPITALS.get(each, after)) for each, after in AFTER.items()
}


def pattern(names: Collection[str], others: Collection[str] = ()) -> str:
    """Return a regular expression for a line that may begin a write.

    `names` are helpers, builder calls and words that set a library up, in their own case; `others` are
    expressions for more lines that matter. Lines with a suppression match too: one may stand at a
    model's field. The syntax is what Rust's regex and Python's `re` share.
    """
    return pattern_with(_BEHIND, names, others)


def pattern_with(behind: Mapping[str, Behind], names: Collection[str], others: Collection[str]) -> str:
    """Return the same for other statements, told by what stands behind their keywords."""
    statement = f"{BEFORE}({'|'.join(_statements(behind))})"
    whole = f"(^|[^A-Za-z0-9_$])({_any(names)})([^A-Za-z0-9_$]|$)"
    return _in_its_case("|".join([statement, _WIDE, _SUPPRESSION, *others, *([whole] if names else ())]))


def _statements(behind: Mapping[str, Behind]) -> Iterator[str]:
    for keyword, (after, capitals) in behind.items():
        yield f"({keyword}|{keyword.capitalize()}){after}|{keyword.upper()}{capitals}"


def is_likely(name: str) -> bool:
    """Tell whether each call of a function with this name is on a line that LIKELY matches."""
    return re.search(LIKELY, name) is not None


def calls(names: Collection[str]) -> str:
    """Return a regular expression for a line that may call one of the functions."""
    return _in_its_case(f"(^|[^A-Za-z0-9_$])({_any(names)}){_CALLED}")


def definitions(names: Collection[str]) -> str:
    """Return a regular expression for a line that may give one of the names a value.

    `collect::<T>()` and `a == b` give none.
    """
    name = f"({_any(names)})"
    given = f"(^|[^A-Za-z0-9_$]){name}[\"'\\]]?[ \t]*(:([^:]|$)|=([^=]|$))"
    typed = f"(struct|enum|class|interface)[ \t]+{name}([^A-Za-z0-9_$]|$)|type[ \t]+{name}[ \t]+struct"
    method = f"func[ \t]*\\([^)]*\\)[ \t]*{name}[ \t]*\\("
    return _in_its_case(f"{given}|{typed}|{method}")


def functions(names: Collection[str]) -> str:
    """Return a regular expression for a line that may define one of the functions."""
    name = f"({_any(names)})"
    named = f"(function|def|fn|func|fun)[ \t*]+{name}([^A-Za-z0-9_$]|$)"
    modifiers = "((public|private|protected|static|async|override|export|default)[ \t]+)*"
    method = f"^[ \t]*{modifiers}{name}[ \t]*(<|\\()"
    return _in_its_case(f"{named}|{method}")


def _in_its_case(pattern: str) -> str:
    return f"(?-i:{pattern})"


def _any(names: Collection[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names))
