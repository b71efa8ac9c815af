"""Rust's string expressions.

Source: https://doc.rust-lang.org/reference/tokens.html#string-literals and https://doc.rust-lang.org/std/fmt/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.rust.expressions import arguments_of, callee, last_name, text
from grammars.rust.items import with_attributes
from grammars.syntax import Decoded, Format, Piece, Pieces, Span

_SAME_TEXT = frozenset(
    {
        "to_string", "to_owned", "into", "as_str", "as_ref", "as_bytes", "as_mut", "clone", "cloned", "deref",
        "borrow", "trim", "trim_start", "trim_end", "into_boxed_str", "into_bytes", "into_owned", "as_sql",
        "into_string", "unwrap", "expect",
    }
)  # fmt: skip
_WRAPPERS = frozenset(
    {"String::from", "Cow::from", "Cow::Borrowed", "Cow::Owned", "Arc::from", "Box::from", "Rc::from",
     "AssertSqlSafe", "sqlx::AssertSqlSafe", "SqlSafeStr", "SqlStr::from_static"}
)  # fmt: skip
_FORMATS = frozenset({"format", "formatdoc", "formatcp", "format_args", "const_format", "format_sql"})
_WRITES = frozenset({"write", "writeln", "writedoc"})
_JOINS = frozenset({"concat", "concatcp", "concat_const", "concatc"})
_VERBATIM = frozenset({"indoc", "unindent", "dedent", "str"})
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}
_BRACED = re.compile(r"\{(\w+)\}")


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of, None when the node is none."""
    match node.type:
        case "string_literal" | "char_literal":
            return tuple(_literal(node))
        case "raw_string_literal":
            return tuple(
                Span(child.start_byte, child.end_byte)
                for child in node.children
                if child.type == "string_content"
            )
        case "parenthesized_expression" | "try_expression" | "reference_expression":
            inner = [child for child in node.named_children if child.type not in ("mutable_specifier",)]
            return (inner[0],) if len(inner) == 1 else None
        case "unary_expression" if node.children[0].type == "*":
            return (node.named_children[0],)
        case "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            operator = node.child_by_field_name("operator")
            if left is None or right is None or operator is None or operator.type != "+":
                return None
            return left, right
        case "call_expression":
            return _call(node)
        case "block" if node.named_child_count == 1:
            return (node.named_children[0],)
        case "struct_item" | "enum_item":
            return (Span(with_attributes(node), node.end_byte),)
        case "function_item" if (body := node.child_by_field_name("body")) is not None:
            return (Span(node.start_byte, body.start_byte),)
        case _:
            return None


def _literal(node: Node) -> Iterator[Piece]:
    continued = False
    for child in node.children:
        if child.type == "escape_sequence":
            written = text(child)
            continued = written[1:2] in ("\n", "\r")
            if not continued:
                yield Decoded(_decoded(written), child.start_byte)
        elif child.type == "string_content":
            content = child.text or b""
            blank = len(content) - len(content.lstrip()) if continued else 0
            if blank < len(content):
                continued = False
                yield Span(child.start_byte + blank, child.end_byte)


def _decoded(escape: str) -> str:
    kind = escape[1:2]
    if kind in _ESCAPES and len(escape) == 2:
        return _ESCAPES[kind]
    digits = escape[2:].strip("{}").replace("_", "")
    try:
        return chr(int(digits, 16)) if kind in ("x", "u") else escape
    except (ValueError, OverflowError):
        return escape


def _call(node: Node) -> Pieces | None:
    function, is_macro = callee(node)
    values = arguments_of(node)
    if function is None:
        return None
    if is_macro:
        return _macro(last_name(function), values)
    if function.type == "field_expression":
        return _method(function, values)
    path = "::".join(text(function).replace(" ", "").split("::")[-2:])
    return (values[0],) if path in _WRAPPERS and len(values) == 1 else None


def _macro(name: str, values: Sequence[Node]) -> Pieces | None:
    if name in _FORMATS and values:
        return (_format(values[0], values[1:]),)
    if name in _WRITES and len(values) > 1:
        return (_format(values[1], values[2:]),)
    if name in _JOINS:
        return tuple(values)
    return (values[0],) if name in _VERBATIM and values else None


def _format(base: Node, values: Sequence[Node]) -> Format:
    named: dict[str, Pieces] = {}
    unnamed: list[Pieces] = []
    for value in values:
        left, right = value.child_by_field_name("left"), value.child_by_field_name("right")
        if value.type == "assignment_expression" and left is not None and right is not None:
            named[text(left)] = (right,)
        else:
            unnamed.append((value,))
    return Format(base, "brace", tuple(unnamed), named, captures=True)


def _method(function: Node, values: Sequence[Node]) -> Pieces | None:
    base, field = function.child_by_field_name("value"), function.child_by_field_name("field")
    if base is None or field is None:
        return None
    name = text(field)
    if name in _SAME_TEXT:
        return (base,)
    if name in ("join", "concat"):
        return _join(base, values)
    if name in ("replace", "replacen") and len(values) > 1:
        place = _BRACED.fullmatch(text(values[0]).strip('"'))
        return (Format(base, "brace", named={place[1]: (values[1],)}),) if place else None
    return None


def _join(items: Node, separator: Sequence[Node]) -> Pieces | None:
    if items.type != "array_expression":
        return None
    joined: list[Piece] = []
    for item in items.named_children:
        if "comment" not in item.type:
            joined += [*separator[:1], item] if joined else [item]
    return tuple(joined)
