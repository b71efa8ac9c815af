"""Structs, enums and their attributes, and the type that an expression has as far as one file tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

from grammars.rust.bindings import declared_type
from grammars.rust.expressions import INNER, callee, children, last_name, text
from grammars.syntax import Reader
from scanner.model.template import Interpolation, Template, Text

_CONTAINERS = re.compile(
    r"\b(?:Vec|Option|Box|Arc|Rc|Cow|Cell|RefCell|Result|impl|dyn|mut|IntoIterator|Item)\b"
)
_SAME_TYPE = frozenset({"clone", "as_ref", "to_vec", "as_slice", "to_owned"}) | frozenset(
    {"map_err", "unwrap", "expect", "ok", "context", "with_context"}
)
_NAME = re.compile(r"(?:r#)?([A-Za-z_]\w*)")


def item(reader: Reader, near: Node, name: str) -> Node | None:
    """Return the struct or enum of that name, a path in this file or another one."""
    simple = name.rpartition("::")[2]
    found = _item(reader.trail(near)[0], reader.source, simple) if simple == name else None
    if found is not None:
        return found
    elsewhere = reader.elsewhere(name, near)
    if elsewhere is None:
        return None
    source = elsewhere.encode()
    return _item(Parser(Language(tree_sitter_rust.language())).parse(source).root_node, source, simple)


def _item(root: Node, source: bytes, name: str) -> Node | None:
    start = _items(source).get(name.encode())
    node = None if start is None else root.descendant_for_byte_range(start, start + 1)
    node = node.parent if node is not None else None
    return node if node is not None and node.type in ("struct_item", "enum_item") else None


@lru_cache(maxsize=8)
def _items(source: bytes) -> Mapping[bytes, int]:
    """Return where the name of each struct and enum of a file stands, the first of each name."""
    found: dict[bytes, int] = {}
    for match in re.finditer(rb"\b(?:struct|enum)\s+(\w+)", source):
        found.setdefault(match[1], match.start(1))
    return found


def with_attributes(node: Node) -> int:
    """Return the byte where an item's attributes begin."""
    start, before = node.start_byte, node.prev_named_sibling
    while before is not None and before.type in ("attribute_item", "line_comment", "block_comment"):
        start, before = before.start_byte, before.prev_named_sibling
    return start


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
    found = _type_of(reader, node)
    return found if found is None else _aliased(reader, node, found)


def _aliased(reader: Reader, near: Node, name: str) -> str:
    """Return what `type Name = …;` says, in the impl around or in the file."""
    impls = [each for each in reader.trail(near) if each.type == "impl_item"]
    for source in (*((each.text or b"") for each in impls), reader.source):
        alias = re.search(rb"\btype\s+%s\s*=\s*([^;]+);" % re.escape(name.encode()), source)
        if alias is not None:
            return _type_name(alias[1].decode("utf-8", "replace")) or name
    return name


def _type_of(reader: Reader, node: Node) -> str | None:
    for _ in range(8):
        following: Node | str | None = None
        match node.type:
            case "struct_expression":
                following = text(node.child_by_field_name("name"))
            case each if each in INNER and children(node):
                following = children(node)[-1]
            case "array_expression" if children(node):
                following = children(node)[0]
            case "call_expression":
                following = _made_by(reader, node)
            case "self":
                around = [each for each in reader.trail(node) if each.type == "impl_item"]
                following = text(around[-1].child_by_field_name("type")) if around else None
            case "identifier":
                resolved = reader.resolve(node)
                following = declared_type(reader, node) or (resolved if resolved.id != node.id else None)
            case _:
                pass
        if not isinstance(following, Node):
            return _type_name(following) if following is not None else None
        node = following
    return None


def _made_by(reader: Reader, call: Node) -> Node | str | None:
    """Return the type that a constructor or a builder is called on, or what a function says it returns."""
    function, _ = callee(call)
    if function is not None and function.type == "identifier":
        return _returned(reader, call, text(function))
    base = function.child_by_field_name("value") if function is not None else None
    path = function.child_by_field_name("path") if function is not None else None
    if base is not None:
        if last_name(function) in _SAME_TYPE:
            return base
        return _built(base) or _by_method(reader, last_name(function), base)
    if text(path).rpartition("::")[2][:1].isupper():
        return text(path)
    return _returned(reader, call, text(function)) if path is not None else None


def _by_method(reader: Reader, method: str, base: Node) -> str | None:
    """Return the type that a method of a known type, or the only one of its name here, returns."""
    owner = type_of(reader, base) if base.type in ("identifier", "self") else None
    return _returned(reader, base, f"{owner}::{method}" if owner else method, owner)


def _returned(reader: Reader, near: Node, function: str, owner: str | None = None) -> str | None:
    """Return the type that a function says that it returns, here or in another file."""
    name = re.escape(function.rpartition("::")[2].encode())
    signature = re.compile(rb"\bfn\s+%s\b[^{;]*?->\s*([^{;]+?)\s*(?:where\b[^{]*)?(?:\{|$)" % name)
    found = {match[1] for match in signature.finditer(reader.source)}
    if not found and (elsewhere := reader.elsewhere(function, near)) is not None:
        found = {match[1] for match in signature.finditer(elsewhere.encode())}
    said = found.pop().decode("utf-8", "replace") if len(found) == 1 else None
    return said if said is None or owner is None else re.sub(r"\bSelf\b", owner, said)


def _built(base: Node) -> str | None:
    """Return the type at the root of a builder's chain: `NewUser::builder().name(x).build()`."""
    for _ in range(60):
        function, _is_macro = callee(base) if base.type == "call_expression" else (None, False)
        if function is None:
            return None
        inner = function.child_by_field_name("value")
        if inner is None:
            path = text(function.child_by_field_name("path"))
            return path if last_name(function) in ("builder", "new", "default") and path else None
        base = inner
    return None


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
