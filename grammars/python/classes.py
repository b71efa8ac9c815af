"""Classes of this file and of others, and the classes that they derive from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node, Parser

from grammars.syntax import Reader

MAX_BASES = 30
"""Classes above one class that are followed."""

_ROOT = re.compile(
    r"(?:\w+\.)*(?:\w*Base|\w*Model|SQLModel|DeclarativeBase\w*|MappedAsDataclass|AsyncAttrs|Generic|ABC|object)"
)


def text(node: Node | None) -> str:
    """Return a node's source."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def assignments(owner: Node) -> Iterator[Node]:
    """Yield the assignments of a class's own body."""
    body = owner.child_by_field_name("body")
    for statement in body.named_children if body is not None else ():
        if statement.type == "expression_statement" and statement.named_children[0].type == "assignment":
            yield statement.named_children[0]


def inner(owner: Node, name: str) -> Node | None:
    """Return the class of that name in a class's body, as `class Meta:`."""
    body = owner.child_by_field_name("body")
    found = (
        each for each in (body.named_children if body is not None else ()) if each.type == "class_definition"
    )
    return next((each for each in found if text(each.child_by_field_name("name")) == name), None)


def lineage(reader: Reader, owner: Node) -> tuple[list[Node], str | None]:
    """Return a class with those above it, nearest first, and why some of them may be missing.

    A base that nothing defines is taken for a library's own root when it is called like one.
    """
    found, waiting, reason = [owner], [owner], None
    while waiting and len(found) < MAX_BASES:
        for base in bases(waiting.pop(0)):
            known = find(reader, owner, base)
            if known is None and not _ROOT.fullmatch(base):
                reason = f"the class {base} may map more"
            elif known is not None and all(known.id != each.id for each in found):
                found.append(known)
                waiting.append(known)
    return found, reason


def mapped(node: Node) -> str | None:
    """Return what holds the table's name of a class, of which its capital tells."""
    name = text(node) if node.type in ("identifier", "attribute") else ""
    last = name.rpartition(".")[2]
    return f"{name}.__tablename__" if last[:1].isupper() and not last.isupper() else None


def bases(owner: Node) -> list[str]:
    """Return the names of the classes that a class derives from."""
    listed = owner.child_by_field_name("superclasses")
    given = listed.named_children if listed is not None else []
    named = (each.child_by_field_name("value") if each.type == "subscript" else each for each in given)
    return [text(each) for each in named if each is not None and each.type in ("identifier", "attribute")]


def find(reader: Reader, near: Node, name: str) -> Node | None:
    """Return the class of that name: at the top of this file, else of the one that defines it."""
    simple = name.rpartition(".")[2]
    own = _top(reader.trail(near)[0], simple) if "." not in name else None
    if own is not None:
        return own
    elsewhere = reader.elsewhere(name, near)
    if elsewhere is None or not elsewhere.startswith("class "):
        return None
    from grammars.python import GRAMMAR  # imported here: the grammar is made of its libraries

    return _top(Parser(GRAMMAR.load("python")).parse(elsewhere.encode()).root_node, simple)


def _top(root: Node, name: str) -> Node | None:
    for child in root.named_children:
        made = child.child_by_field_name("definition") if child.type == "decorated_definition" else child
        if (
            made is not None
            and made.type == "class_definition"
            and text(made.child_by_field_name("name")) == name
        ):
            return made
    return None
