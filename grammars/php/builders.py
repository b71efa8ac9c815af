"""Laravel's query builder, `DB::table('t')->insert([…])`, and Doctrine's `$connection->insert('t', […])`.

Source: https://laravel.com/docs/queries#insert-statements,
https://www.doctrine-project.org/projects/doctrine-dbal/en/current/reference/data-retrieval-and-manipulation.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.kinds.chains import before
from grammars.php.kinds import KINDS
from grammars.syntax import Call, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Operation, Unread

_LARAVEL: dict[str, Operation] = {
    "insert": "insert",
    "insertGetId": "insert",
    "insertOrIgnore": "insert",
    "upsert": "upsert",
    "updateOrInsert": "upsert",
    "update": "update",
    "increment": "update",
    "decrement": "update",
    "delete": "delete",
    "truncate": "truncate",
}
_DOCTRINE: dict[str, Operation] = {"insert": "insert", "update": "update", "delete": "delete"}
_CONNECTION = re.compile(r"(?i)(?:\w*conn(?:ection)?|\w*db|\w*dbal|getConnection)")


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a call on a table that its chain names, or that its first argument does."""
    owner, _, name = made.name.rpartition(".")
    table = next((each for each in before(KINDS, made) if _is_table(each)), None)
    if table is not None and name in _LARAVEL:
        yield _write(made, reader, _LARAVEL[name], table.positional[0], _laravel(made, reader, name))
    elif name in _DOCTRINE and _CONNECTION.fullmatch(owner) and _has_row(made, reader):
        row = ColumnList(()) if name == "delete" else reader.row(made.positional[1])
        yield _write(made, reader, _DOCTRINE[name], made.positional[0], row)


def _has_row(made: Call, reader: Reader) -> bool:
    given = made.positional[1:]
    return bool(given) and reader.resolve(given[0]).type == "array_creation_expression"


def _is_table(step: Call) -> bool:
    return step.name.rpartition(".")[2] == "table" and len(step.positional) > 0


def _laravel(made: Call, reader: Reader, name: str) -> Columns:
    given = made.positional
    match name:
        case "delete" | "truncate":
            return ColumnList(())
        case "increment" | "decrement":
            column = reader.template(given[0]).literal if given else None
            return ColumnList((column,)) if column else Unread("the column's name is not known here")
        case "updateOrInsert" if len(given) > 1:
            return _both(reader.row(given[0]), reader.row(given[1]))
        case _ if given:
            return reader.row(given[0])
        case _:
            return Unread("no row is given where it is called")


def _both(keys: ColumnList | Unread, values: ColumnList | Unread) -> Columns:
    if isinstance(keys, Unread) or isinstance(values, Unread):
        return keys if isinstance(keys, Unread) else values
    return ColumnList(
        tuple(dict.fromkeys((*keys.certain, *values.certain))),
        (*keys.possible, *values.possible),
        keys.complete and values.complete,
        (*keys.nulls, *values.nulls),
    )


def _write(made: Call, reader: Reader, operation: Operation, table: Node, columns: Columns) -> RowCall:
    return RowCall(
        operation=operation,
        table=reader.template(table),
        columns=columns,
        site=reader.site(made.at or made.node),
        via=made.name,
        kind="query-builder",
    )


LIBRARY = Library(
    "laravel-doctrine",
    sinks=frozenset({"insertGetId", "insertOrIgnore", "updateOrInsert", "table", "Connection"}),
    common=frozenset(_LARAVEL),
    marks=re.compile(rb"\bDB::|Illuminate\\|Doctrine\\DBAL|->table\("),
    read=read,
)
