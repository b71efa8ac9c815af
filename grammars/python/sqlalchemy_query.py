"""SQLAlchemy's Query: `session.query(User).filter(…).update({…})` and `.delete()`.

Source: https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.classes import text
from grammars.python.expressions import call, entries
from grammars.syntax import Call, Entry, Library, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread

_OPERATIONS: dict[str, Operation] = {"update": "update", "delete": "delete"}
_SESSION = re.compile(r"session|(?:^|[._])(?:db|conn|connection)$", re.IGNORECASE)


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a query's `update` or `delete`, at the table of the class that it asks."""
    operation = _OPERATIONS.get(made.name.rpartition(".")[2])
    asked = _asked(made)
    if operation is None or asked is None:
        return
    if operation == "update" and len(made.positional) != 1:
        return
    yield RowCall(
        operation=operation,
        table=reader.lookup(f"{text(asked)}.__tablename__", asked),
        columns=ColumnList(()) if operation == "delete" else _set(made.positional[0], reader),
        site=reader.site(made.at or made.node),
        via=made.name,
        kind="orm",
    )


def _asked(made: Call) -> Node | None:
    """Return the class that the query at the start of a chain asks for."""
    node = made.receiver
    while node is not None and (step := call(node)) is not None:
        if step.name.rpartition(".")[2] == "query" and step.receiver is not None:
            given = step.positional
            is_class = len(given) == 1 and text(given[0]).rpartition(".")[2][:1].isupper()
            return given[0] if is_class and _SESSION.search(text(step.receiver)) else None
        node = step.receiver
    return None


def _set(row: Node, reader: Reader) -> ColumnList | Unread:
    """Return the columns of a dict whose keys are names or the class's attributes."""
    columns = reader.row(row)
    if isinstance(columns, ColumnList) and columns.complete:
        return columns
    names = [_attribute(each) for each in entries(reader.resolve(row)) or ()]
    known = tuple(name for name in names if name is not None)
    return ColumnList(known) if known and len(known) == len(names) else columns


def _attribute(entry: object) -> str | None:
    """Return the name of a key such as `User.name` or `"name"`."""
    key = entry.key[0] if isinstance(entry, Entry) and isinstance(entry.key, tuple) else None
    if not isinstance(key, Node) or key.type not in ("attribute", "string"):
        return None
    return text(key).rpartition(".")[2].strip("\"'")


LIBRARY = Library(
    "sqlalchemy-query",
    sinks=frozenset(),
    common=frozenset(_OPERATIONS),
    marks=re.compile(rb"\.query\("),
    read=read,
    cues=(b".query(",),
    opens=re.compile(rb"[.]query\(([A-Za-z0-9_.]*[A-Z]|[ \t]*$)", re.MULTILINE),
)
