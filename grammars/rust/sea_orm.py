"""SeaORM: `ActiveModel { name: Set(…), .. }.insert(db)`, `Entity::update_many().col_expr(…)`.

Source: https://www.sea-ql.org/SeaORM/docs/basic-crud/insert/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from grammars.rust.chain import scope_of, steps, uses
from grammars.rust.expressions import callee, children, entries, is_null, last_name, text
from grammars.rust.items import attributes, item, known, plain, unknown
from grammars.rust.sea_query import iden
from grammars.syntax import Call, Entry, Library, Reader, Trail
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_ENTITY_CALLS: dict[str, Operation] = {
    "insert": "insert",
    "insert_many": "insert",
    "update": "update",
    "update_many": "update",
    "delete": "delete",
    "delete_many": "delete",
    "delete_by_id": "delete",
}
_MODEL_CALLS: dict[str, Operation] = {
    "insert": "insert",
    "save": "insert",
    "update": "update",
    "delete": "delete",
}
_TABLE_NAME = re.compile(r"\btable_name\s*=\s*\"([^\"]*)\"")
_SCHEMA_NAME = re.compile(r"\bschema_name\s*=\s*\"([^\"]*)\"")


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of an entity's method, or of the ActiveModel literal that is written."""
    if call.node.type == "struct_expression":
        yield from _literal(call, reader)
    elif "::" in call.name:
        yield from _entity(call, reader)


def _entity(call: Call, reader: Reader) -> Iterator[RowCall]:
    operation = _ENTITY_CALLS.get(call.name.rpartition("::")[2])
    function, _ = callee(call.node)
    owner = function.child_by_field_name("path") if function is not None else None
    if operation is None or owner is None or not last_name(owner)[:1].isupper():
        return
    given = call.positional[0] if call.positional else None
    if given is not None and _model(given) is not None:
        return
    chain = steps(reader, call.node)
    columns: ColumnList | Unread = ColumnList(())
    if operation == "insert" or call.name.endswith("::update"):
        columns = Unread("the model is built elsewhere", text(given)[:120] if given is not None else None)
    elif operation == "update":
        columns = _updated(chain_of=[(step.name, step.arguments) for step in chain], reader=reader)
    yield _write(reader, call, operation, _table(reader, owner), columns, [step.name for step in chain])


def _updated(chain_of: list[tuple[str, tuple[Node, ...]]], reader: Reader) -> ColumnList | Unread:
    certain: list[str] = []
    nulls: list[str] = []
    reason = None
    for name, arguments in chain_of:
        if name == "col_expr" and len(arguments) == 2:
            column = iden(reader, arguments[0])
            if column is None:
                reason = "a column is not known here"
                continue
            certain.append(column)
            nulls += [column] if "Keyword::Null" in text(arguments[1]) or is_null(arguments[1]) else []
        elif name in ("set", "apply_if", "apply_if_some") and arguments:
            reason = f"{name} may set more"
    if not certain:
        return Unread(reason or "the columns are given elsewhere")
    return ColumnList(tuple(certain), complete=reason is None, nulls=tuple(nulls), reason=reason)


def _model(node: Node) -> Node | None:
    """Return the ActiveModel literal that a value is, also in a list or a reference."""
    for _ in range(4):
        if node.type == "struct_expression":
            return node if text(node.child_by_field_name("name")).endswith("ActiveModel") else None
        if node.type not in ("reference_expression", "array_expression") or not children(node):
            return None
        node = children(node)[-1]
    return None


def _literal(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Read an ActiveModel literal by the call that writes it."""
    path = call.node.child_by_field_name("name")
    if path is None or not text(path).endswith("ActiveModel"):
        return
    chain = steps(reader, call.node)
    operation = next((_MODEL_CALLS[step.name] for step in chain if step.name in _MODEL_CALLS), None)
    names = [step.name for step in chain]
    if operation is None:
        operation, names = _given_to(reader, call.node)
    if operation is None:
        return
    columns = _columns(reader, call.node)
    yield _write(reader, call, operation, _table(reader, path), columns, names)


def _given_to(reader: Reader, node: Node) -> tuple[Operation | None, list[str]]:
    """Return the operation of the entity's method that is given the literal, directly or by its name."""
    trail = reader.trail(node)
    places = [trail]
    holder = next((each for each in reversed(trail[-5:]) if each.type == "let_declaration"), None)
    pattern = holder.child_by_field_name("pattern") if holder is not None else None
    if pattern is not None and pattern.type == "identifier":
        places += uses(reader, scope_of(trail), text(pattern), node.end_byte)
    for place in places:
        around = [each for each in place[-6:-1] if each.type == "call_expression"]
        for outer in reversed(around):
            function, _ = callee(outer)
            name = last_name(function)
            path = function.child_by_field_name("path") if function is not None else None
            if path is not None and name in _ENTITY_CALLS:
                return _ENTITY_CALLS[name], [step.name for step in steps(reader, outer)]
    return None, []


def _columns(reader: Reader, node: Node) -> ColumnList:
    """Return the fields that a literal, and later assignments to its fields, set."""
    certain: list[str] = []
    nulls: list[str] = []
    reason = None
    for entry in entries(node) or ():
        if not isinstance(entry, Entry):
            if not re.search(r"\bdefault\(\)|ActiveModel::new\(\)", text(entry.node)):
                reason = f"the rest is {text(entry.node)[:60]}"
            continue
        if not isinstance(entry.key, str) or (entry.value is not None and _kept(entry.value)):
            continue
        certain.append(plain(entry.key))
        nulls += [plain(entry.key)] if entry.value is not None and _null(entry.value) else []
    trail = reader.trail(node)
    parent = trail[-2]
    pattern = parent.child_by_field_name("pattern") if parent.type == "let_declaration" else None
    possible: list[str] = []
    if pattern is not None:
        for name, sure in _assigned(reader, trail, text(pattern)):
            (certain if sure else possible).append(name)
    known_columns = tuple(dict.fromkeys(certain))
    return ColumnList(
        known_columns,
        tuple(name for name in dict.fromkeys(possible) if name not in known_columns),
        complete=reason is None,
        nulls=tuple(nulls),
        reason=reason,
    )


def _assigned(reader: Reader, trail: Trail, name: str) -> Iterator[tuple[str, bool]]:
    around = {node.id for node in trail}
    for use in uses(reader, scope_of(trail), name, trail[-1].end_byte):
        field, assignment = use[-2], use[-3]
        if assignment.type == "assignment_expression" and assignment.child_by_field_name("left") == field:
            branch = any(each.type.startswith(("if_", "match_")) and each.id not in around for each in use)
            yield plain(last_name(field)), not branch


def _kept(value: Node) -> bool:
    """Return whether a field is left out: NotSet, Unchanged(…), ActiveValue::default()."""
    return (
        re.match(r"(?:\w+::)*(?:NotSet|Unchanged\b|unchanged\b|not_set\b|default\b)", text(value)) is not None
    )


def _null(value: Node) -> bool:
    inner = children(value.child_by_field_name("arguments")) if value.type == "call_expression" else []
    return len(inner) == 1 and is_null(inner[0])


def _table(reader: Reader, owner: Node) -> Template:
    """Return the table of this file's own entity; another module's entity is not known here."""
    if last_name(owner) in ("Entity", "ActiveModel") and text(owner.child_by_field_name("path")) in (
        "",
        "self",
        "super",
    ):
        model = item(reader, owner, "Model")
        marks = list(attributes(model)) if model is not None else []
        name = next((m[1] for mark in marks if (m := _TABLE_NAME.search(mark))), None)
        schema = next((m[1] for mark in marks if (m := _SCHEMA_NAME.search(mark))), None)
        if name is not None:
            return known(reader, f"{schema}.{name}" if schema else name, owner)
    return unknown(reader, owner)


def _write(
    reader: Reader,
    call: Call,
    operation: Operation,
    table: Template,
    columns: ColumnList | Unread,
    chain: list[str],
) -> RowCall:
    upsert = operation == "insert" and "on_conflict" in chain and "do_nothing" not in chain
    return RowCall(
        operation="upsert" if upsert else operation,
        table=table,
        columns=columns,
        site=replace(reader.site(call.at or call.node), end_line=call.node.end_point[0] + 1),
        via=call.name,
        kind="orm",
    )


LIBRARY = Library(
    "sea-orm",
    sinks=frozenset(
        {
            "ActiveModel",
            "insert_many",
            "update_many",
            "delete_many",
            "delete_by_id",
            "Entity::insert",
            "Entity::update",
            "Entity::delete",
        }
    ),
    read=read,
)
