"""A model field's source with a `db_default=` put in, everything else left as it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

_SAID_BY = ("default", "auto_now_add", "auto_now")
"""Arguments that give a field its value in Python; the new one is put behind the first of them."""


class Insertion(Struct, frozen=True):
    """Text to be put in at a byte of a file."""

    at: int
    text: str


def with_database_default(source: bytes, line: int, default: str, imported: str | None) -> bytes | None:
    """Return a module with `db_default=DEFAULT` in the field that is assigned at `line`.

    `imported` is the import that the default needs. None where the field cannot be found there, says
    nothing in Python, or has a `db_default=` already.
    """
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    starts = _line_starts(source)
    argument = _argument(module, line)
    if argument is None:
        return None
    edits = [_behind(source, starts, argument, f"db_default={default}")]
    if imported is not None and imported.rpartition(" ")[2] not in _imported(module):
        edits.append(_import(module, starts, source, imported))
    return _applied(source, edits)


def _line_starts(source: bytes) -> list[int]:
    starts = [0]
    for each in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(each))
    return starts


def _argument(module: ast.Module, line: int) -> ast.keyword | None:
    """Return the argument that gives the field at a line its value, if no `db_default=` does so too."""
    for node in ast.walk(module):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.lineno != line or node.value is None:
            continue
        calls = [call for call in ast.walk(node.value) if isinstance(call, ast.Call)]
        if any(each.arg == "db_default" for call in calls for each in call.keywords):
            return None
        return next((found for call in calls for found in _saying(call)), None)
    return None


def _saying(call: ast.Call) -> Iterator[ast.keyword]:
    for name in _SAID_BY:
        yield from (each for each in call.keywords if each.arg == name)


def _behind(source: bytes, starts: list[int], argument: ast.keyword, text: str) -> Insertion:
    """Put an argument behind another: on a line of its own where that one stands so."""
    value = argument.value
    end = starts[(value.end_lineno or 1) - 1] + (value.end_col_offset or 0)
    begins = starts[argument.lineno - 1]
    before = source[begins : begins + argument.col_offset]
    if before.strip():
        return Insertion(end, f", {text}")
    newline = "\r\n" if b"\r\n" in source else "\n"
    return Insertion(end, f",{newline}{before.decode()}{text}")


def _imported(module: ast.Module) -> set[str]:
    imports = [node for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _import(module: ast.Module, starts: list[int], source: bytes, line: str) -> Insertion:
    """Put an import behind the last one at the top of a module."""
    newline = "\r\n" if b"\r\n" in source else "\n"
    ends = [node.end_lineno or 0 for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return Insertion(starts[ends[-1] if ends else 0], f"{line}{newline}")


def _applied(source: bytes, edits: list[Insertion]) -> bytes | None:
    for edit in sorted(edits, key=lambda edit: edit.at, reverse=True):
        source = source[: edit.at] + edit.text.encode() + source[edit.at :]
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    return source
