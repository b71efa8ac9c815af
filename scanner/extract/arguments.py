"""What a call is given: by position, by keyword, as a key of an object, by the call of what it returns."""

from __future__ import annotations

from tree_sitter import Node

from grammars.syntax import Call, Entry
from scanner.extract.fold import template
from scanner.extract.names import defined
from scanner.extract.tree import Tree
from scanner.model.facts import Argument

MAX_NAMES = 8
"""So many names are followed that stand for each other."""


def argument(tree: Tree, call: Call, which: Argument) -> Node | None:
    """Return an argument of a call, or of the call of what it returns.

    A keyword that has no position may also be a key of an object that is passed: `f({table: "t"})`.
    """
    for _ in range(which.level):
        further = _further(tree, call)
        if further is None:
            return None
        call = further
    given = call.named.get(which.keyword) if which.keyword is not None else None
    if given is None and which.index is not None and which.index < len(call.positional):
        given = call.positional[which.index]
    if given is None and which.index is None and which.keyword is not None:
        members = (_member(tree, each, which.keyword) for each in call.positional)
        given = next((each for each in members if each is not None), None)
    return given if which.member is None or given is None else _member(tree, given, which.member)


def resolved(tree: Tree, node: Node) -> Node:
    """Return what a name is surely defined as in this file, else the node itself."""
    for _ in range(MAX_NAMES):
        found = defined(tree, tree.text(node)[:200], tree.trail(node))
        if found is None or found.definition.value is None or found.definition.kind != "value":
            return node
        node = found.definition.value
    return node


def _further(tree: Tree, call: Call) -> Call | None:
    """Return the call of what a call returns: `f(a)(b)` of `f(a)`."""
    around = tree.trail(call.node)[-2:-1]
    further = tree.grammar.call(around[0]) if around else None
    return further if further is not None and further.at == call.node else None


def _member(tree: Tree, row: Node, key: str) -> Node | None:
    entries = tree.grammar.entries(resolved(tree, row)) or ()
    named = (each for each in entries if isinstance(each, Entry) and _key(tree, each) == key)
    return next((each.value for each in named), None)


def _key(tree: Tree, entry: Entry) -> str | None:
    match entry.key:
        case str(key):
            return key
        case pieces:
            known = [template(tree, piece).literal for piece in pieces if isinstance(piece, Node)]
            return known[0] if len(known) == 1 else None
