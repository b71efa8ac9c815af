"""SQLAlchemy ORM: a mapped class inserts every column that it maps, but for those the server fills.

Source: https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html, and for what a flush names
https://docs.sqlalchemy.org/en/20/orm/persistence_techniques.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.expressions import call
from grammars.syntax import Call, Library, Reader, Trail
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})
_SERVER = re.compile(r"\b(?:server_default|FetchedValue|Identity|Computed|Sequence)\b")
_INTEGER = re.compile(r"\b(?:\w*Integer|Mapped\[int\]|Optional\[int\]|int)\b|int \| None")


def declare(trail: Trail, reader: Reader) -> Iterator[RowCall]:
    """Yield the INSERT that a mapped class stands for, at its `__tablename__`."""
    owner = next((node for node in reversed(trail) if node.type == "class_definition"), None)
    assignment = next((node for node in reversed(trail) if node.type == "assignment"), None)
    body = owner.child_by_field_name("body") if owner is not None else None
    name = owner.child_by_field_name("name") if owner is not None else None
    value = assignment.child_by_field_name("right") if assignment is not None else None
    if body is None or name is None or value is None or assignment is None:
        return
    if assignment.child_by_field_name("left") != trail[-1]:
        return
    columns = _mapped(body)
    if not columns:
        return
    bases = owner.child_by_field_name("superclasses") if owner is not None else None
    mixins = len(bases.named_children) > 1 if bases is not None else False
    yield RowCall(
        operation="insert",
        table=reader.template(value),
        columns=ColumnList(columns, complete=not mixins, reason="a mixin may map more" if mixins else None),
        site=reader.site(trail[-1]),
        via=(name.text or b"").decode("utf-8", "replace"),
        kind="orm",
    )


def _mapped(body: Node) -> tuple[str, ...]:
    """Return the columns that an INSERT of the class names."""
    found = [
        column
        for statement in body.named_children
        for node in statement.named_children
        if statement.type == "expression_statement"
        and node.type == "assignment"
        and (column := _column(node)) is not None
    ]
    return tuple(found)


def _column(assignment: Node) -> str | None:
    left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    if left is None or left.type != "identifier":
        return None
    annotation = assignment.child_by_field_name("type")
    source = (assignment.text or b"").decode("utf-8", "replace")
    made = call(right) if right is not None else None
    kind = made.name.rpartition(".")[2] if made is not None else ""
    if kind not in _COLUMNS:
        annotated = annotation is not None and (annotation.text or b"").startswith(b"Mapped[")
        return (left.text or b"").decode() if annotated and right is None else None
    if _SERVER.search(source) or ("primary_key=True" in source and _is_serial(source)):
        return None
    return _written(made) or (left.text or b"").decode("utf-8", "replace")


def _is_serial(source: str) -> bool:
    return (
        _INTEGER.search(source) is not None
        and "autoincrement=False" not in source
        and "default=" not in source
    )


def _written(made: Call | None) -> str | None:
    """Return the name that `Column("other_name", …)` gives."""
    first = made.positional[0] if made is not None and made.positional else None
    if first is None or first.type != "string":
        return None
    return (first.text or b"").decode("utf-8", "replace").strip("\"'")


LIBRARY = Library("sqlalchemy-orm", declared=frozenset({"__tablename__"}), declare=declare)
