"""The columns that a SQLAlchemy class maps, as far as an INSERT of it names them.

Source: https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html,
https://docs.sqlalchemy.org/en/20/orm/declarative_mixins.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.classes import assignments, text
from grammars.python.expressions import call
from grammars.syntax import Call

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})
_SERVER = re.compile(r"\b(?:server_default|FetchedValue|Identity|Computed|Sequence)\b")
_CLIENT = re.compile(r"\b(?:default=(?!None\b)|default_factory=)")
"""A value that SQLAlchemy itself puts in, also where the server would."""
_INTEGER = re.compile(r"\b(?:\w*Integer|Mapped\[int\]|Optional\[int\]|int)\b|int \| None")
_BARE = re.compile(
    r"(?:Mapped\[|int\b|str\b|bool\b|float\b|bytes\b|datetime\b|date\b|Decimal\b|UUID\b|uuid\.UUID|Optional\[)"
)


def columns(owner: Node, *, bare: bool = False) -> Iterator[str]:
    """Yield the columns that a class's own body maps and an INSERT names.

    With `bare`, annotations alone are columns too (SQLModel).
    """
    for assignment in assignments(owner):
        found = _column(assignment, bare)
        if found is not None:
            yield found
    yield from _declared(owner)


def in_table(made: Call) -> Iterator[str]:
    """Yield the columns that `Table("t", metadata, Column("a"), …)` has and an INSERT names."""
    for each in made.positional:
        column = call(each)
        if column is not None and column.name.rpartition(".")[2] == "Column":
            source, name = text(each), _written(column)
            serial = "primary_key=True" in source and _is_serial(source)
            if name is not None and not _by_server(source) and not serial:
                yield name


def _declared(owner: Node) -> Iterator[str]:
    """Yield the columns of methods under `@declared_attr`."""
    body = owner.child_by_field_name("body")
    for each in body.named_children if body is not None else ():
        method = each.child_by_field_name("definition") if each.type == "decorated_definition" else None
        if method is None or "declared_attr" not in text(each.named_children[0]):
            continue
        source, name = text(method), text(method.child_by_field_name("name"))
        made = re.search(r"\breturn\s+(?:\w+\.)?(?:Column|mapped_column)\(\s*(?:[\"'](\w+)[\"'])?", source)
        if made is not None and not name.startswith("__") and not _by_server(source):
            yield made[1] or name


def _column(assignment: Node, bare: bool) -> str | None:
    left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    if left is None or left.type != "identifier" or text(left).startswith("__"):
        return None
    annotation, source = text(assignment.child_by_field_name("type")), text(assignment)
    made = call(right) if right is not None else None
    kind = made.name.rpartition(".")[2] if made is not None else ""
    if kind not in _COLUMNS:
        annotated = annotation.startswith("Mapped[") and right is None
        return text(left) if annotated or (bare and kind == "" and _BARE.match(annotation)) else None
    if _by_server(source) or ("primary_key=True" in source and _is_serial(source)):
        return None
    return _written(made) or text(left)


def _by_server(source: str) -> bool:
    return _SERVER.search(source) is not None and _CLIENT.search(source) is None


def _is_serial(source: str) -> bool:
    return (
        _INTEGER.search(source) is not None
        and "autoincrement=False" not in source
        and "ForeignKey(" not in source
        and _CLIENT.search(source) is None
    )


def _written(made: Call | None) -> str | None:
    """Return the name that `Column("other_name", …)` gives."""
    first = made.positional[0] if made is not None and made.positional else None
    named = made.named.get("name") if made is not None else None
    given = first if first is not None and first.type == "string" else named
    return text(given).strip("\"'") if given is not None else None
