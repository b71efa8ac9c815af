"""Structs, enums and their attributes, and the type that an expression has as far as one file tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from grammars.rust.chain import scope_of
from grammars.rust.expressions import callee, children, last_name, text
from grammars.syntax import Reader
from scanner.model.template import Interpolation, Template, Text

_CONTAINERS = re.compile(
    r"\b(?:Vec|Option|Box|Arc|Rc|Cow|Cell|RefCell|Result|impl|dyn|mut|IntoIterator|Item)\b"
)
_SAME_TYPE = frozenset({"clone", "as_ref", "to_vec", "as_slice", "to_owned"})
_NAME = re.compile(r"(?:r#)?([A-Za-z_]\w*)")


def item(reader: Reader, near: Node, name: str) -> Node | None:
    """Return the struct or enum of that name in the file."""
    root = reader.trail(near)[0]
    for match in re.finditer(rb"\b(?:struct|enum)\s+%s\b" % re.escape(name.encode()), reader.source):
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type in ("struct_item", "enum_item"):
            return node
    return None


def attributes(node: Node) -> Iterator[str]:
    """Yield the text inside `#[…]` of the attributes of an item, field or variant, nearest first."""
    before = node.prev_named_sibling
    while before is not None and before.type in ("attribute_item", "line_comment", "block_comment"):
        if before.type == "attribute_item":
            yield text(before)[2:-1].strip()
        before = before.prev_named_sibling


def option(node: Node, pattern: re.Pattern[str]) -> str | None:
    """Return what a pattern's first group matches in an item's attributes."""
    return next((match[1] for each in attributes(node) if (match := pattern.search(each))), None)


def snake_case(name: str) -> str:
    """Return a name as `heck` and the derives of sea-query and diesel spell it."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def plain(name: str) -> str:
    """Return an identifier without `r#`."""
    return name.removeprefix("r#")


def type_of(reader: Reader, node: Node) -> str | None:
    """Return the name of an expression's struct: of a literal, a typed name, a constructor."""
    for _ in range(8):
        following: Node | str | None = None
        match node.type:
            case "struct_expression":
                following = text(node.child_by_field_name("name"))
            case "reference_expression" | "parenthesized_expression" | "try_expression" | "await_expression":
                following = children(node)[-1]
            case "array_expression" if children(node):
                following = children(node)[0]
            case "call_expression":
                following = _made_by(node)
            case "self":
                around = [each for each in reader.trail(node) if each.type == "impl_item"]
                following = text(around[-1].child_by_field_name("type")) if around else None
            case "identifier":
                resolved = reader.resolve(node)
                following = _declared(reader, node) or (resolved if resolved.id != node.id else None)
            case _:
                pass
        if not isinstance(following, Node):
            return _type_name(following) if following is not None else None
        node = following
    return None


def _made_by(call: Node) -> Node | str | None:
    """Return the type that a constructor is called on, or what a method passes on."""
    function, _ = callee(call)
    base = function.child_by_field_name("value") if function is not None else None
    path = function.child_by_field_name("path") if function is not None else None
    if base is not None:
        return base if last_name(function) in _SAME_TYPE else None
    return text(path) if path is not None and text(path).rpartition("::")[2][:1].isupper() else None


def _declared(reader: Reader, name: Node) -> str | None:
    """Return the type that a parameter or a `let` states for a name."""
    scope = scope_of(reader.trail(name))
    source = reader.source[scope.start_byte : name.start_byte].decode("utf-8", "replace")
    pattern = rf"(?<![\w.]){re.escape(text(name))}\s*:(?!:)\s*([^=;{{]+?)\s*(?:=|;|,\s*\w+\s*:|,?\s*\)|\|)"
    found = re.findall(pattern, source)
    return found[-1] if found else None


def _type_name(written: str) -> str | None:
    """Return the struct in a type: `NewUser` of `&[super::NewUser<'_>]`."""
    bare = re.sub(r"'\w+|\w+::", "", written)
    names = [name for name in _NAME.findall(_CONTAINERS.sub(" ", bare)) if name[:1].isupper()]
    return names[0] if names else None


def known(reader: Reader, name: str, node: Node) -> Template:
    """Return a table's name as a template at the node that tells it."""
    return Template((Text(name, reader.site(node).at, verbatim=False),))


def unknown(reader: Reader, node: Node) -> Template:
    """Return a table that the file does not tell."""
    return Template((Interpolation(" ".join(text(node).split())[:120], reader.site(node).at),))
