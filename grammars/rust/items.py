"""Structs, enums and their attributes, and the type that an expression has as far as one file tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

from grammars.rust.chain import scope_of, uses
from grammars.rust.expressions import INNER, callee, children, last_name, text
from grammars.syntax import Reader
from scanner.model.template import Interpolation, Template, Text

_CONTAINERS = re.compile(
    r"\b(?:Vec|Option|Box|Arc|Rc|Cow|Cell|RefCell|Result|impl|dyn|mut|IntoIterator|Item)\b"
)
_BINDS = frozenset(
    {"let_declaration", "parameter", "tuple_pattern", "tuple_struct_pattern", "closure_parameters",
     "captured_pattern", "for_expression", "mut_pattern", "ref_pattern", "reference_pattern", "match_pattern"}
)  # fmt: skip
_STATED = r"(?<![\w.])%s\s*:(?!:)\s*([^=;{]+?)\s*(?:=|;|,\s*\w+\s*:|,?\s*\)|\|)"
_LOOPED = r"\bfor\s+(?:mut\s+|&)?%s\s+in\s+&?(?:mut\s+)?(\w+)\b"
_SAME_TYPE = frozenset({"clone", "as_ref", "to_vec", "as_slice", "to_owned"})
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
    for match in re.finditer(rb"\b(?:struct|enum)\s+%s\b" % re.escape(name.encode()), source):
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type in ("struct_item", "enum_item"):
            return node
    return None


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
    """Return the type that a constructor or a builder is called on, or what a method passes on."""
    function, _ = callee(call)
    if function is not None and function.type == "identifier":
        return _returned(reader, text(function))
    base = function.child_by_field_name("value") if function is not None else None
    path = function.child_by_field_name("path") if function is not None else None
    if base is not None:
        return base if last_name(function) in _SAME_TYPE else _built(base)
    return text(path) if path is not None and text(path).rpartition("::")[2][:1].isupper() else None


def _returned(reader: Reader, function: str) -> str | None:
    """Return the type that a function of the file says that it returns."""
    pattern = rb"\bfn\s+%s\b[^{;]*?->\s*([^{;]+?)\s*(?:where\b[^{]*)?\{" % re.escape(function.encode())
    found = re.search(pattern, reader.source)
    return found[1].decode("utf-8", "replace") if found is not None else None


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


def declared_type(reader: Reader, name: Node) -> str | None:
    """Return the type that a parameter or a `let` states for a name, or for the list it is of in a loop."""
    scope = scope_of(reader.trail(name))
    source = reader.source[scope.start_byte : name.start_byte].decode("utf-8", "replace")
    wanted = text(name)
    for _ in range(3):
        found = re.findall(_STATED % re.escape(wanted), source)
        looped = re.search(_LOOPED % re.escape(wanted), source)
        if found or looped is None:
            return str(found[-1]) if found else None
        wanted = looped[1]
    return None


def is_local(reader: Reader, name: Node) -> bool:
    """Return whether a simple name is a parameter or a variable of the function around it."""
    scope = scope_of(reader.trail(name))
    return scope.type == "function_item" and any(
        use[-2].type in _BINDS and use[-2].child_by_field_name("value") != use[-1]
        for use in uses(reader, scope, text(name), scope.start_byte)
        if use[-1].start_byte < name.start_byte
    )


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
