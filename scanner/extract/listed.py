"""Lists of column names, the names of expressions, and what is said of one that names no columns here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from grammars.syntax import Trail
from scanner.extract.columns import added, incomplete
from scanner.extract.fold import template
from scanner.extract.names import branches
from scanner.extract.tree import Found, Tree
from scanner.model.statement import ColumnList, Unread

MAX_NAME = 120
_PATH = re.compile(r"[\w$]+(?:(?:\.|::)[\w$]+){0,3}")


def path_of(tree: Tree, node: Node) -> str:
    """Return a name or a path of names, "" for any other expression."""
    name = tree.text(node) if node.end_byte - node.start_byte <= MAX_NAME else ""
    return name if _PATH.fullmatch(name) else ""


def names(tree: Tree, strings: Sequence[Node]) -> ColumnList:
    """Return the columns that a list of names gives, as bulk calls take them."""
    known = tuple(name for each in strings if (name := template(tree, each).literal))
    return ColumnList(known, complete=len(known) == len(strings))


def grown(tree: Tree, strings: Sequence[Node], later: Sequence[Found], use: Trail) -> ColumnList:
    """Return the columns of a list of names to which more are appended, some under conditions."""
    columns = names(tree, strings)
    for change in later:
        value, optional = change.definition.value, branches(tree, change, use)
        name = template(tree, value).literal if value is not None else None
        if name and change.definition.kind == "push":
            columns = added(columns, name, null=False, certain=not optional)
        else:
            columns = incomplete(columns, "more is appended to it")
    return columns


def is_listed(tree: Tree, node: Node) -> bool:
    """Return whether an expression is a list of strings, here or in another file."""
    elements = tree.grammar.alternatives(node)
    if elements and len(elements) == 1 and elements[0].type not in tree.grammar.strings:
        return is_listed(tree, elements[0])
    if elements:
        return all(each.type in tree.grammar.strings for each in elements)
    known = tree.made.get(path_of(tree, node))
    return known is not None and known.listed


def unread(tree: Tree, node: Node) -> Unread:
    """Return what is said of a row whose columns nothing tells."""
    expression = " ".join(tree.text(node).split())[:120]
    return Unread(f"the row is {expression}, whose keys are not known here", expression)
