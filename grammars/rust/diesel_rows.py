"""What diesel writes for a value: tuples of `column.eq(x)`, Insertable and AsChangeset structs.

Source: https://docs.diesel.rs/2.2.x/diesel/prelude/derive.Insertable.html and derive.AsChangeset.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tree_sitter import Node

from grammars.rust.expressions import INNER, arguments_of, callee, children, last_name, text
from grammars.rust.items import attributes, item, plain, type_of
from grammars.rust.rows import alternatives, is_null
from grammars.syntax import Reader
from scanner.model.statement import ColumnList, Unread

Derive = Literal["Insertable", "AsChangeset"]
_COLUMN_NAME = re.compile(r"\bcolumn_name\s*=\s*\"?(?:\w+::)*([^\"\s,)]+)")
_SKIPS: dict[Derive, str] = {"Insertable": "skip_insertion", "AsChangeset": "skip_update"}
_PRIMARY_KEY = re.compile(r"\bprimary_key\s*\(([^)]*)\)")
_ALL_NULLS = re.compile(r"treat_none_as_null\s*=\s*\"?true")
_MAPS = frozenset({"map", "filter_map", "flat_map", "then", "and_then", "then_some"})
_PASSES = frozenset({"collect", "collect_vec", "clone", "as_slice", "to_vec", "into_iter", "iter"})
MAX_DEPTH = 12


def row(reader: Reader, node: Node, derive: Derive) -> ColumnList | Unread:
    """Return the columns that a value given to `values` or `set` names."""
    said = _Row(reader, derive)
    said.take(node, optional=False, depth=0)
    columns = said.columns()
    if not columns.certain and not columns.possible and said.reason is not None:
        return Unread(said.reason, " ".join(text(node).split())[:120])
    return columns


class _Row:
    """The columns that have been read so far of one value."""

    def __init__(self, reader: Reader, derive: Derive) -> None:
        self.reader = reader
        self.derive = derive
        self.certain: list[str] = []
        self.possible: list[str] = []
        self.nulls: list[str] = []
        self.reason: str | None = None

    def columns(self) -> ColumnList:
        """Return them as a list."""
        certain = tuple(dict.fromkeys(self.certain))
        possible = tuple(dict.fromkeys(name for name in self.possible if name not in certain))
        nulls = tuple(dict.fromkeys(self.nulls))
        return ColumnList(certain, possible, self.reason is None, nulls, (), self.reason)

    def take(self, node: Node, optional: bool, depth: int) -> None:
        """Read a value; what it names is only possible where it is `optional`."""
        inner = children(node)
        if depth > MAX_DEPTH:
            self.reason = "it is nested too deeply"
        elif node.type == "tuple_expression":
            for child in inner:
                self.take(child, optional, depth + 1)
        elif node.type == "array_expression" and inner:
            self.take(inner[0], optional, depth + 1)
        elif (node.type in INNER or node.type == "block") and inner:
            self.take(inner[-1], optional, depth + 1)
        elif node.type == "closure_expression" and (body := node.child_by_field_name("body")) is not None:
            self.take(body, optional, depth + 1)
        elif node.type != "call_expression" or not self._call(node, optional, depth):
            self._struct(node, optional, depth)

    def _call(self, node: Node, optional: bool, depth: int) -> bool:
        """Read `name.eq(x)`, `x.map(|v| name.eq(v))`, `Some(row)`, `rows.iter().map(|r| (…)).collect()`."""
        function, _ = callee(node)
        values, name = arguments_of(node), last_name(function)
        base = function.child_by_field_name("value") if function is not None else None
        if base is None:
            passed = values[:1] if name in ("Some", "Ok") and len(values) == 1 else self._tuples(node)
            for each in passed:
                self.take(each, optional or len(passed) > 1, depth + 1)
            return bool(passed)
        if name == "eq" and len(values) == 1:
            self._column(base, values[0], optional)
        elif name in _MAPS and values:
            listed = any(word in text(base) for word in ("iter(", "iter_mut("))
            self.take(values[-1], optional or not listed, depth + 1)
        elif name in _PASSES:
            self.take(base, optional, depth + 1)
        else:
            return False
        return True

    def _tuples(self, call: Node) -> Sequence[Node]:
        """Return what a function or closure of the file returns, where its type says nothing of it."""
        results = self.reader.returned(call)
        return results if results and all(each.type == "tuple_expression" for each in results) else ()

    def _column(self, path: Node, value: Node, optional: bool) -> None:
        name = plain(re.sub(r"\s", "", text(path)).rpartition("::")[2])
        if not name.isidentifier():
            self.reason = f"a column is {text(path)[:60]}"
            return
        (self.possible if optional else self.certain).append(name)
        if is_null(value):
            self.nulls.append(name)

    def _struct(self, node: Node, optional: bool, depth: int) -> None:
        """Read a value by its struct, by what a name is defined as, or by each of its branches."""
        name = type_of(self.reader, node)
        struct = item(self.reader, node, name) if name else None
        if struct is not None and struct.type == "struct_item" and _derives(struct, self.derive):
            self._fields(struct, optional, depth)
            return
        resolved = self.reader.resolve(node) if node.type == "identifier" else node
        if resolved.id != node.id and resolved.type != "struct_expression":
            self.take(resolved, optional, depth + 1)
            return
        others = alternatives(node) if node.type in ("if_expression", "match_expression") else None
        for other in others or ():
            self.take(other, True, depth + 1)
        if not others:
            shown = name or " ".join(text(node).split())[:60]
            self.reason = f"its columns are those of {shown}, which is not defined in this file"

    def _fields(self, struct: Node, optional: bool, depth: int) -> None:
        marks = list(attributes(struct))
        keys = next(
            (m[1].replace(" ", "").split(",") for each in marks if (m := _PRIMARY_KEY.search(each))), ["id"]
        )
        for field in children(struct.child_by_field_name("body")):
            if field.type != "field_declaration":
                continue
            options = list(attributes(field))
            kind = text(field.child_by_field_name("type"))
            name = next((match[1] for each in options if (match := _COLUMN_NAME.search(each))), None)
            column = plain(name or text(field.child_by_field_name("name")))
            if any("embed" in option for option in options):
                self._embedded(field, kind, optional, depth)
            elif not any(_SKIPS[self.derive] in option for option in options) and not (
                self.derive == "AsChangeset" and column in keys
            ):
                maybe = self.derive == "AsChangeset" and _is_left_out(kind, [*marks, *options])
                (self.possible if optional or maybe else self.certain).append(column)

    def _embedded(self, field: Node, kind: str, optional: bool, depth: int) -> None:
        name = re.sub(r"^.*<|[>&'].*$|\w+::", "", kind).strip()
        struct = item(self.reader, field, name) if name.isidentifier() and depth < MAX_DEPTH else None
        if struct is None or struct.type != "struct_item":
            self.reason = f"it embeds {kind}, which is not defined in this file"
        else:
            self._fields(struct, optional or _is_option(kind), depth + 1)


def _derives(struct: Node, derive: Derive) -> bool:
    return any(re.search(rf"\bderive\b.*\b{derive}\b", each, re.DOTALL) for each in attributes(struct))


def _is_option(kind: str) -> bool:
    return re.match(r"(?:\w+::)*Option\s*<", kind) is not None


def _is_left_out(kind: str, marks: Sequence[str]) -> bool:
    """Return whether a changeset leaves a field out when it is None."""
    return _is_option(kind) and not any(_ALL_NULLS.search(each) for each in marks)
