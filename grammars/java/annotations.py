"""Annotations whose text a library executes: MyBatis, Jdbi, and the native queries of JPA.

Source: https://mybatis.org/mybatis-3/java-api.html, https://jdbi.org/#_sqlupdate,
https://docs.spring.io/spring-data/jpa/reference/jpa/query-methods.html
"""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.java.kinds import KINDS
from grammars.kinds import names, strings
from grammars.kinds.calls import text
from grammars.syntax import Decoded, Piece, Pieces, Trail

_EXECUTED = frozenset(
    "Insert Update Delete Select SqlUpdate SqlBatch SqlQuery SqlScript SQLInsert SQLUpdate SQLDelete".split()
)
"""Also those that read: a write that returns rows stands in them."""
_NATIVE = frozenset({"Query", "NamedNativeQuery", "NativeQuery"})


def silent(trail: Trail) -> bool:
    """Return whether a string is surely not executed; one in an annotation is, where a library says so."""
    around = next((node for node in reversed(trail) if node.type == "annotation"), None)
    return names.silent(KINDS, trail) if around is None else not _is_executed(around)


def _is_executed(annotation: Node) -> bool:
    name = text(annotation.child_by_field_name("name")).rpartition(".")[2]
    native = name != "Query" or re.search(r"\bnativeQuery\s*=\s*true\b", text(annotation)) is not None
    return name in _EXECUTED or (name in _NATIVE and native)


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of; MyBatis joins the strings of a list with spaces."""
    if node.type != "element_value_array_initializer":
        return strings.pieces(KINDS, node)
    joined: list[Piece] = []
    for each in node.named_children:
        joined += [Decoded(" ", each.start_byte), each] if joined else [each]
    return tuple(joined)
