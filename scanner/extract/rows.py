"""Row expressions: which columns an object, a dict or a list of them names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from tree_sitter import Node

from grammars.syntax import Call, Entry, Function, Spread, Trail
from scanner.extract.arguments import argument, resolved
from scanner.extract.asking import wanted_row
from scanner.extract.columns import (
    Row,
    added,
    filled,
    incomplete,
    parameters,
    passed,
    spread,
    union,
)
from scanner.extract.fold import template
from scanner.extract.listed import MAX_NAME, grown, is_listed, names, path_of, unread
from scanner.extract.names import branches, changes, defined, definitions, function
from scanner.extract.tree import Found, Tree
from scanner.model.facts import Made
from scanner.model.statement import ColumnList, Unread

MAX_HOPS = 12


class Within(Struct, frozen=True):
    """How far a row has been followed, and the function whose parameters stand for themselves."""

    hops: int = 0
    function: Node | None = None

    def deeper(self) -> Within:
        """Return one hop more."""
        return Within(self.hops + 1, self.function)


TOP = Within()


def row(tree: Tree, node: Node, within: Within = TOP) -> Row:
    """Return the columns of a row expression: what is named on every path, and on some."""
    key = (node.id, 0 if within.function is None else within.function.id)
    known = tree.rows.get(key)
    if known is None:
        tree.rows[key] = unread(tree, node)
        known = tree.rows[key] = _row(tree, node, within)
    return known


def _row(tree: Tree, node: Node, within: Within) -> Row:
    entries = tree.grammar.entries(node)
    if entries is not None:
        return _literal(tree, entries, within)
    if within.hops > MAX_HOPS:
        return unread(tree, node)
    others = _some(tree, tree.grammar.alternatives(node))
    if others and all(other.type in tree.grammar.strings for other in others):
        return names(tree, others)
    if others:
        return union(list(_ways(tree, others, within.deeper())))
    if others is not None:
        return unread(tree, node)
    called = _called(tree, node, within)
    return _named(tree, node, within) if called is None else called


def _some(tree: Tree, nodes: Sequence[Node] | None) -> Sequence[Node] | None:
    """Return the expressions that may be a row: no row is inserted for a null."""
    if nodes is None or len(nodes) < 2:
        return nodes
    return [node for node in nodes if not tree.grammar.is_null(node)]


def _ways(tree: Tree, nodes: Sequence[Node], within: Within) -> Iterator[Row]:
    """Yield the row of each expression; beside a list of names an empty list names nothing."""
    listed = any(is_listed(tree, node) for node in nodes)
    for node in nodes:
        empty = listed and tree.grammar.alternatives(node) == []
        yield ColumnList(()) if empty else row(tree, node, within)


def returned(tree: Tree, node: Node) -> Sequence[Node]:
    """Return what the function that an expression calls may return, when the file defines it."""
    found = _function(tree, node)
    return () if found is None else tree.grammar.results(found)


def _function(tree: Tree, node: Node) -> Node | None:
    """Return the function that an expression calls, when the file defines it."""
    called = tree.grammar.called(node)
    name = "" if called is None else path_of(tree, called)
    return function(tree, name, tree.trail(called)) if called is not None and name else None


def _called(tree: Tree, node: Node, within: Within) -> Row | None:
    """Return the row that a call returns, None when the node is none or its function not known."""
    found = _function(tree, node)
    known = made(tree, found, within) if found is not None else None
    if known is None:
        called = tree.grammar.called(node)
        known = None if called is None else _elsewhere(tree, called)
    return None if known is None else _told(tree, node, known, within)


def _told(tree: Tree, node: Node, known: Made, within: Within) -> Row | None:
    """Return what a function returns to one call of it, None when that is not known."""
    if isinstance(known.columns, Unread):
        return None
    return filled(known, lambda name: _given(tree, node, known, name, within))


def _elsewhere(tree: Tree, name: Node) -> Made | None:
    """Return what another file gives for a name, and remember that it is wanted."""
    path = path_of(tree, name)
    if path:
        tree.ask(wanted_row(tree, path, tree.trail(name)))
    return tree.made.get(path)


def given_by(tree: Tree, node: Node) -> Made:
    """Return the row that a function returns, or that a name is defined as."""
    return made(tree, node) or Made(row(tree, node), listed=is_listed(tree, node))


def made(tree: Tree, function: Node, within: Within = TOP) -> Made | None:
    """Return the row that a function of the file returns, None when it returns nothing."""
    results = _some(tree, tree.grammar.results(function))
    if not results:
        return None
    inside = Within(within.hops + 1, function)
    columns = union([row(tree, each, inside) for each in results])
    known = tree.grammar.function(tree.trail(function)) or Function("", {})
    used = {*parameters(columns)}
    return Made(
        columns,
        {name: each for name, each in known.parameters.items() if name in used or known.rest in used},
        {name: row(tree, each, inside.deeper()) for name, each in known.defaults.items() if name in used},
        known.rest if known.rest in used else None,
    )


def _given(tree: Tree, node: Node, known: Made, name: str, within: Within) -> Row:
    """Return the row that an expression gives to a parameter of the function that it calls."""
    call, which = tree.grammar.call(node), known.parameters.get(name)
    if call is None:
        return Unread(f"what is given to {name} is not known", name)
    if name == known.rest:
        return _rest(tree, call, known, within)
    if call.receiver is not None and _hands_over(tree, node, call):
        given = call.receiver if which is not None and which.index == 0 else None
    else:
        given = None if which is None else argument(tree, call, which)
    if given is None:
        return known.defaults.get(name, ColumnList(()))
    return ColumnList(()) if tree.grammar.is_null(given) else row(tree, given, within.deeper())


def _hands_over(tree: Tree, node: Node, call: Call) -> bool:
    """Return whether a call gives each element of its receiver to the function: `rows.map(toRow)`."""
    called = tree.grammar.called(node)
    return called is not None and any(called.id == each.id for each in call.positional)


def _rest(tree: Tree, call: Call, known: Made, within: Within) -> ColumnList:
    """Return the keywords of a call that are no parameter's own."""
    columns = ColumnList(())
    for name, value in call.named.items():
        if name not in known.parameters:
            columns = added(columns, name, _null(tree, value))
    for each in call.spread:
        columns = spread(columns, row(tree, each, within.deeper()), optional=False)
    return columns


def _literal(tree: Tree, entries: Sequence[Entry | Spread], within: Within) -> ColumnList:
    columns = ColumnList(())
    for entry in entries:
        match entry:
            case Spread(node, optional):
                columns = spread(columns, row(tree, node, within.deeper()), optional)
            case Entry(str() as key, value):
                columns = added(columns, key, _null(tree, value))
            case Entry(pieces, value):
                key = "" if not isinstance(pieces, tuple) else _key(tree, pieces)
                if key:
                    columns = added(columns, key, _null(tree, value))
                else:
                    columns = incomplete(columns, "a key is computed")
    return columns


def _key(tree: Tree, pieces: Sequence[object]) -> str:
    known = [template(tree, piece).literal for piece in pieces if isinstance(piece, Node)]
    return "".join(text or "" for text in known) if all(known) else ""


def _null(tree: Tree, value: Node | None) -> bool:
    return value is not None and tree.grammar.is_null(value)


def _named(tree: Tree, node: Node, within: Within) -> Row:
    """Follow a name to its row, and to the keys that are set on it afterwards."""
    name, use = tree.text(node), tree.trail(node)
    if len(name) >= MAX_NAME or "\n" in name:
        return unread(tree, node)
    found = defined(tree, name, use)
    if found is None or found.definition.value is None or found.definition.kind == "part":
        own = _parameter(tree, node, use, within) if found is None else None
        return own or _imported(tree, node, within)
    value = found.definition.value
    if found.definition.kind == "element":
        return _element(tree, node, value, within)
    later = [each for each in changes(tree, name, found) if each.at < node.start_byte]
    pushed = [each.definition.value for each in later if each.definition.kind == "push"]
    elements = [*(tree.grammar.alternatives(value) or ()), *(each for each in pushed if each is not None)]
    if later and elements and all(each.type in tree.grammar.strings for each in elements):
        return grown(tree, tree.grammar.alternatives(value) or (), later, use)
    if pushed and elements:
        return union([row(tree, each, within.deeper()) for each in elements])
    columns = row(tree, value, within.deeper())
    if isinstance(columns, Unread):
        columns = incomplete(ColumnList(()), f"its row starts as {columns.expression or 'something else'}")
    for change in later:
        columns = _changed(tree, columns, change, use, within)
    return columns if columns.certain or columns.possible or columns.complete else unread(tree, node)


def _element(tree: Tree, node: Node, value: Node, within: Within) -> Row:
    """Return one of the rows of a list; the names of a list of names are none."""
    elements = tree.grammar.alternatives(value)
    if elements is not None:
        rows = [row(tree, each, within.deeper()) for each in elements]
        return union(rows) if rows else unread(tree, node)
    known = row(tree, value, within.deeper()) if value.id != node.id else unread(tree, node)
    return unread(tree, node) if is_listed(tree, resolved(tree, value)) else known


def _imported(tree: Tree, node: Node, within: Within) -> Row:
    """Return the row of a name that another file defines."""
    known = _elsewhere(tree, node)
    return (None if known is None else _told(tree, node, known, within)) or unread(tree, node)


def _parameter(tree: Tree, node: Node, use: Trail, within: Within) -> Row | None:
    """Return a parameter of the function that is being followed as the row that its call will tell."""
    trail = () if within.function is None else tree.trail(within.function)
    known = tree.grammar.function(trail) if trail else None
    name = tree.text(node)
    if known is None or (name not in known.parameters and name != known.rest):
        return None
    found = definitions(tree, name, use)
    first = [each for each in found if each.definition.kind == "opaque"]
    if len(first) != 1 or first[0].scope.id != trail[-1].id:
        return None
    columns = passed(name)
    for change in changes(tree, name, first[0]):
        if change.at < node.start_byte:
            columns = _changed(tree, columns, change, use, within)
    return columns


def _changed(tree: Tree, columns: ColumnList, found: Found, use: Trail, within: Within) -> ColumnList:
    """Add what `row.x = …` or `Object.assign(row, {…})` sets."""
    change, optional = found.definition, branches(tree, found, use)
    if change.kind == "member" and change.key:
        return added(columns, change.key, _null(tree, change.value), certain=not optional)
    if change.value is not None and change.kind == "merge":
        return spread(columns, row(tree, change.value, within.deeper()), optional)
    return incomplete(columns, "a computed key is set on it")
