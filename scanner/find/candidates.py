"""Which files are worth opening: a pattern for ripgrep, looser than `hits`, never narrower.

It asks of one line only what every statement must have there, its first keyword with something
behind it that SQL may have, so that a statement broken over lines needs no multi-line search.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_KEYWORDS = "(^|[^A-Za-z0-9_.$-]|\\\\[nrt])(insert|replace|merge|delete|update|copy|truncate|alter)"
_BEHIND = "([ \t\r\f\"'`\\\\/{$%+-]|$)"
_SUPPRESSION = "writers:[ \t]*ignore"


def pattern(names: Collection[str]) -> str:
    """Return a regular expression, case-insensitive, for a line that may begin a write.

    `names` are helpers and builder calls. Lines with a suppression match too: one may stand at a
    model's field. The syntax is what Rust's regex, GNU's extended one and Python's `re` share.
    """
    whole = f"(^|[^A-Za-z0-9_$])({_any(names)})([^A-Za-z0-9_$]|$)"
    return "|".join([f"{_KEYWORDS}{_BEHIND}", _SUPPRESSION, *([whole] if names else ())])


def calls(names: Collection[str]) -> str:
    """Return a regular expression, case-insensitive, for a line that may call one of the functions."""
    return f"(^|[^A-Za-z0-9_$])({_any(names)})[ \t]*([(<!`]|::<|$)"


def definitions(names: Collection[str]) -> str:
    """Return a regular expression, case-insensitive, for a line that may give one of the names a value."""
    name = f"({_any(names)})"
    given = f"(^|[^A-Za-z0-9_$]){name}[\"'\\]]?[ \t]*(:|=)"
    typed = f"(struct|enum|class|interface)[ \t]+{name}([^A-Za-z0-9_$]|$)|type[ \t]+{name}[ \t]+struct"
    method = f"func[ \t]*\\([^)]*\\)[ \t]*{name}[ \t]*\\("
    return f"{given}|{typed}|{method}"


def functions(names: Collection[str]) -> str:
    """Return a regular expression, case-insensitive, for a line that may define one of the functions."""
    name = f"({_any(names)})"
    named = f"(function|def|fn|func|fun)[ \t*]+{name}([^A-Za-z0-9_$]|$)"
    modifiers = "((public|private|protected|static|async|override|export|default)[ \t]+)*"
    method = f"^[ \t]*{modifiers}{name}[ \t]*(<|\\()"
    return f"{named}|{method}"


def _any(names: Collection[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names))
