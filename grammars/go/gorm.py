"""gorm: what `db.Create(&user)`, `db.Model(&User{}).Updates(…)` and their like write.

Source: https://gorm.io/docs/create.html, https://gorm.io/docs/update.html, https://gorm.io/docs/delete.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from tree_sitter import Node

from grammars.go import models
from grammars.go.kinds import KINDS
from grammars.kinds.calls import text, unwrapped
from grammars.kinds.chains import before
from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Operation, Unread
from scanner.model.template import Template

_OPERATIONS: dict[str, Operation] = {
    "Create": "insert",
    "CreateInBatches": "insert",
    "FirstOrCreate": "insert",
    "Save": "upsert",
    "Update": "update",
    "Updates": "update",
    "UpdateColumn": "update",
    "UpdateColumns": "update",
    "Delete": "delete",
}
_OWNER = re.compile(r"(?i)(?:\w*db|tx|\w*gorm|\w*orm|conn|session)")
_RESULT = re.compile(r"func\s+\w+\([^()]*\)\s*\(?\s*(?:\w+\s+)?([\[\]*\w.]+)")
"""A function's first result, behind its parameters."""
_TYPE = r"\b%s\b(?:\s*,\s*\w+)*\s+(?:\.\.\.)?((?:\[\]|\*)*(?:\w+\.)?\w+)"


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a call that ends a chain on a gorm handle."""
    name = made.name.rpartition(".")[2]
    linked = [*before(KINDS, made)]
    chained = {each.name.rpartition(".")[2]: each for each in linked}
    owner = (linked[-1] if linked else made).name.rpartition(".")[0]
    if not made.positional or not (_OWNER.fullmatch(owner) or chained.keys() & {"Model", "Table", "Clauses"}):
        return
    operation, row = _OPERATIONS[name], made.positional[0]
    struct = _struct(reader, _model(chained, row, operation))
    table = _table(reader, made.node, chained, struct)
    if table is None:
        return
    known = models.model(reader, made.node, struct) if struct is not None else None
    if operation == "delete" and known is not None and known.soft and "Unscoped" not in chained:
        operation = "update"
    columns = _columns(made, reader, operation, known)
    if operation == "insert" and "OnConflict" in _all(chained) and "DoNothing" not in _all(chained):
        operation = "upsert"
    yield RowCall(
        operation=operation,
        table=table,
        columns=_limited(columns, chained, reader, known),
        site=reader.site(made.at or made.node),
        via=made.name,
        kind="orm",
    )


def _all(chained: Mapping[str, Call]) -> str:
    return text(chained["Clauses"].node) if "Clauses" in chained else ""


def _model(chained: Mapping[str, Call], row: Node, operation: Operation) -> Node:
    named = chained["Model"].positional if "Model" in chained else ()
    return named[0] if named and (operation != "insert") else row


def _table(reader: Reader, near: Node, chained: Mapping[str, Call], struct: str | None) -> Template | None:
    if "Table" in chained and chained["Table"].positional:
        return reader.template(chained["Table"].positional[0])
    return models.table(reader, near, struct) if struct is not None else None


def _struct(reader: Reader, node: Node, hops: int = 0) -> str | None:
    """Return the name of an expression's struct: of a literal, of a declared name's type."""
    while node.type in ("unary_expression", "parenthesized_expression") and node.named_children:
        node = node.named_children[-1]
    if node.type == "composite_literal":
        return _plain(text(node.child_by_field_name("type")))
    if node.type == "call_expression" and text(node.child_by_field_name("function")) == "new":
        return _plain(text(node.child_by_field_name("arguments")).strip("()"))
    if node.type == "call_expression" and hops <= 4:
        return _made(reader, node)
    if node.type != "identifier" or hops > 4:
        return None
    resolved = reader.resolve(node)
    if resolved.id != node.id and (found := _struct(reader, resolved, hops + 1)) is not None:
        return found
    around = next((each for each in reversed(reader.trail(node)) if each.type in KINDS.functions), node)
    declared = re.search(_TYPE % re.escape(text(node)), text(around))
    return _plain(declared[1]) if declared is not None else None


def _made(reader: Reader, call: Node) -> str | None:
    """Return the struct that a function of this file or another one says that it returns."""
    function = call.child_by_field_name("function")
    name = re.escape(text(function).rpartition(".")[2])
    said = re.search(rf"\bfunc\s+{name}\b.*", reader.source.decode("utf-8", "replace"))
    signature = said[0] if said is not None else reader.elsewhere(text(function), call)
    result = _RESULT.match(signature or "")
    return None if result is None else _plain(result[1])


def _plain(kind: str) -> str | None:
    name = re.sub(r"^(?:\[\]|\*|&)*(?:\w+\.)?", "", kind)
    return name if re.fullmatch(r"[A-Z]\w*", name) else None


def _columns(made: Call, reader: Reader, operation: Operation, known: models.Model | None) -> Columns:
    name, row = made.name.rpartition(".")[2], made.positional[0]
    if name == "Delete":
        return ColumnList(("deleted_at",) if operation == "update" else ())
    if name in ("Update", "UpdateColumn"):
        column = reader.template(row).literal
        return ColumnList((column,)) if column else Unread("the column's name is not known here")
    if name in ("Updates", "UpdateColumns"):
        return _set(reader, row, known)
    if text(reader.resolve(row)).lstrip("&[]").startswith("map["):
        return reader.row(row)
    return known.columns if known is not None else Unread("the struct's fields are not known here")


def _set(reader: Reader, row: Node, known: models.Model | None) -> Columns:
    """Return what an update sets: a map's keys, or the fields of a struct literal that are not zero."""
    literal = reader.resolve(row) if row.type == "identifier" else row
    while literal.type == "unary_expression":
        literal = literal.named_children[-1]
    if literal.type != "composite_literal" or text(literal.child_by_field_name("type")).startswith("map["):
        return reader.row(row)
    body = literal.child_by_field_name("body")
    pairs = [child for child in body.named_children if child.type == "keyed_element"] if body else []
    named = [text(unwrapped(KINDS, pair.named_children[0])) for pair in pairs]
    return ColumnList(tuple(known.column(each) if known else models.snake_case(each) for each in named))


def _limited(
    columns: Columns, chained: Mapping[str, Call], reader: Reader, known: models.Model | None
) -> Columns:
    """Return the columns that `Select` and `Omit` leave."""
    if not isinstance(columns, ColumnList):
        return columns
    for step, keeps in (("Select", True), ("Omit", False)):
        given = chained[step].positional if step in chained else ()
        names = {reader.template(each).literal or "*" for each in given}
        named = names | {known.column(each) for each in names if known is not None}
        if given and "*" not in names:
            columns = replace(
                columns,
                certain=tuple(each for each in columns.certain if (each in named) is keeps),
                possible=tuple(each for each in columns.possible if (each in named) is keeps),
            )
    return columns


LIBRARY = Library(
    "gorm",
    sinks=frozenset({"gorm"}),
    common=frozenset(_OPERATIONS),
    marks=re.compile(rb'"(?:gorm\.io/gorm|github\.com/jinzhu/gorm)["/]'),
    read=read,
)
