"""Which table a diesel expression means: `users`, `users::table.find(1)`, a struct that belongs to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tree_sitter import Node

from grammars.rust.bindings import is_local
from grammars.rust.expressions import INNER, callee, children, last_name, text
from grammars.rust.items import attributes, item, known, plain, snake_case, type_of, unknown
from grammars.syntax import Reader
from scanner.model.template import Template

TABLE_NAME = re.compile(r"(?:diesel\s*\(.*?|^)\btable_name\s*=\s*\"?(?:\w+::)*(\w+)", re.DOTALL)
_DERIVES = re.compile(
    r"\bderive\b.*\b(?:Insertable|AsChangeset|Identifiable|Queryable|HasQuery)\b", re.DOTALL
)
_ALIAS = re.compile(rb"\b(\w+)(?:::(?:dsl|table))?\s+as\s+(\w+)\s*[,;}]")
_TABLE = re.compile(
    rb"table!\s*[{(]\s*(?:use [^;]*;\s*|//[^\n]*\n\s*)*"
    rb"(?:#\[sql_name\s*=\s*\"([^\"]*)\"\]\s*)?(?:(\w+)\.)?(\w+)\s*\([^)]*\)\s*\{"
)
MAX_HOPS = 6


def table(reader: Reader, node: Node, hops: int = 0) -> Template:
    """Return the table that a target of `insert_into`, `update` or `delete` means."""
    root, is_called = _root(node)
    path = [plain(part) for part in re.split(r"\s*::\s*", text(root)) if part]
    if path[-1:] == ["table"] and len(path) > 1:
        return known(reader, declared(reader, path[-2]), root)
    if root.type == "call_expression":
        return (
            _of_struct(reader, root, path[0])
            if path[1:2] and "belonging_to" in path[1]
            else unknown(reader, node)
        )
    if root.type == "identifier":
        return _named(reader, root, node, is_called, hops)
    if root.type in ("self", "struct_expression") and not is_called:
        return _of_struct(reader, root, type_of(reader, root))
    if root.type == "scoped_identifier" and path[-1][:1].islower():
        return known(reader, declared(reader, path[-1]), root)
    return unknown(reader, node)


def _root(node: Node) -> tuple[Node, bool]:
    """Return what the methods of a query are called on, and whether there are any."""
    is_called = False
    while True:
        if node.type == "call_expression":
            function, _ = callee(node)
            base = function.child_by_field_name("value") if function is not None else None
            if base is None:
                return node, is_called
            is_called = is_called or last_name(function) not in ("clone", "as_ref")
            node = base
        elif node.type in INNER and children(node):
            node = children(node)[-1]
        else:
            return node, is_called


def _named(reader: Reader, root: Node, whole: Node, is_called: bool, hops: int) -> Template:
    """Read a simple name: a variable's struct or query, else a table of the schema's own names."""
    if is_local(reader, root):
        resolved = reader.resolve(root)
        if resolved.id != root.id and resolved.type != "struct_expression" and hops < MAX_HOPS:
            found = table(reader, resolved, hops + 1)
            if found.literal is not None:
                return found
        struct = None if is_called else type_of(reader, root)
        return unknown(reader, whole) if struct is None else _of_struct(reader, root, struct)
    if not text(root)[:1].islower():
        return unknown(reader, whole)
    return known(reader, declared(reader, plain(text(root))), root)


def _of_struct(reader: Reader, node: Node, struct: str | None) -> Template:
    owner = item(reader, node, struct) if struct is not None and struct.isidentifier() else None
    if owner is None or struct is None:
        return unknown(reader, node)
    marks = list(attributes(owner))
    named = next((match[1] for each in marks if (match := TABLE_NAME.search(each))), None)
    if named is None and not any(_DERIVES.search(each) for each in marks):
        return unknown(reader, node)
    return known(reader, declared(reader, named or f"{snake_case(struct)}s"), node)


def declared(reader: Reader, name: str) -> str:
    """Return a table's name in the database: an import or the file's own `table!` may give another one."""
    aliases, tables = _names(reader.source)
    name = aliases.get(name, name)
    return tables.get(name, name)


@lru_cache(maxsize=8)
def _names(source: bytes) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what a file's imports call tables, and the database names of the tables that it declares."""
    aliases = {alias.decode(): name.decode() for name, alias in _ALIAS.findall(source)}
    tables: dict[str, str] = {}
    for sql_name, schema, name in _TABLE.findall(source):
        shown = (sql_name or name).decode("utf-8", "replace")
        tables[name.decode()] = f"{schema.decode()}.{shown}" if schema else shown
    return aliases, tables
