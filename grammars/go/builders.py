"""Go's SQL builders: squirrel (and sqrl), goqu, dbr, go-sqlbuilder's cousins that chain from a table.

Source: https://pkg.go.dev/github.com/Masterminds/squirrel, https://doug-martin.github.io/goqu/docs/inserting.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.go.kinds import KINDS
from grammars.kinds.chains import Step, before, steps
from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Operation, Positional, Unread
from scanner.model.template import Part, Template, Text

_OPERATIONS: dict[str, Operation] = {
    "Insert": "insert",
    "InsertInto": "insert",
    "Replace": "insert",
    "Update": "update",
    "Delete": "delete",
    "DeleteFrom": "delete",
}
_BUILDS = frozenset(
    {"ToSql", "ToSQL", "RunWith", "Exec", "ExecContext", "QueryRow", "Suffix", "Where", "Prefix"}
)
_OURS = frozenset(
    {"Columns", "Cols", "Values", "Vals", "Rows", "Rec", "SetMap", "Set", "Record", "Pair", "Select"}
)
_SPACE = re.compile(r"\s")
_UPSERT = re.compile(r"\bon\s+conflict\b.*\bdo\s+update\b", re.IGNORECASE | re.DOTALL)


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of `sq.Insert("t").Columns("a")`, once its chain shows that it is one."""
    operation = _OPERATIONS.get(made.name.rpartition(".")[2])
    chained = steps(KINDS, reader, made)
    named = {step.name for step in chained}
    table = _table(made, reader)
    if operation is None or table is None or not named & (_BUILDS | _OURS):
        return
    if operation == "insert" and not named & _OURS:
        return
    upsert = any(_UPSERT.search(text) for step in chained for text in _texts(step, reader))
    for each in _later(table, chained, reader):
        yield RowCall(
            operation="upsert" if upsert and operation == "insert" else operation,
            table=_first_word(reader.template(each)),
            columns=ColumnList(()) if operation == "delete" else _columns(chained, reader, operation),
            site=reader.site(made.at or made.node),
            via=made.name,
            kind="query-builder",
        )


def _first_word(table: Template) -> Template:
    """Return the name at the start of `shop_item i` or `shop_item i USING shop_order o`."""
    parts: list[Part] = []
    for part in table.parts:
        space = _SPACE.search(part.value) if isinstance(part, Text) else None
        if isinstance(part, Text) and space is not None:
            return Template((*parts, replace(part, value=part.value[: space.start()])))
        parts.append(part)
    return table


def _later(table: Node, chained: Sequence[Step], reader: Reader) -> list[Node]:
    """Return what names the table: where that is empty, each of those that `Into("t")` gives it later."""
    steps = [step.call.positional for step in chained if step.name in ("Into", "Table", "From")]
    later = [given[0] for given in steps if given]
    return later if later and reader.template(table).literal == "" else [table]


def _table(made: Call, reader: Reader) -> Node | None:
    """Return what names the table: the argument, or that of `From("t")` before the verb (goqu)."""
    if len(made.positional) == 1:
        return made.positional[0]
    sources = (each for each in before(KINDS, made) if each.name.rpartition(".")[2] in ("From", "Into"))
    return next((each.positional[0] for each in sources if len(each.positional) == 1), None)


def _texts(step: Step, reader: Reader) -> Iterator[str]:
    if step.name in ("Suffix", "OnConflict"):
        for each in step.call.positional:
            yield reader.template(each).literal or (each.text or b"").decode("utf-8", "replace")


def _columns(chained: Sequence[Step], reader: Reader, operation: Operation) -> Columns | Unread:
    columns: ColumnList | None = None
    unread: Unread | None = None
    for step in chained:
        found = _named(step, reader, operation)
        if isinstance(found, Unread):
            unread = unread or found
            columns = replace(columns or ColumnList(()), complete=False, reason=found.reason)
        elif found is not None and step.name == "SetMap" and step.sure:
            columns = found
        elif found is not None:
            columns = _joined(columns or ColumnList(()), found, step.sure)
    if columns is None:
        return Positional() if operation == "insert" else Unread("what it sets is not said where it is built")
    if columns.certain or columns.possible or columns.complete:
        return columns
    return unread or Unread("its columns are not known here")


def _named(step: Step, reader: Reader, operation: Operation) -> ColumnList | Unread | None:
    """Return the columns that one method names."""
    given = step.call.positional
    match step.name:
        case "Columns" | "Cols":
            return _names(given, reader)
        case "SetMap" | "Rows" | "Record" if given:
            return reader.row(given[0])
        case "Set" if len(given) == 1:
            return reader.row(given[0])
        case "Set" | "Pair" if len(given) == 2:
            name = reader.template(given[0]).literal
            nulls = (name,) if name and KINDS.nulls.issuperset({given[1].type}) else ()
            return ColumnList((name,), nulls=nulls) if name else Unread("a column's name is computed")
        case _:
            return None


def _names(given: Sequence[Node], reader: Reader) -> ColumnList | Unread:
    if len(given) == 1 and given[0].type in ("variadic_argument", "identifier", "composite_literal"):
        inner = given[0].named_children[0] if given[0].type == "variadic_argument" else given[0]
        literal = reader.template(inner).literal
        return reader.row(inner) if literal is None else ColumnList((literal,))
    names = [reader.template(each).literal for each in given]
    known = tuple(name for name in names if name)
    return ColumnList(known, complete=len(known) == len(names))


def _joined(columns: ColumnList, found: ColumnList, sure: bool) -> ColumnList:
    certain = tuple(dict.fromkeys((*columns.certain, *(found.certain if sure else ()))))
    possible = (*columns.possible, *found.possible, *(() if sure else found.certain))
    return ColumnList(
        certain,
        tuple(name for name in dict.fromkeys(possible) if name not in certain),
        columns.complete and found.complete,
        tuple(dict.fromkeys((*columns.nulls, *found.nulls))),
        reason=columns.reason or found.reason,
    )


LIBRARY = Library(
    "squirrel",
    sinks=frozenset({"squirrel", "sqrl", "goqu", "dbr"}),
    common=frozenset(_OPERATIONS),
    marks=re.compile(rb'"[^"\n]*/(?:squirrel|sqrl|goqu|dbr)(?:/v\d+)?"'),
    read=read,
)
