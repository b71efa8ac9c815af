"""sea-query: `Query::insert().into_table(Users::Table).columns([Users::Name]).values_panic([…])`.

Source: https://docs.rs/sea-query
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from tree_sitter import Node

from grammars.rust.chain import Step, steps
from grammars.rust.expressions import arguments_of, callee, children, last_name, text
from grammars.rust.items import item, known, option, plain, snake_case, unknown
from grammars.rust.rows import is_null
from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_OPERATIONS: dict[str, Operation] = {"insert": "insert", "update": "update", "delete": "delete"}
_IDEN = re.compile(r"\biden(?:_str)?\s*(?:=|\(\s*rename\s*=)\s*\"([^\"]*)\"")
_PASSED = frozenset({"into_iden", "into", "to_owned", "clone", "into_table_ref", "to_string", "as_str"})
_SETS = frozenset({"value", "value_expr", "col_expr", "set"})
_CONDITIONAL = frozenset({"apply_if", "conditions", "apply"})


class _Said(Struct):
    """What the steps of one builder have said so far."""

    table: Template | None = None
    columns: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    nulls: list[str] = field(default_factory=list)
    conflict: ColumnList | None = None
    reason: str | None = None
    rows: bool = False


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write that a builder makes."""
    operation = _OPERATIONS.get(call.name.rpartition("::")[2])
    if operation is None or call.positional:
        return
    said = _Said()
    for step in steps(reader, call.node):
        _take(said, step, operation, reader)
    if said.table is None:
        return
    columns = ColumnList(
        tuple(said.columns),
        tuple(name for name in said.possible if name not in said.columns),
        complete=said.reason is None,
        nulls=tuple(said.nulls),
        reason=said.reason,
    )
    unread = operation != "delete" and not (columns.certain or columns.possible)
    yield RowCall(
        operation="upsert" if said.conflict is not None else operation,
        table=said.table,
        columns=Unread("the builder's columns are given elsewhere") if unread else columns,
        site=reader.site(call.at or call.node),
        via=call.name,
        kind="query-builder",
        conflict=said.conflict,
    )


def _take(said: _Said, step: Step, operation: Operation, reader: Reader) -> None:
    given = step.arguments[0] if step.arguments else None
    if given is None:
        return
    match step.name:
        case "into_table" | "table" | "from_table":
            said.table = table(reader, given)
        case "columns" if operation == "insert":
            _name(said, step, _list(reader, given), reader)
        case "values" | "values_panic" if operation == "insert":
            values = _list(reader, given) or ()
            said.nulls += [name for name, value in zip(said.columns, values, strict=False) if _nothing(value)]
        case "values" if operation == "update":
            pairs = _list(reader, given)
            for pair in pairs or ():
                _set(said, step, children(pair)[:2], reader)
            if pairs is None:
                said.reason = f"it sets {text(given)[:60]}"
        case each if each in _SETS and operation == "update" and len(step.arguments) > 1:
            _set(said, step, step.arguments, reader)
        case each if each in _CONDITIONAL:
            said.reason = f"{each} may set more"
        case "on_conflict":
            said.conflict = _conflict(given, reader)
        case _:
            pass


def _name(said: _Said, step: Step, items: Sequence[Node] | None, reader: Reader) -> None:
    for each in items or ():
        name = iden(reader, each)
        if name is None:
            said.reason = f"a column is {text(each)[:60]}"
        else:
            (said.possible if step.optional else said.columns).append(name)
    if items is None:
        said.reason = f"the columns are {text(step.arguments[0])[:60]}"


def _set(said: _Said, step: Step, pair: Sequence[Node], reader: Reader) -> None:
    name = iden(reader, pair[0]) if len(pair) > 1 else None
    if name is None:
        said.reason = "a column that it sets is not known here"
        return
    (said.possible if step.optional else said.columns).append(name)
    if _nothing(pair[1]):
        said.nulls.append(name)


def _conflict(given: Node, reader: Reader) -> ColumnList | None:
    """Return the columns of `OnConflict::column(T::A).update_columns([T::B])`, None for do_nothing."""
    said, updates, node = _Said(), False, given
    while node.type == "call_expression":
        function, _ = callee(node)
        name, values = last_name(function), arguments_of(node)
        if name.startswith(("update_", "value")) and values:
            updates = True
            step = Step(name, tuple(values), node)
            if name == "update_columns":
                _name(said, step, _list(reader, values[0]), reader)
            else:
                _name(said, step, values[:1], reader)
        base = function.child_by_field_name("value") if function is not None else None
        if base is None:
            break
        node = base
    return ColumnList(tuple(said.columns), complete=said.reason is None) if updates else None


def _list(reader: Reader, node: Node) -> list[Node] | None:
    """Return the elements of an array, also behind a name, a reference or `.into_iter()`."""
    for _ in range(6):
        if node.type == "array_expression":
            return children(node)
        if node.type in ("reference_expression", "parenthesized_expression"):
            node = children(node)[-1]
        elif node.type == "identifier" and (resolved := reader.resolve(node)).id != node.id:
            node = resolved
        else:
            return None
    return None


def _nothing(value: Node) -> bool:
    """Return whether a value is NULL, also as `None.into()`, `Keyword::Null`, `Expr::value(None)`."""
    for _ in range(6):
        if is_null(value):
            return True
        if value.type != "call_expression":
            return False
        function, _ = callee(value)
        base = function.child_by_field_name("value") if function is not None else None
        inner = arguments_of(value)
        if base is not None and not inner and last_name(function) == "into":
            value = base
        elif base is None and len(inner) == 1:
            value = inner[0]
        else:
            return False
    return False


def table(reader: Reader, node: Node) -> Template:
    """Return a table reference: `Users::Table`, `(Auth::Schema, Users::Table)`, `Alias::new("users")`."""
    if node.type == "tuple_expression":
        names = [iden(reader, part) for part in children(node)]
        return (
            known(reader, ".".join(name or "?" for name in names), node)
            if names[-1]
            else unknown(reader, node)
        )
    name = iden(reader, node, as_table=True)
    return unknown(reader, node) if name is None else known(reader, name, node)


def iden(reader: Reader, node: Node, as_table: bool = False) -> str | None:
    """Return the database name of an identifier; a derived one is the snake case of its Rust name."""
    for _ in range(6):
        match node.type:
            case "string_literal" | "raw_string_literal":
                return reader.template(node).literal
            case "reference_expression" | "tuple_expression" if len(children(node)) == 1:
                node = children(node)[-1]
            case "call_expression":
                function, _ = callee(node)
                base = function.child_by_field_name("value") if function is not None else None
                inner = arguments_of(node)
                if base is not None and last_name(function) in _PASSED:
                    node = base
                elif base is None and len(inner) == 1 and last_name(function) in ("new", "from"):
                    node = inner[0]
                else:
                    return None
            case "scoped_identifier":
                return _variant(reader, node)
            case "identifier" if text(node)[:1].isupper() and (as_table or text(node) != text(node).upper()):
                return _unit(reader, node)
            case "identifier":
                return reader.template(node).literal
            case _:
                return None
    return None


def _variant(reader: Reader, node: Node) -> str | None:
    name, path = plain(last_name(node)), node.child_by_field_name("path")
    owner = last_name(path)
    if not name[:1].isupper() or owner == "Column" or name == "Entity":
        return reader.template(node).literal or (snake_case(name) if owner == "Column" else None)
    enum = item(reader, node, owner)
    named = option(enum, _IDEN) if enum is not None else None
    if name == "Table":
        return named or snake_case(owner)
    for variant in children(enum.child_by_field_name("body") if enum is not None else None):
        if variant.type == "enum_variant" and text(variant.child_by_field_name("name")) == name:
            return option(variant, _IDEN) or snake_case(name)
    return reader.template(node).literal or snake_case(name)


def _unit(reader: Reader, node: Node) -> str:
    struct = item(reader, node, text(node))
    return (option(struct, _IDEN) if struct is not None else None) or snake_case(text(node))


LIBRARY = Library(
    "sea-query",
    sinks=frozenset({"Query::insert", "Query::update", "Query::delete"}),
    read=read,
)
