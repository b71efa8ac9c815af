"""COPY without SQL: pgx's `CopyFrom`, lib/pq's `CopyIn`; and the names that pgx quotes.

Source: https://pkg.go.dev/github.com/jackc/pgx/v5#Conn.CopyFrom, https://pkg.go.dev/github.com/lib/pq#CopyIn
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.go.kinds import KINDS
from grammars.kinds.calls import call, text, unwrapped
from grammars.syntax import Call, Decoded, Library, Piece, Pieces, Reader
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Columns, Positional
from scanner.model.template import Template, Text


def pieces(node: Node) -> Pieces | None:
    """Return the quoted name that `pgx.Identifier{"schema", "t"}` and its `Sanitize()` make."""
    made = call(KINDS, node)
    if made is not None and made.receiver is not None and made.name.endswith("Sanitize"):
        return pieces(made.receiver)
    body = node.child_by_field_name("body")
    kind = text(node.child_by_field_name("type"))
    if node.type != "composite_literal" or body is None or kind not in ("pgx.Identifier", "Identifier"):
        return None
    quoted: list[Piece] = []
    for part in (unwrapped(KINDS, child) for child in body.named_children):
        quoted += [Decoded('."' if quoted else '"', part.start_byte), part, Decoded('"', part.end_byte - 1)]
    return tuple(quoted)


def read(made: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the COPY of one call."""
    given = made.positional
    match made.name.rpartition(".")[2]:
        case "CopyFrom" if len(given) == 4:
            yield _copy(made, reader, _table(reader, given[1]), _row(reader, given[2]))
        case "CopyIn" if given:
            yield _copy(made, reader, reader.template(given[0]), _names(reader, given[1:]))
        case "CopyInSchema" if len(given) > 1:
            schema, table = reader.template(given[0]), reader.template(given[1])
            dot = Text(".", reader.site(given[0]).at, verbatim=False)
            name = Template((*schema.parts, dot, *table.parts))
            yield _copy(made, reader, name, _names(reader, given[2:]))
        case _:
            return


def _table(reader: Reader, node: Node) -> Template:
    """Return the name of a table; a list of strings is a pgx.Identifier as well."""
    node = reader.resolve(node) if node.type == "identifier" else node
    body = node.child_by_field_name("body")
    if text(node.child_by_field_name("type")) != "[]string" or body is None:
        return reader.template(node)
    dot = Text(".", reader.site(node).at, verbatim=False)
    names = [reader.template(unwrapped(KINDS, each)).parts for each in body.named_children]
    return Template(tuple(part for name in names for part in (dot, *name))[1:])


def _row(reader: Reader, node: Node) -> Columns:
    return Positional() if node.type == "nil" else reader.row(node)


def _names(reader: Reader, nodes: Sequence[Node]) -> Columns:
    """Return the columns that arguments name; `names...` is a list of them."""
    if len(nodes) == 1 and nodes[0].type == "variadic_argument":
        return reader.row(nodes[0].named_children[0])
    names = [reader.template(each).literal for each in nodes]
    known = tuple(name for name in names if name)
    return ColumnList(known, complete=len(known) == len(names)) if names else Positional()


def _copy(made: Call, reader: Reader, table: Template, columns: Columns) -> RowCall:
    return RowCall(
        operation="copy",
        table=table,
        columns=columns,
        site=reader.site(made.at or made.node),
        via=made.name,
        kind="helper",
        executor="postgres",
    )


LIBRARY = Library("pgx", sinks=frozenset({"CopyFrom", "CopyIn", "CopyInSchema"}), read=read, pieces=pieces)
