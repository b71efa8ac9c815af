"""Texts that a setting, the environment's default or a model gives: `getattr(settings, "X", "y")`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from grammars.syntax import Deferred, Held, Opaque, Pieces


def named_elsewhere(node: Node, owner: str, name: str, values: Sequence[Node]) -> Pieces | None:
    """Return the text of `getattr(settings, "X", "y")`, of `os.environ.get("X", "y")`, of a quoted name."""
    if name == "quote_name" and len(values) == 1:
        return (values[0],)
    if (owner, name) in (("os", "getenv"), ("os.environ", "get"), ("environ", "get")):
        return (values[1],) if len(values) == 2 else None
    if name != "getattr" or owner or len(values) < 2 or values[1].type != "string":
        return None
    path = f"{text_of(values[0])}.{text_of(values[1])[1:-1]}"
    return (Held(path, node, tuple(values[2:3])),) if re.fullmatch(r"[\w.]+", path) else None


def of_model(node: Node) -> Pieces | None:
    """Return the hole that the models fill of `self.model._meta.db_table`, once `model` is given a class."""
    options = node.child_by_field_name("object")
    owner = options.child_by_field_name("object") if options is not None else None
    if owner is None or owner.type == "call" or not text_of(node).endswith("._meta.db_table"):
        return None
    if text_of(owner).rpartition(".")[2][:1].isupper():
        return None

    def known(value: Node) -> Pieces | None:
        model = text_of(value)
        is_class = re.fullmatch(r"(?:\w+\.)*[A-Z]\w*", model) is not None
        return (Opaque(f"{model}._meta.db_table", node.start_byte),) if is_class else None

    return (Deferred(owner, known),)


def text_of(node: Node | None) -> str:
    """Return a node's source, "" for None."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
