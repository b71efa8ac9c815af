"""Prints the syntax tree of a file, with field names: `python -m tests.grammars.tree LANGUAGE FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from tree_sitter import Node, Parser

import grammars


def lines(node: Node, field: str | None = None, depth: int = 0) -> list[str]:
    """Return a line for each named node: its field, its kind, and the text of one that holds no other."""
    text = "" if node.named_children else (node.text or b"").decode("utf-8", "replace")[:40]
    found = [f"{'  ' * depth}{f'{field}: ' if field else ''}{node.type} {text}".rstrip()]
    for index, child in enumerate(node.children):
        if child.is_named:
            found += lines(child, node.field_name_for_child(index), depth + 1)
    return found


def main(language: str, file: str) -> None:
    grammar = next(each for each in grammars.discover() if each.name == language)
    if not isinstance(grammar, grammars.Grammar):
        sys.exit(f"{language} has no syntax tree")
    label = next(iter(grammar.labels.values()))
    tree = Parser(grammar.load(label)).parse(Path(file).read_bytes())
    sys.stdout.write("\n".join(lines(tree.root_node)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
