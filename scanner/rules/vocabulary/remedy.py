"""What a person can paste to make a writer and a table agree again, and how messages name things."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from scanner.model.catalog import Column, Table

CALLABLES = {
    "timezone.now": "Now()",
    "django.utils.timezone.now": "Now()",
    "now": "Now()",
    "uuid.uuid4": "RandomUUID()",
    "uuid4": "RandomUUID()",
    "dict": "{}",
    "list": "[]",
    "str": '""',
    "bool": "False",
    "int": "0",
}
"""Callables of `default=` that Postgres can stand in for, and what `db_default=` says instead.

"""

IMPORTS = {
    "Now()": "from django.db.models.functions import Now",
    "RandomUUID()": "from django.contrib.postgres.functions import RandomUUID",
}
"""What a `db_default=` needs at the top of the models' module."""

CONSTANT = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z][A-Z0-9_]*(?:\.value)?")
"""A name that PEP 8 writes as a constant: an enum's member or a module's constant."""

LITERAL = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.UnaryOp, ast.BinOp),
    *(ast.operator, ast.unaryop, ast.expr_context),
)
"""What an expression without any name is made of: `-1`, `60 * 60`, `{"a": []}`."""


def database_default(source: str | None) -> str | None:
    """Return the `db_default=` that means the same as a `default=`, None if that cannot be told."""
    if source is None:
        return None
    if source in CALLABLES:
        return CALLABLES[source]
    if CONSTANT.fullmatch(source):
        return source
    try:
        parsed = ast.parse(source, mode="eval").body
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if source == "None" or not all(isinstance(node, LITERAL) for node in ast.walk(parsed)):
        return None
    return ast.unparse(parsed) if "\n" in source else source


def let_postgres_fill(column: Column) -> str:
    """Say how to give the column a default that Postgres has, the exact one where it is known."""
    default = database_default(column.default_source)
    if default is None:
        return f"where one value is right for all, add `db_default=…` to the field{place(column)}"
    imported = f" (`{IMPORTS[default]}`)" if default in IMPORTS else ""
    return f"add `db_default={default}`{imported} to the field{place(column)} and run makemigrations"


def name_it(table: Table, column: Column) -> str:
    """Say that a writer has to name the column."""
    name = ".".join(quoted(part) for part in (table.schema, table.name) if part)
    return f"name it: `INSERT INTO {name} (…, {quoted(column.name)}) VALUES (…)`"


def place(column: Column) -> str:
    """Return ` at path:line` of the model field, empty when that is not known."""
    origin = column.origin
    if origin is None:
        return ""
    return f" at {origin.path}:{origin.line}" if origin.line else f" in {origin.path}"


def quoted(name: str) -> str:
    """Return the identifier as SQL has to write it: bare where it folds to itself."""
    return name if re.fullmatch(r"[a-z_][a-z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'


def listed(columns: Sequence[Column]) -> str:
    """Return the names as a sentence holds them: `a`, `a and b`, `a, b and c`."""
    names = [quoted(column.name) for column in columns]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
