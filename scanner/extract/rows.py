"""Row expressions: which columns an object, a dict or a list of them names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from grammars.syntax import Entry, Spread, Trail
from scanner.extract.fold import template
from scanner.extract.names import branches, changes, defined, function
from scanner.extract.tree import Found, Tree
from scanner.model.statement import ColumnList, Unread

MAX_HOPS = 12
MAX_NAME = 120
_PATH = re.compile(r"[\w$]+(?:(?:\.|::)[\w$]+){0,3}")

Row = ColumnList | Unread


def row(tree: Tree, node: Node, hops: int = 0) -> Row:
    """Return the columns of a row expression: what is named on every path, and on some."""
    known = tree.rows.get(node.id)
    if known is None:
        tree.rows[node.id] = _unread(tree, node)
        known = tree.rows[node.id] = _row(tree, node, hops)
    return known


def _row(tree: Tree, node: Node, hops: int) -> Row:
    entries = tree.grammar.entries(node)
    if entries is not None:
        return _literal(tree, entries, hops)
    if hops > MAX_HOPS:
        return _unread(tree, node)
    others = _some(tree, tree.grammar.alternatives(node))
    if others and all(other.type in tree.grammar.strings for other in others):
        return _names(tree, others)
    if others is not None:
        return union([row(tree, other, hops + 1) for other in others]) if others else _unread(tree, node)
    results = _some(tree, returned(tree, node))
    if results:
        return union([row(tree, each, hops + 1) for each in results])
    return _named(tree, node, hops)


def _some(tree: Tree, nodes: Sequence[Node] | None) -> Sequence[Node] | None:
    """Return the expressions that may be a row: no row is inserted for a null."""
    if nodes is None or len(nodes) < 2:
        return nodes
    return [node for node in nodes if not tree.grammar.is_null(node)]


def returned(tree: Tree, node: Node) -> Sequence[Node]:
    """Return what the function that an expression calls may return, when the file defines it."""
    called = tree.grammar.called(node)
    name = tree.text(called) if called is not None else ""
    if called is None or len(name) > MAX_NAME or not _PATH.fullmatch(name):
        return ()
    found = function(tree, name, tree.trail(called))
    return () if found is None else tree.grammar.results(found)


def _names(tree: Tree, strings: Sequence[Node]) -> ColumnList:
    """Return the columns that a list of names gives, as bulk calls take them."""
    names = [template(tree, each).literal for each in strings]
    known = tuple(name for name in names if name)
    return ColumnList(known, complete=len(known) == len(names))


def merged(rows: Sequence[Row]) -> Row:
    """Return the columns of rows that are put together into one."""
    if len(rows) == 1:
        return rows[0]
    columns = ColumnList(())
    for each in rows:
        columns = _spread(columns, each, optional=False)
    return columns


def union(rows: Sequence[Row]) -> Row:
    """Return what rows that stand for each other have in common, and what only some name."""
    lists = [each for each in rows if isinstance(each, ColumnList)]
    reasons = [each.reason for each in rows if each.reason]
    if not lists:
        return next(each for each in rows if isinstance(each, Unread))
    certain = [name for name in lists[0].certain if all(name in each.certain for each in lists)]
    if len(lists) < len(rows):
        certain = []
    named = dict.fromkeys(name for each in lists for name in (*each.certain, *each.possible))
    return ColumnList(
        certain=tuple(certain),
        possible=tuple(name for name in named if name not in certain),
        complete=len(lists) == len(rows) and all(each.complete for each in lists),
        nulls=tuple(dict.fromkeys(name for each in lists for name in each.nulls)),
        reason=reasons[0] if reasons else None,
    )


def _literal(tree: Tree, entries: Sequence[Entry | Spread], hops: int) -> ColumnList:
    columns = ColumnList(())
    for entry in entries:
        match entry:
            case Spread(node, optional):
                columns = _spread(columns, row(tree, node, hops + 1), optional)
            case Entry(str() as key, value):
                columns = _with(columns, key, _null(tree, value))
            case Entry(pieces, value):
                key = "" if not isinstance(pieces, tuple) else _key(tree, pieces)
                if key:
                    columns = _with(columns, key, _null(tree, value))
                else:
                    columns = _incomplete(columns, "a key is computed")
    return columns


def _key(tree: Tree, pieces: Sequence[object]) -> str:
    known = [template(tree, piece).literal for piece in pieces if isinstance(piece, Node)]
    return "".join(text or "" for text in known) if all(known) else ""


def _null(tree: Tree, value: Node | None) -> bool:
    return value is not None and tree.grammar.is_null(value)


def _with(columns: ColumnList, key: str, null: bool, certain: bool = True) -> ColumnList:
    """Add a key; a later value replaces an earlier NULL."""
    nulls = tuple(name for name in columns.nulls if name != key or not certain)
    known, possible = columns.certain, columns.possible
    if certain and key not in known:
        known, possible = (*known, key), tuple(name for name in possible if name != key)
    elif not certain and key not in (*known, *possible):
        possible = (*possible, key)
    if null and key not in nulls:
        nulls = (*nulls, key)
    return ColumnList(known, possible, columns.complete, nulls, columns.defaults, columns.reason)


def _incomplete(columns: ColumnList, reason: str) -> ColumnList:
    return ColumnList(
        columns.certain, columns.possible, False, columns.nulls, columns.defaults, columns.reason or reason
    )


def _spread(columns: ColumnList, other: Row, optional: bool) -> ColumnList:
    if isinstance(other, Unread):
        return _incomplete(columns, f"it spreads {other.expression or 'another row'}")
    for name in other.certain:
        columns = _with(columns, name, name in other.nulls, certain=not optional)
    for name in other.possible:
        columns = _with(columns, name, name in other.nulls, certain=False)
    return columns if other.complete else _incomplete(columns, other.reason or "it spreads another row")


def _named(tree: Tree, node: Node, hops: int) -> Row:
    """Follow a name to its row, and to the keys that are set on it afterwards."""
    name, use = tree.text(node), tree.trail(node)
    found = defined(tree, name, use) if len(name) < 120 and "\n" not in name else None
    if found is None or found.definition.value is None or found.definition.kind == "part":
        return _unread(tree, node)
    value = found.definition.value
    if found.definition.kind == "element":
        elements = tree.grammar.alternatives(value)
        if elements is None:
            return row(tree, value, hops + 1) if value.id != node.id else _unread(tree, node)
        return union([row(tree, each, hops + 1) for each in elements]) if elements else _unread(tree, node)
    later = [each for each in changes(tree, name, found) if each.at < node.start_byte]
    pushed = [each.definition.value for each in later if each.definition.kind == "push"]
    elements = [*(tree.grammar.alternatives(value) or ()), *(each for each in pushed if each is not None)]
    if later and elements and all(each.type in tree.grammar.strings for each in elements):
        return _grown(tree, tree.grammar.alternatives(value) or (), later, use)
    if pushed and elements:
        return union([row(tree, each, hops + 1) for each in elements])
    columns = row(tree, value, hops + 1)
    if isinstance(columns, Unread):
        columns = _incomplete(ColumnList(()), f"its row starts as {columns.expression or 'something else'}")
    for change in later:
        columns = _changed(tree, columns, change, use, hops)
    return columns if columns.certain or columns.possible or columns.complete else _unread(tree, node)


def _grown(tree: Tree, names: Sequence[Node], later: Sequence[Found], use: Trail) -> ColumnList:
    """Return the columns of a list of names to which more are appended, some under conditions."""
    columns = _names(tree, names)
    for change in later:
        value, optional = change.definition.value, branches(tree, change, use)
        name = template(tree, value).literal if value is not None else None
        if name and change.definition.kind == "push":
            columns = _with(columns, name, null=False, certain=not optional)
        else:
            columns = _incomplete(columns, "more is appended to it")
    return columns


def _changed(tree: Tree, columns: ColumnList, found: Found, use: Trail, hops: int) -> ColumnList:
    """Add what `row.x = …` or `Object.assign(row, {…})` sets."""
    change, optional = found.definition, branches(tree, found, use)
    if change.kind == "member" and change.key:
        return _with(columns, change.key, _null(tree, change.value), certain=not optional)
    if change.value is not None and change.kind == "merge":
        return _spread(columns, row(tree, change.value, hops + 1), optional)
    return _incomplete(columns, "a computed key is set on it")


def _unread(tree: Tree, node: Node) -> Unread:
    expression = " ".join(tree.text(node).split())[:120]
    return Unread(f"the row is {expression}, whose keys are not known here", expression)
