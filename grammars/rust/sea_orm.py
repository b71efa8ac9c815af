"""SeaORM: `ActiveModel { name: Set(…), .. }.insert(db)`, `Entity::update_many().col_expr(…)`.

Source: https://www.sea-ql.org/SeaORM/docs/basic-crud/insert/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.rust.bindings import declared_type
from grammars.rust.chain import Step, scope_of, steps, uses
from grammars.rust.expressions import callee, children, last_name, text
from grammars.rust.items import unknown
from grammars.rust.rows import is_null
from grammars.rust.sea_orm_models import assigned, columns, table, table_at
from grammars.rust.sea_query import iden
from grammars.syntax import Call, Library, Reader
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
_CONNECTION = re.compile(
    r"(?:[&*]|mut\s)*(?:\w+\.)*(?:db|txn?|trx|conn\w*|pool|database|transaction|ctx\.db)(?:\(\))?"
)
_MODEL_PATH = re.compile(r"(?:\w+::)*ActiveModel\b")


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of an entity's method, of an ActiveModel literal, or of a model's own method."""
    if call.node.type == "struct_expression":
        yield from _literal(call, reader)
    elif call.receiver is not None:
        yield from _method(call, call.receiver, reader)
    elif "::" in call.name:
        yield from _entity(call, reader)


def _entity(call: Call, reader: Reader) -> Iterator[RowCall]:
    last = call.name.rpartition("::")[2]
    operation = _ENTITY_CALLS.get(last)
    function, _ = callee(call.node)
    owner = function.child_by_field_name("path") if function is not None else None
    if operation is None or owner is None or not last_name(owner)[:1].isupper():
        return
    given = call.positional[0] if call.positional else None
    if given is not None and _is_model(given):
        return
    chain = steps(reader, call.node)
    said: ColumnList | Unread = ColumnList(())
    if operation == "insert" or last == "update":
        said = Unread("the model is built elsewhere", text(given)[:120] if given is not None else None)
    elif operation == "update":
        said = _updated(chain, reader)
    if last.endswith(("_many", "_by_id")) or any(step.name.startswith("exec") for step in chain):
        yield _write(reader, call, operation, table(reader, owner), said, chain)


def _updated(chain: Sequence[Step], reader: Reader) -> ColumnList | Unread:
    """Return the columns of `.col_expr(Column::Name, …)` steps."""
    certain: list[str] = []
    nulls: list[str] = []
    reason = None
    for step in chain:
        if step.name == "col_expr" and len(step.arguments) == 2:
            column, value = iden(reader, step.arguments[0]), step.arguments[1]
            if column is None:
                reason = "a column is not known here"
                continue
            certain.append(column)
            nulls += [column] if "Keyword::Null" in text(value) or is_null(value) else []
        elif step.name in ("set", "apply_if") and step.arguments:
            reason = f"{step.name} may set more"
    if not certain:
        return Unread(reason or "the columns are given elsewhere")
    return ColumnList(tuple(certain), complete=reason is None, nulls=tuple(nulls), reason=reason)


def _is_model(node: Node) -> bool:
    """Return whether a value is an ActiveModel literal, also in a list or a reference."""
    for _ in range(4):
        if node.type == "struct_expression":
            return text(node.child_by_field_name("name")).endswith("ActiveModel")
        if node.type not in ("reference_expression", "array_expression") or not children(node):
            return False
        node = children(node)[-1]
    return False


def _literal(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Read an ActiveModel literal by the call that writes it."""
    path = call.node.child_by_field_name("name")
    if path is None or not text(path).endswith("ActiveModel"):
        return
    chain = steps(reader, call.node)
    operation = next((_MODEL_CALLS[step.name] for step in chain if step.name in _MODEL_CALLS), None)
    if operation is None:
        operation, chain = _given_to(reader, call.node)
    if operation is not None:
        said = columns(reader, call.node, operation)
        yield _write(reader, call, operation, table(reader, path), said, chain)


def _given_to(reader: Reader, node: Node) -> tuple[Operation | None, list[Step]]:
    """Return the operation of the entity's method that is given the literal, directly or by its name."""
    trail = reader.trail(node)
    places = [trail]
    holder = next((each for each in reversed(trail[-5:]) if each.type == "let_declaration"), None)
    pattern = holder.child_by_field_name("pattern") if holder is not None else None
    if pattern is not None and pattern.type == "identifier":
        places += uses(reader, scope_of(trail), text(pattern), node.end_byte)
    for place in places:
        for outer in (each for each in reversed(place[-6:-1]) if each.type == "call_expression"):
            function, _ = callee(outer)
            path = function.child_by_field_name("path") if function is not None else None
            if path is not None and last_name(function) in _ENTITY_CALLS:
                return _ENTITY_CALLS[last_name(function)], steps(reader, outer)
    return None, []


def _method(call: Call, receiver: Node, reader: Reader) -> Iterator[RowCall]:
    """Read `fruit.update(db)` where `fruit` is no literal: a typed variable, a constructor's result."""
    operation = _MODEL_CALLS.get(last_name(call.at))
    given = call.positional
    if operation is None or len(given) != 1 or not _CONNECTION.fullmatch(text(given[0])):
        return
    value = reader.resolve(receiver) if receiver.type == "identifier" else receiver
    if value.type == "struct_expression":
        return
    literal = _converted(value)
    if literal is not None and operation == "insert":
        target = table_at(reader, receiver, text(literal.child_by_field_name("name")))
        yield _write(reader, call, operation, target, columns(reader, literal, operation), [])
        return
    written = declared_type(reader, receiver) if receiver.type == "identifier" else None
    path = _MODEL_PATH.search(written or "") or _MODEL_PATH.match(text(value))
    target = table_at(reader, receiver, path[0]) if path is not None else unknown(reader, receiver)
    yield _write(reader, call, operation, target, _set(reader, value, receiver, operation), [])


def _converted(value: Node) -> Node | None:
    """Return the `Model` literal of `Model { … }.into_active_model()`: all of its fields are inserted."""
    function, _ = callee(value) if value.type == "call_expression" else (None, False)
    base = function.child_by_field_name("value") if function is not None else None
    converts = last_name(function) in ("into_active_model", "into")
    return base if base is not None and converts and base.type == "struct_expression" else None


def _set(reader: Reader, value: Node, receiver: Node, operation: Operation) -> ColumnList | Unread:
    if operation == "delete":
        return ColumnList(())
    said = assigned(reader, value) if value.id != receiver.id else ColumnList(())
    converted = text(value).endswith((".into()", ".into_active_model()"))
    if operation == "update" and converted and (said.certain or said.possible):
        return said
    reason = said.reason or "the model is built elsewhere"
    if not said.certain and not said.possible:
        return Unread(reason, text(receiver)[:120])
    return replace(said, complete=False, reason=reason)


def _write(
    reader: Reader,
    call: Call,
    operation: Operation,
    target: Template,
    said: ColumnList | Unread,
    chain: Sequence[Step],
) -> RowCall:
    conflict = next((step for step in chain if step.name == "on_conflict" and step.arguments), None)
    upsert = operation == "insert" and conflict is not None and "update" in text(conflict.arguments[0])
    return RowCall(
        operation="upsert" if upsert else operation,
        table=target,
        columns=said,
        site=replace(reader.site(call.at or call.node), end_line=call.node.end_point[0] + 1),
        via=call.name,
        kind="orm",
    )


LIBRARY = Library(
    "sea-orm",
    sinks=frozenset({"ActiveModel", "insert_many", "update_many", "delete_many", "delete_by_id", "sea_orm"}),
    read=read,
    marks=re.compile(rb"sea_orm|ActiveModel|::Entity\b"),
    common=frozenset({"insert", "save", "update", "delete"}),
)
