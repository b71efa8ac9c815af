"""psycopg's composed SQL: `sql.SQL("… {}").format(sql.Identifier("t"))`.

Source: https://www.psycopg.org/psycopg3/docs/api/sql.html
"""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Bound, Decoded, Library, Piece, Pieces


def pieces(node: Node) -> Pieces | None:
    """Return what a composable holds: SQL its text, Identifier a quoted name, the rest a bound value."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    arguments = node.child_by_field_name("arguments") if function is not None else None
    if function is None or arguments is None:
        return None
    name = (function.text or b"").rsplit(b".", 1)[-1]
    values = [child for child in arguments.named_children if child.type != "comment"]
    match name:
        case b"SQL" if len(values) == 1:
            return (values[0],)
        case b"Identifier" if values:
            return _identifier(values)
        case b"Placeholder" | b"Literal":
            return (Bound(node),)
        case _:
            return None


def _identifier(values: list[Node]) -> Pieces:
    quoted: list[Piece] = []
    for value in values:
        at = value.start_byte
        quoted += [Decoded('."' if quoted else '"', at), value, Decoded('"', at)]
    return tuple(quoted)


LIBRARY = Library("psycopg", pieces=pieces)
