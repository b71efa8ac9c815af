"""Rust's calls, row literals, and the expressions that another may turn out to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Call, Entry, Spread

_COMMENTS = ("line_comment", "block_comment")
INNER = frozenset(
    {
        "parenthesized_expression",
        "try_expression",
        "await_expression",
        "reference_expression",
        "unary_expression",
    }
)
"""Expressions that are another one, looked at in another way."""

_COLLECTIONS = frozenset({"from", "from_iter", "Some", "Ok", "new"})
_PASSED_ON = frozenset(
    {"clone", "to_vec", "into_iter", "iter", "into", "as_slice", "to_owned", "as_ref", "collect"}
)


def text(node: Node | None) -> str:
    """Return a node's source."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def children(node: Node | None) -> list[Node]:
    """Return the named children that are no comments."""
    return [child for child in node.named_children if child.type not in _COMMENTS] if node is not None else []


def callee(node: Node) -> tuple[Node | None, bool]:
    """Return what a call expression calls, without a turbofish, and whether that is a macro.

    `macros.spelt` leaves a blank where a macro's `!` was.
    """
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None, False
    is_macro = function.end_byte < arguments.start_byte
    if function.type == "generic_function":
        function = function.child_by_field_name("function")
    return function, is_macro


def arguments_of(node: Node) -> list[Node]:
    """Return a call's arguments."""
    return children(node.child_by_field_name("arguments"))


def last_name(function: Node | None) -> str:
    """Return the last name of a path or a method: `execute` of `client.execute`."""
    if function is None:
        return ""
    named = function.child_by_field_name("field") or function.child_by_field_name("name")
    return text(named if named is not None else function)


def call(node: Node) -> Call | None:
    """Return a call, a macro or a struct literal: `client.execute`, `sqlx::query!`, `Row { … }`."""
    match node.type:
        case "call_expression":
            return _call(node)
        case "macro_invocation":
            macro = node.child_by_field_name("macro")
            values = children(node.named_children[-1])
            return Call(f"{_path(macro)}!", node, tuple(values), at=macro) if macro is not None else None
        case "token_tree":
            return _flat(node)
        case "struct_expression":
            name = node.child_by_field_name("name")
            return Call(_path(name), node, at=name) if name is not None else None
        case _:
            return None


def _call(node: Node) -> Call | None:
    function, is_macro = callee(node)
    if function is None or text(function) in ("Some", "Ok", "Err", "Box::new", "Arc::new"):
        return None
    is_method = function.type == "field_expression"
    name = f"{_path(function)}!" if is_macro else _path(function)
    receiver = function.child_by_field_name("value") if is_method else None
    at = function.child_by_field_name("field") if is_method else function
    return Call(name, node, tuple(arguments_of(node)), receiver=receiver, at=at)


def _flat(node: Node) -> Call | None:
    """Return the call of a nested group of tokens, inside a macro that takes no expressions."""
    before = node.prev_sibling
    bang = before is not None and before.type == "!"
    if bang and before is not None:
        before = before.prev_sibling
    if before is None or before.type != "identifier" or not node.children or node.children[0].type != "(":
        return None
    name, joint = text(before), before.prev_sibling
    if joint is not None and joint.type in (".", "::") and joint.prev_sibling is not None:
        first = text(joint.prev_sibling)
        name = f"{first}{joint.type}{name}" if first.isidentifier() else name
    return Call(f"{name}!" if bang else name, node, tuple(children(node)), at=before)


def _path(function: Node) -> str:
    """Return the last two names of a called path or method."""
    if function.type == "field_expression":
        owner = _owner(function.child_by_field_name("value"))
        return f"{owner}.{last_name(function)}" if owner else last_name(function)
    if function.type in ("scoped_identifier", "scoped_type_identifier"):
        path = function.child_by_field_name("path")
        if path is not None and path.type in ("generic_type", "bracketed_type"):
            path = path.child_by_field_name("type")
        owner = last_name(path) if path is not None else ""
        return f"{owner}::{last_name(function)}" if owner else last_name(function)
    return text(function)


def _owner(node: Node | None) -> str:
    """Return the name that a receiver is known by: `client` of `(&mut *self.client).await?`."""
    for _ in range(40):
        if node is None:
            return ""
        if node.type == "call_expression":
            function, _ = callee(node)
            return last_name(function)
        if node.type in INNER:
            node = children(node)[-1] if children(node) else None
            continue
        return (
            last_name(node)
            if node.type in ("identifier", "self", "field_expression", "scoped_identifier")
            else ""
        )
    return ""


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
