"""What diesel writes for a value: tuples of `column.eq(x)`, Insertable and AsChangeset structs.

Source: https://docs.diesel.rs/2.2.x/diesel/prelude/derive.Insertable.html and derive.AsChangeset.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tree_sitter import Node

from grammars.rust.expressions import (
    INNER,
    alternatives,
    arguments_of,
    callee,
    children,
    is_null,
    last_name,
    text,
)
from grammars.rust.items import attributes, item, plain, type_of
from grammars.syntax import Reader
from scanner.model.statement import ColumnList, Unread

Derive = Literal["Insertable", "AsChangeset"]
_COLUMN_NAME = re.compile(r"\bcolumn_name\s*=\s*\"?(?:\w+::)*([^\"\s,)]+)")
_SKIPS: dict[Derive, str] = {"Insertable": "skip_insertion", "AsChangeset": "skip_update"}
_PRIMARY_KEY = re.compile(r"\bprimary_key\s*\(([^)]*)\)")
_ALL_NULLS = re.compile(r"treat_none_as_null\s*=\s*true|treat_none_as_null\s*=\s*\"true\"")


@dataclass(slots=True)
class _Row:
    """The columns that have been read so far."""

    certain: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    nulls: list[str] = field(default_factory=list)
    reason: str | None = None

    def columns(self) -> ColumnList:
        """Return them as a list."""
        certain = tuple(dict.fromkeys(self.certain))
        possible = tuple(dict.fromkeys(name for name in self.possible if name not in certain))
        return ColumnList(
            certain, possible, self.reason is None, tuple(dict.fromkeys(self.nulls)), (), self.reason
        )


def row(reader: Reader, node: Node, derive: Derive) -> ColumnList | Unread:
    """Return the columns that a value given to `values` or `set` names."""
    said = _Row()
    _take(said, reader, node, derive, optional=False, depth=0)
    columns = said.columns()
    if not columns.certain and not columns.possible and said.reason is not None:
        return Unread(said.reason, " ".join(text(node).split())[:120])
    return columns


def _take(said: _Row, reader: Reader, node: Node, derive: Derive, optional: bool, depth: int) -> None:
    if depth > 12:
        said.reason = "it is nested too deeply"
        return
    match node.type:
        case "tuple_expression":
            for child in children(node):
                _take(said, reader, child, derive, optional, depth + 1)
        case "array_expression" if children(node):
            _take(said, reader, children(node)[0], derive, optional, depth + 1)
        case each if each in INNER and children(node):
            _take(said, reader, children(node)[-1], derive, optional, depth + 1)
        case "call_expression" if _call(said, reader, node, derive, optional, depth):
            pass
        case "closure_expression" | "block":
            body = node.child_by_field_name("body") if node.type == "closure_expression" else None
            last = body if body is not None else (children(node) or [node])[-1]
            if last.id == node.id:
                said.reason = "a closure makes it"
            else:
                _take(said, reader, last, derive, optional, depth + 1)
        case _:
            _struct(said, reader, node, derive, optional, depth)


def _call(said: _Row, reader: Reader, node: Node, derive: Derive, optional: bool, depth: int) -> bool:
    """Read `name.eq(x)`, `x.map(|v| name.eq(v))`, `Some(row)`, `rows.iter().map(|r| (…)).collect()`."""
    function, _ = callee(node)
    values, name = arguments_of(node), last_name(function)
    base = function.child_by_field_name("value") if function is not None else None
    if base is not None and name == "eq" and len(values) == 1:
        column = plain(re.split(r"::", text(base).replace(" ", ""))[-1])
        if not column.isidentifier():
            said.reason = f"a column is {text(base)[:60]}"
            return True
        (said.possible if optional else said.certain).append(column)
        if is_null(values[0]):
            said.nulls.append(column)
        return True
    if (
        base is not None
        and name in ("map", "filter_map", "flat_map", "then", "and_then", "then_some")
        and values
    ):
        rows = any(word in text(base) for word in ("iter(", "iter_mut("))
        _take(said, reader, values[-1], derive, optional or not rows, depth + 1)
        return True
    if base is not None and name in (
        "collect",
        "collect_vec",
        "clone",
        "as_slice",
        "to_vec",
        "into_iter",
        "iter",
    ):
        _take(said, reader, base, derive, optional, depth + 1)
        return True
    if base is None and name in ("Some", "Ok") and len(values) == 1:
        _take(said, reader, values[0], derive, optional, depth + 1)
        return True
    return False


def _struct(said: _Row, reader: Reader, node: Node, derive: Derive, optional: bool, depth: int) -> None:
    name = type_of(reader, node)
    struct = item(reader, node, name) if name else None
    if struct is not None and struct.type == "struct_item" and _derives(struct, derive):
        _fields(said, reader, struct, derive, optional, depth)
        return
    resolved = reader.resolve(node) if node.type == "identifier" else node
    if resolved.id != node.id and resolved.type != "struct_expression":
        _take(said, reader, resolved, derive, optional, depth + 1)
        return
    others = alternatives(node) if node.type in ("if_expression", "match_expression") else None
    for other in others or ():
        _take(said, reader, other, derive, True, depth + 1)
    if not others:
        shown = name or " ".join(text(node).split())[:60]
        said.reason = f"its columns are those of {shown}, which is not defined in this file"


def _derives(struct: Node, derive: Derive) -> bool:
    return any(re.search(rf"\bderive\b.*\b{derive}\b", each, re.DOTALL) for each in attributes(struct))


def _fields(said: _Row, reader: Reader, struct: Node, derive: Derive, optional: bool, depth: int) -> None:
    marks = list(attributes(struct))
    keys = next(
        (m[1].replace(" ", "").split(",") for each in marks if (m := _PRIMARY_KEY.search(each))), ["id"]
    )
    all_nulls = any(_ALL_NULLS.search(each) for each in marks)
    for each in children(struct.child_by_field_name("body")):
        if each.type != "field_declaration":
            continue
        options = list(attributes(each))
        kind = text(each.child_by_field_name("type"))
        name = next((m[1] for text_ in options if (m := _COLUMN_NAME.search(text_))), None)
        column = plain(name or text(each.child_by_field_name("name")))
        if any("embed" in option for option in options):
            _embedded(said, reader, each, kind, derive, optional, depth)
        elif not any(_SKIPS[derive] in option for option in options) and not (
            derive == "AsChangeset" and column in keys
        ):
            maybe = derive == "AsChangeset" and _is_option(kind) and not (all_nulls or _nulls(options))
            (said.possible if optional or maybe else said.certain).append(column)


def _is_option(kind: str) -> bool:
    return re.match(r"(?:\w+::)*Option\s*<", kind) is not None


def _nulls(options: Sequence[str]) -> bool:
    return any(_ALL_NULLS.search(option) for option in options)


def _embedded(
    said: _Row, reader: Reader, each: Node, kind: str, derive: Derive, optional: bool, depth: int
) -> None:
    name = re.sub(r"^.*<|[>&'].*$|\w+::", "", kind).strip()
    struct = item(reader, each, name) if name.isidentifier() and depth < 8 else None
    if struct is None or struct.type != "struct_item":
        said.reason = f"it embeds {kind}, which is not defined in this file"
    else:
        _fields(said, reader, struct, derive, optional or _is_option(kind), depth + 1)
