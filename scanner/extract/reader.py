"""What a library is given to read a file with."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from grammars.syntax import Trail
from scanner.extract import context, fold, rows, texts
from scanner.extract.arguments import resolved
from scanner.extract.asking import wanted_text
from scanner.extract.tree import Tree
from scanner.model.facts import Site
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Template


class FileReader:
    """A parsed file as `grammars.syntax.Reader` shows it."""

    def __init__(self, tree: Tree, path: str) -> None:
        """Read `tree`, which was parsed from the file at `path`."""
        self.tree = tree
        self.path = path
        self.source = tree.source

    def template(self, node: Node) -> Template:
        """Return a string expression as text with holes."""
        return fold.template(self.tree, node, rows.row)

    def row(self, node: Node) -> ColumnList | Unread:
        """Return the columns that a row expression names."""
        return rows.row(self.tree, node)

    def lookup(self, name: str, use: Node) -> Template:
        """Return the text of a name that is not written as such where it is used."""
        return fold.lookup(self.tree, name, use)

    def site(self, node: Node) -> Site:
        """Return where a node stands."""
        return context.site(self.tree, self.path, node)

    def trail(self, node: Node) -> Trail:
        """Return the node with its ancestors."""
        return self.tree.trail(node)

    def uses(self, node: Node) -> Sequence[Trail]:
        """Return the later places that use the name which an expression is given to."""
        return texts.uses(self.tree, self.tree.trail(node))

    def returned(self, call: Node) -> Sequence[Node]:
        """Return what the function that is called may return, when this file defines it."""
        return rows.returned(self.tree, call)

    def elsewhere(self, name: str, near: Node) -> str | None:
        """Return the text that another file gives to a name, and remember that it is wanted."""
        self.tree.ask(wanted_text(self.tree, name, self.tree.trail(near)))
        return self.tree.texts.get(name)

    def resolve(self, node: Node) -> Node:
        """Return what a name is surely defined as in this file, else the node itself."""
        return resolved(self.tree, node)
