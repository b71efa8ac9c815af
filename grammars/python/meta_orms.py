"""peewee and Tortoise ORM: the table that a class's `Meta` names, and the fields that an INSERT names.

Source: https://docs.peewee-orm.com/en/latest/peewee/models.html, https://tortoise.github.io/models.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.classes import assignments, lineage, text
from grammars.python.expressions import call
from grammars.syntax import Call, Library, Reader, Trail
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList

_KEYS = re.compile(r"(?:Auto|BigAuto|Identity|Serial)\w*")
_RELATIONS = re.compile(r"ForeignKey(?:Field)?|OneToOneField|DeferredForeignKey")
_NONE = re.compile(r"ManyToMany\w*|ReverseRelation|BackwardFK\w*")


def declare(trail: Trail, reader: Reader) -> Iterator[RowCall]:
    """Yield the INSERT that a model stands for, at the `table_name` or `table` of its `Meta`."""
    owners = [node for node in trail if node.type == "class_definition"]
    parent = trail[-2]
    value = parent.child_by_field_name("right")
    if len(owners) < 2 or text(owners[-1].child_by_field_name("name")) != "Meta" or value is None:
        return
    if parent.child_by_field_name("left") != trail[-1] or value.type != "string":
        return
    classes, reason = lineage(reader, owners[-2])
    named = tuple(dict.fromkeys(name for each in classes for name in _columns(each)))
    if named:
        yield RowCall(
            operation="insert",
            table=reader.template(value),
            columns=ColumnList(named, complete=reason is None, reason=reason),
            site=reader.site(trail[-1]),
            via=text(owners[-2].child_by_field_name("name")),
            kind="orm",
        )


def _columns(owner: Node) -> Iterator[str]:
    for assignment in assignments(owner):
        right = assignment.child_by_field_name("right")
        made = call(right) if right is not None else None
        kind = made.name.rpartition(".")[2] if made is not None else ""
        filled = _KEYS.fullmatch(kind) or _NONE.fullmatch(kind)
        if made is not None and kind.endswith("Field") and not filled and not _is_key(made, kind):
            yield _name(text(assignment.child_by_field_name("left")), made, kind)


def _is_key(made: Call, kind: str) -> bool:
    """Return whether the database counts a field up: Tortoise's integer keys."""
    keys = (made.named.get("pk"), made.named.get("primary_key"))
    return "Int" in kind and any(text(key) == "True" for key in keys)


def _name(field: str, made: Call, kind: str) -> str:
    given = made.named.get("column_name") or made.named.get("source_field")
    if given is not None:
        return text(given).strip("\"'")
    return f"{field}_id" if _RELATIONS.fullmatch(kind) and not field.endswith("_id") else field


LIBRARY = Library(
    "peewee-tortoise",
    sinks=frozenset({"peewee", "tortoise", "playhouse"}),
    common=frozenset({"table_name", "table"}),
    declared=frozenset({"table_name", "table"}),
    declare=declare,
    marks=re.compile(rb"\b(?:import|from)\s+(?:peewee|tortoise|playhouse)\b"),
    cues=(b"peewee", b"tortoise", b"playhouse"),
)
