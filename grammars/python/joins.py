"""Lists that are joined to a text: of names, of a row's keys, of sums and comprehensions over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tree_sitter import Node

from grammars.syntax import Chosen, Decoded, Deferred, Keys, Piece, Pieces

Style = Literal["text", "names", "assignments"]

_TERMS = 50
_NESTED = 8
"""Lists in a sum, and conditions in one of them, that are followed."""
_SAME = frozenset({"list", "tuple", "sorted", "set"})
"""Functions that give the elements of what they are given."""
_NAME = r"(?:{0}|(?:\w+\.)?Identifier\({0}\)|f(['\"])[\\\"`]*\{{{0}\}}[\\\"`]*\1)"
_SET = (
    r"f(['\"]{{1,3}})[\\\"`]*\{{{0}\}}[\\\"`]*\s*=.*|{0}\s*\+\s*['\"]\s*=.*"
    r"|(?:\w+\.)?SQL\(['\"]\{{\}}\s*=.*\.format\(\s*(?:\w+\.)?Identifier\({0}\).*"
    r"|['\"][\\\"`]*(?:%s|\{{\}})[\\\"`]*\s*=.*(?:%\s*\(?\s*|\.format\(\s*){0}\b.*"
)
"""What an element `{0}` becomes where it is a column's name, and where it is one that is set."""


def join(separator: Node, items: Node) -> Pieces | None:
    """Return the pieces of `", ".join(…)` of a list or of a name that is defined as one."""
    while items.type == "parenthesized_expression" and items.named_children:
        items = items.named_children[0]
    if items.type in ("list", "tuple"):
        return _put_together(separator, items)
    if items.type == "binary_operator":
        return _summed(separator, items)
    source, style = _mapped(items)
    if source is None or style is None:
        return None
    if source.type == "call" or style == "assignments":
        rows = _rows(source) if b"," in (separator.text or b"") else None
        return None if rows is None else (_keys(rows, style),)
    if source.type in ("list", "tuple"):
        return _listed(
            separator, [_quoted(item) if style == "names" else (item,) for item in _values(source)]
        )

    def known(value: Node) -> Pieces | None:
        if value.type == "dictionary":
            return (_keys(source, style),)
        if style == "text":
            return None if value == source else join(separator, value)
        if value.type not in ("list", "tuple"):
            return None
        return _listed(separator, [_quoted(item) for item in _values(value)])

    return (Deferred(source, known, separator, style == "names"),)


def _keys(row: Node, style: Style) -> Keys:
    return Keys(row, "assignments" if style == "assignments" else "names", quoted=style == "names")


def _rows(source: Node) -> Node | None:
    """Return the row, or the list of names, of `row`, `row.keys()` and `list(row)`."""
    while source.type == "call":
        function = source.child_by_field_name("function") or source
        given = _values(source.child_by_field_name("arguments") or source)
        owner, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
        if owner is not None and name is not None and name.text in (b"keys", b"items") and not given:
            source = owner
        elif owner is None and (function.text or b"").decode() in _SAME and len(given) == 1:
            source = given[0]
        else:
            return None
    return source if source.type in ("identifier", "attribute", "list", "tuple", "dictionary") else None


def _summed(separator: Node, items: Node) -> Pieces | None:
    """Return the pieces of a sum of lists."""
    terms: list[Node] = []
    while items.type == "binary_operator" and len(terms) < _TERMS:
        left, right = items.child_by_field_name("left"), items.child_by_field_name("right")
        if left is None or right is None or items.children[1].type != "+":
            return None
        terms, items = [right, *terms], left
    first = join(separator, items) if items.type in ("list", "tuple", "identifier", "attribute") else None
    more = [_more(separator, term) for term in terms]
    if first is None or any(each is None for each in more):
        return None
    return (*first, *(piece for each in more for piece in each or ()))


def _put_together(separator: Node, items: Node) -> Pieces:
    """Return the pieces of a list with those that it spreads."""
    pieces: list[Piece] = []
    for item in _values(items):
        if item.type == "list_splat" and item.named_children:
            pieces += _more(separator, item.named_children[0]) or (separator, item)
        else:
            pieces += [separator, item] if pieces else [item]
    return tuple(pieces)


def _more(separator: Node, items: Node, depth: int = 0) -> Pieces | None:
    """Return the pieces of a list that follows another one, each with the separator before it."""
    while items.type == "parenthesized_expression" and items.named_children:
        items = items.named_children[0]
    if items.type in ("list", "tuple"):
        return tuple(piece for item in _values(items) for piece in (separator, item))
    if items.type == "conditional_expression" and depth < _NESTED:
        branches = (items.named_children[0], items.named_children[-1])
        ways = [_more(separator, branch, depth + 1) for branch in branches]
        known = [way for way in ways if way is not None]
        return (Chosen(tuple(known), items.start_byte),) if len(known) == len(ways) else None
    joined = join(separator, items) if items.type in ("identifier", "attribute") else None
    return None if joined is None else (separator, *joined)


def _listed(separator: Node, items: Sequence[Pieces]) -> Pieces:
    pieces: list[Piece] = []
    for item in items:
        pieces += [separator, *item] if pieces else [*item]
    return tuple(pieces)


def _quoted(item: Node) -> Pieces:
    return (Decoded('"', item.start_byte), item, Decoded('"', item.start_byte))


def _mapped(items: Node) -> tuple[Node | None, Style | None]:
    """Return what is joined, and what becomes of each element of it: its text, a name, or `name = …`.

    `columns`, `row.keys()`, `map(sql.Identifier, columns)`, `(f"{c} = %s" for c in columns)`.
    """
    if items.type in ("identifier", "attribute"):
        return items, "text"
    if items.type == "call" and (items.child_by_field_name("function") or items).text == b"map":
        given = _values(items.child_by_field_name("arguments") or items)
        if len(given) == 2 and (given[0].text or b"").endswith(b"Identifier"):
            return given[1], "names"
    if items.type == "call" and _rows(items) is not None:
        return items, "text"
    if items.type in ("generator_expression", "list_comprehension"):
        return _comprehended(items)
    return None, None


def _comprehended(items: Node) -> tuple[Node | None, Style | None]:
    body, clauses = items.child_by_field_name("body"), items.named_children[1:]
    if body is None or len(clauses) != 1 or clauses[0].type != "for_in_clause":
        return None, None
    source, left = (clauses[0].child_by_field_name(name) for name in ("right", "left"))
    element = left.named_children[0] if left is not None and left.type == "pattern_list" else left
    if element is None or element.type != "identifier" or source is None:
        return None, None
    name, said = (element.text or b"").decode(), (body.text or b"").decode("utf-8", "replace")
    if re.fullmatch(_NAME.format(name), said):
        return source, "names"
    return source, "assignments" if re.fullmatch(_SET.format(name), said, re.DOTALL) else None


def _values(node: Node) -> Sequence[Node]:
    return [child for child in node.named_children if child.type != "comment"]
