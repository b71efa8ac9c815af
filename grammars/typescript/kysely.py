"""Kysely's builder: `db.insertInto('t').values({…}).onConflict((oc) => oc.column('a').doUpdateSet({…}))`.

Source: https://kysely-org.github.io/kysely-apidoc/classes/Kysely.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Call, Library, Reader, Setting
from grammars.typescript import chain
from grammars.typescript.chain import Step
from grammars.typescript.nodes import FUNCTIONS, bare, method, named, results, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_NO_TABLES = frozenset({"object", "arrow_function", "number"})
"""What other methods of these names are given: `catalog.updateTable({ … })`."""


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a chain that begins with a table."""
    if call.receiver is None or len(call.positional) != 1 or call.at is None:
        return
    steps, target, at = chain.after(call, reader), call.positional[0], call.at
    table = chain.table(reader, target)
    if bare(target).type in _NO_TABLES:
        return
    match text(at):
        case "insertInto" | "replaceInto":
            conflict = _conflict(reader, steps)
            operation: Operation = "insert" if conflict is None else "upsert"
            yield chain.write(reader, operation, table, _inserted(reader, steps), at, conflict)
        case "updateTable":
            yield chain.write(reader, "update", table, _set(reader, steps), at)
        case "mergeInto":
            yield _merge(reader, steps, table, at)
        case "deleteFrom":
            for each in named(target) if target.type == "array" else [target]:
                yield chain.write(reader, "delete", chain.table(reader, each), chain.none(), at)
        case _:
            return


def _inserted(reader: Reader, steps: Sequence[Step]) -> ColumnList | Unread:
    if chain.found(steps, "defaultValues"):
        return chain.none()
    columns = chain.found(steps, "columns")
    if columns is not None:
        return chain.names(reader, chain.argument(columns))
    return chain.row(reader, chain.argument(chain.found(steps, "values")), "the values are given elsewhere")


def _set(reader: Reader, steps: Sequence[Step]) -> ColumnList | Unread:
    """Return the columns of every `.set({…})` and `.set('column', value)`."""
    given = [_set_by(reader, step) for step in chain.each(steps, "set")]
    if not given:
        return Unread("the values are given elsewhere")
    return merged(given)


def _set_by(reader: Reader, step: Step) -> ColumnList | Unread:
    if len(step.arguments) == 2:
        columns = chain.names(reader, step.arguments[0])
        is_null = bare(step.arguments[1]).type == "null"
        if isinstance(columns, ColumnList) and is_null:
            return ColumnList(columns.certain, nulls=columns.certain)
        return columns
    return chain.row(reader, chain.argument(step), "the values are given elsewhere")


def merged(given: Sequence[ColumnList | Unread]) -> ColumnList | Unread:
    """Return the columns that several parts of one statement name together."""
    lists = [columns for columns in given if isinstance(columns, ColumnList)]
    reasons = [columns.reason for columns in given if columns.reason]
    if not lists:
        return given[0]
    certain = tuple(dict.fromkeys(name for columns in lists for name in columns.certain))
    return ColumnList(
        certain,
        tuple(dict.fromkeys(name for columns in lists for name in columns.possible if name not in certain)),
        len(lists) == len(given) and all(columns.complete for columns in lists),
        tuple(dict.fromkeys(name for columns in lists for name in columns.nulls)),
        reason=reasons[0] if reasons else None,
    )


def _conflict(reader: Reader, steps: Sequence[Step]) -> ColumnList | None:
    """Return what DO UPDATE sets, None when a conflict changes nothing."""
    step = chain.found(steps, "onConflict", "onDuplicateKeyUpdate")
    given = chain.argument(step)
    if step is None or given is None:
        return None
    if step.name == "onDuplicateKeyUpdate":
        return _known(chain.row(reader, given, ""))
    function = bare(reader.resolve(given))
    for result in results(function) if function.type in FUNCTIONS else ():
        called = method(bare(result))
        while called is not None and called[1] != "doUpdateSet":
            called = method(bare(called[0]))
        if called is not None and called[2]:
            return _known(chain.row(reader, called[2][0], ""))
    return None


def _known(columns: ColumnList | Unread) -> ColumnList:
    if isinstance(columns, ColumnList):
        return columns
    return ColumnList((), complete=False, reason=columns.reason)


def _merge(reader: Reader, steps: Sequence[Step], table: Template, at: Node) -> RowCall:
    inserted = chain.found(steps, "thenInsertValues")
    columns = chain.row(reader, chain.argument(inserted), "") if inserted is not None else chain.none()
    updated = chain.found(steps, "thenUpdateSet", "thenUpdate")
    conflict = _known(chain.row(reader, chain.argument(updated), "")) if updated is not None else None
    return chain.write(reader, "merge", table, columns, at, conflict)


LIBRARY = Library(
    "kysely",
    sinks=frozenset(
        {"insertInto", "replaceInto", "updateTable", "deleteFrom", "mergeInto", "CamelCasePlugin"}
    ),
    read=read,
    folds=Setting(b"CamelCasePlugin", re.compile(rb"new\s+CamelCasePlugin\b")),
)
