"""Rust's row literals, and the expressions that another may turn out to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.rust.expressions import INNER, arguments_of, callee, children, last_name, text
from grammars.syntax import Entry, Spread

_COLLECTIONS = frozenset({"from", "from_iter", "Some", "Ok", "new"})
_PASSED_ON = frozenset(
    {"clone", "to_vec", "into_iter", "iter", "into", "as_slice", "to_owned", "as_ref", "collect"}
)


def entries(node: Node) -> Sequence[Entry | Spread] | None:
    """Return the keys of a row: a struct literal, `json!({…})`, a list of `("key", value)` pairs."""
    match node.type:
        case "struct_expression":
            return list(_fields(node.child_by_field_name("body")))
        case "macro_invocation":
            groups = [child for child in node.named_children if child.type == "token_tree"]
            return _object(groups[-1]) if groups else None
        case "array_expression":
            pairs = children(node)
            if pairs and all(_is_pair(pair) for pair in pairs):
                return [Entry((children(pair)[0],), children(pair)[1]) for pair in pairs]
            return None
        case _:
            return None


def _is_pair(node: Node) -> bool:
    parts = children(node) if node.type == "tuple_expression" else []
    return len(parts) == 2 and parts[0].type in (
        "string_literal",
        "raw_string_literal",
        "identifier",
        "call_expression",
    )


def _fields(body: Node | None) -> Iterator[Entry | Spread]:
    for child in children(body):
        match child.type:
            case "field_initializer":
                yield Entry(text(child.child_by_field_name("field")), child.child_by_field_name("value"))
            case "shorthand_field_initializer":
                yield Entry(text(child.named_children[-1]), None)
            case "base_field_initializer" if child.named_children:
                yield Spread(child.named_children[0])
            case _:
                pass


def _object(tokens: Node) -> list[Entry | Spread] | None:
    """Read the keys of `({"a": x})`, `{"a": x}` and `{"a" => x}` from their tokens."""
    inner = children(tokens)
    if tokens.children[:1] and tokens.children[0].type == "(":
        return _object(inner[0]) if len(inner) == 1 and inner[0].type == "token_tree" else None
    if not tokens.children or tokens.children[0].type != "{":
        return None
    found: list[Entry | Spread] = []
    every = tokens.children
    for index, child in enumerate(every[:-2]):
        starts = every[index - 1].type in ("{", ",") if index else False
        if starts and every[index + 1].type in (":", "=>"):
            value = every[index + 2] if every[min(index + 3, len(every) - 1)].type in (",", "}") else None
            found.append(Entry((child,), value))
    return found


def alternatives(node: Node) -> Sequence[Node] | None:
    """Return what an expression may turn out to be: branches, elements, a wrapper's content."""
    match node.type:
        case "if_expression":
            other = node.child_by_field_name("alternative")
            ways = [
                *_last(node.child_by_field_name("consequence")),
                *_last(children(other)[0] if other else None),
            ]
            return [way for way in ways if not _leaves(way)]
        case "match_expression":
            arms = children(node.child_by_field_name("body"))
            values = [arm.child_by_field_name("value") for arm in arms if arm.type == "match_arm"]
            return [way for value in values if value is not None for way in _last(value) if not _leaves(way)]
        case "block":
            return _last(node)
        case "array_expression":
            return children(node)
        case "call_expression":
            function, _ = callee(node)
            if function is not None and function.type == "field_expression":
                base = function.child_by_field_name("value")
                return [base] if base is not None and last_name(function) in _PASSED_ON else None
            return arguments_of(node)[:1] or None if last_name(function) in _COLLECTIONS else None
        case each if each in INNER:
            return children(node)[-1:]
        case _:
            return None


def _leaves(node: Node) -> bool:
    """Return whether an expression never has a value: it returns, breaks or panics."""
    if node.type == "expression_statement":
        node = node.named_children[0]
    if node.type in ("return_expression", "break_expression", "continue_expression"):
        return True
    name = last_name(callee(node)[0]) if node.type == "call_expression" else ""
    return name in ("panic", "unreachable", "todo", "unimplemented", "bail")


def _last(block: Node | None) -> list[Node]:
    """Return the expression that a block ends with."""
    if block is None or block.type != "block":
        return [block] if block is not None else []
    return children(block)[-1:]


def is_null(node: Node) -> bool:
    """Return whether an expression is None or Null, also typed, referred to or wrapped in `json!`."""
    for _ in range(8):
        match node.type:
            case "generic_function" | "type_cast_expression":
                node = children(node)[0]
            case "call_expression" if callee(node)[1] and len(arguments_of(node)) == 1:
                node = arguments_of(node)[0]
            case each if each in INNER and children(node):
                node = children(node)[-1]
            case "scoped_identifier":
                return last_name(node) in ("None", "Null", "NULL")
            case "identifier":
                return text(node) in ("None", "null")
            case _:
                return False
    return False
