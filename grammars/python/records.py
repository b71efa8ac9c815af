"""Classes that stand for a row: dataclasses, attrs, pydantic models and named tuples, by their fields.

Source: https://docs.python.org/3/library/dataclasses.html#dataclasses.asdict
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.classes import bases, text
from grammars.syntax import Entry, Spread

_DECORATED = re.compile(r"@(?:\w+\.)*(?:dataclass|define|frozen|mutable|attrs|s|attributes)\b")
_ROOTS = frozenset({"BaseModel", "NamedTuple", "ABC", "Generic", "object", "Protocol"})
_NO_FIELD = re.compile(r"(?:\w+\.)*(?:ClassVar|InitVar)\b")


def is_record(owner: Node) -> bool:
    """Return whether a class is made of fields: by its decorator, or by a base that makes it so."""
    around = owner.parent
    decorators = around.children if around is not None and around.type == "decorated_definition" else []
    marked = any(_DECORATED.match(text(each)) for each in decorators if each.type == "decorator")
    return marked or any(base.rpartition(".")[2] in ("BaseModel", "NamedTuple") for base in bases(owner))


def fields(owner: Node) -> Iterator[Entry | Spread]:
    """Yield the fields of a class, those of its bases first."""
    listed = owner.child_by_field_name("superclasses")
    for base in listed.named_children if listed is not None else ():
        known = text(base).rpartition(".")[2].partition("[")[0] in _ROOTS
        if base.type in ("identifier", "attribute") and not known:
            yield Spread(base)
    body = owner.child_by_field_name("body")
    for statement in body.named_children if body is not None else ():
        inner = statement.named_children[0] if statement.type == "expression_statement" else statement
        kind = inner.child_by_field_name("type") if inner.type == "assignment" else None
        name = text(inner.child_by_field_name("left"))
        if kind is not None and not name.startswith("_") and not _NO_FIELD.match(text(kind)):
            yield Entry(name, None)
