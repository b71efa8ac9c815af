"""SeaORM's models: the table that an entity's module says, and the fields that an ActiveModel sets.

Source: https://www.sea-ql.org/SeaORM/docs/generate-entity/entity-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.rust.chain import scope_of, uses
from grammars.rust.expressions import children, last_name, text
from grammars.rust.items import attributes, item, known, plain, snake_case, unknown
from grammars.rust.rows import entries, is_null
from grammars.syntax import Entry, Reader, Trail
from scanner.model.statement import ColumnList, Operation
from scanner.model.template import Template

_TABLE_NAME = re.compile(r"\btable_name\s*=\s*\"([^\"]*)\"")
_SCHEMA_NAME = re.compile(r"\bschema_name\s*=\s*\"([^\"]*)\"")
_IMPORT = rb"\buse\s+(?:\w+::)*(\w+)::(?:\{[^}]*\b)?(?:(\w+)\s+as\s+)?%s\b"
_LEFT_OUT = re.compile(r"(?:\w+::)*(?:NotSet|Unchanged\b|unchanged\b|not_set\b|default\b)")
_EMPTY = re.compile(r"\bdefault\(\)|ActiveModel::new\(\)")


def table(reader: Reader, owner: Node) -> Template:
    """Return the table of an entity or model: `Entity`, `fruit::ActiveModel`, `Fruit`."""
    return table_at(reader, owner, text(owner))


def table_at(reader: Reader, near: Node, path: str) -> Template:
    """Return the table that a path's module names at its `Model`."""
    for module in _modules(reader, re.sub(r"\s", "", path)):
        model = item(reader, near, f"{module}::Model" if module else "Model")
        marks = list(attributes(model)) if model is not None else []
        name = next((match[1] for mark in marks if (match := _TABLE_NAME.search(mark))), None)
        schema = next((match[1] for mark in marks if (match := _SCHEMA_NAME.search(mark))), None)
        if name is not None:
            return known(reader, f"{schema}.{name}" if schema else name, near)
    return unknown(reader, near)


def _modules(reader: Reader, path: str) -> tuple[str, ...]:
    """Return the modules that an entity may be of, empty for this file's own.

    `Fruit` is what a prelude calls the entity of `fruit` or `fruits`.
    """
    owner, _, name = path.rpartition("::")
    owner = owner.rpartition("::")[2]
    if name not in ("Entity", "ActiveModel", "Model"):
        return snake_case(name), f"{snake_case(name)}s"
    imported = re.search(_IMPORT % re.escape((owner or name).encode()), reader.source)
    if imported is not None and (imported[2] or not owner):
        return (bytes(imported[2] or imported[1]).decode(),)
    return ("" if owner in ("self", "super", "Self") else owner,)


def columns(reader: Reader, node: Node, operation: Operation) -> ColumnList:
    """Return the fields that a literal, and later assignments to its fields, set."""
    certain: list[str] = []
    nulls: list[str] = []
    reason = None
    for entry in entries(node) or ():
        if not isinstance(entry, Entry):
            kept = operation == "update" and text(entry.node).endswith(".into()")
            if not (kept or _EMPTY.search(text(entry.node))):
                reason = f"the rest is {text(entry.node)[:60]}"
        elif isinstance(entry.key, str) and not (entry.value and _LEFT_OUT.match(text(entry.value))):
            certain.append(plain(entry.key))
            nulls += [plain(entry.key)] if entry.value is not None and _null(entry.value) else []
    later = assigned(reader, node)
    named = tuple(dict.fromkeys((*certain, *later.certain)))
    return ColumnList(
        named,
        tuple(name for name in later.possible if name not in named),
        complete=reason is None and later.complete,
        nulls=tuple(dict.fromkeys((*nulls, *later.nulls))),
        reason=reason or later.reason,
    )


def assigned(reader: Reader, value: Node) -> ColumnList:
    """Return the fields that are set on the variable which is declared as an expression."""
    trail = reader.trail(value)
    declared = next((each for each in reversed(trail[-4:]) if each.type == "let_declaration"), None)
    pattern = declared.child_by_field_name("pattern") if declared is not None else None
    if declared is None or pattern is None or pattern.type != "identifier":
        return ColumnList(())
    around = {node.id for node in trail}
    found = list(_changes(reader, trail, text(pattern), declared.end_byte))
    sure = {name for name, use, _ in found if name and not _branched(use, around)}
    named = dict.fromkeys(name for name, _, _ in found if name)
    lent = any(not name for name, _, _ in found)
    return ColumnList(
        tuple(name for name in named if name in sure),
        tuple(name for name in named if name not in sure),
        complete=not lent,
        nulls=tuple(dict.fromkeys(name for name, _, null in found if null)),
        reason="a function that is given it may set more" if lent else None,
    )


def _changes(reader: Reader, trail: Trail, name: str, start: int) -> Iterator[tuple[str, Trail, bool]]:
    """Yield the fields that are assigned, with their places; a place that lends it out has no field."""
    for use in uses(reader, scope_of(trail), name, start):
        parent, outer = use[-2], use[-3]
        if parent.type == "let_declaration" and parent.child_by_field_name("pattern") == use[-1]:
            return
        if parent.type == "reference_expression" and text(parent).startswith("&mut "):
            yield "", use, False
        if outer.type == "assignment_expression" and outer.child_by_field_name("left") == parent:
            value = outer.child_by_field_name("right")
            yield plain(last_name(parent)), use, value is not None and _null(value)


def _branched(use: Trail, around: set[int]) -> bool:
    return any(each.type.startswith(("if_", "match_", "for_")) and each.id not in around for each in use)


def _null(value: Node) -> bool:
    """Return whether a field is set to None: `Set(None)`."""
    inner = children(value.child_by_field_name("arguments")) if value.type == "call_expression" else []
    return len(inner) == 1 and is_null(inner[0])
