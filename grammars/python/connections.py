"""Which of Django's connections a call goes through: `with connections["archive"].cursor() as cursor`.

Source: https://docs.djangoproject.com/en/stable/topics/db/sql/#connections-and-cursors
"""

from __future__ import annotations

import re

from grammars.python.classes import text
from grammars.syntax import Call, Trail

_DEFAULT = re.compile(r"default|(?:\w+\.)*DEFAULT\w*")
_TOLD = re.compile(r"[\"'](?P<literal>\w+)[\"']|(?P<name>(?:\w+\.)*[A-Z][A-Z0-9_]*)")


def connection(trail: Trail, made: Call) -> str | None:
    """Return the alias of another database than the default one, as it is written; None where none is told.

    A variable may be any of them, so it tells nothing.
    """
    scope = next((node for node in reversed(trail) if node.type == "function_definition"), trail[0])
    before = (scope.text or b"")[: made.node.end_byte - scope.start_byte].decode("utf-8", "replace")
    if "connections[" not in before:
        return None
    for name in filter(None, (text(made.receiver), *map(text, made.positional[:1]))):
        opened = name if name.startswith("connections[") else _opened(name.partition(".")[0], before)
        alias = re.match(r"connections\[\s*([^\]\n]{1,200}?)\s*\]", opened)
        told = _TOLD.fullmatch(alias[1]) if alias is not None else None
        if told is not None:
            found = told["literal"] or told["name"]
            return None if _DEFAULT.fullmatch(found) else found
    return None


def _opened(name: str, before: str) -> str:
    """Return the expression that a cursor, or a connection, was last made of."""
    if re.fullmatch(r"\w+", name) is None:
        return ""
    taken = rf"(connections\[[^\]\n]{{1,200}}\][^\n]{{0,80}}?)\s+as\s+{name}\b"
    given = rf"\b{name}\s*=\s*(connections\[[^\n]{{1,200}})"
    found = [*re.finditer(f"{taken}|{given}", before)]
    return (found[-1][1] or found[-1][2]) if found else ""
