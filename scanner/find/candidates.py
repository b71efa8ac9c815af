"""Which files are worth opening: a pattern for ripgrep, looser than `hits`, never narrower.

It asks of one line only what every statement must have there, its first keyword with something
behind it that SQL may have, so that a statement broken over lines needs no multi-line search.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_KEYWORDS = "(^|[^A-Za-z0-9_.$-]|\\\\[nrt])(insert|replace|merge|delete|update|copy|truncate)"
_BEHIND = "([ \t\r\f\"'`\\\\/{$%+-]|$)"


def pattern(names: Collection[str]) -> str:
    """Return a regular expression, case-insensitive, for a line that may begin a write.

    `names` are helpers and builder calls. The syntax is what Rust's regex, POSIX ERE and
    Python's `re` share.
    """
    called = "|".join(re.escape(name) for name in sorted(names))
    return f"{_KEYWORDS}{_BEHIND}" + (f"|(^|[^A-Za-z0-9_$])({called})([^A-Za-z0-9_$]|$)" if called else "")
