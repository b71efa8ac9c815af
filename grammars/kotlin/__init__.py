"""Kotlin: string templates, raw strings, constants, mapOf rows, annotations whose text is executed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace
from tree_sitter import Language, Node

from grammars.kinds import Binding, CallShape, Kinds, grammar, names, rows, strings
from grammars.kinds.calls import call, text
from grammars.syntax import Definition, Entry, Held, Piece, Pieces, Span, Spread, Trail

_MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf"})
_NAME = re.compile(rb"[A-Za-z_]\w*")
_EXECUTED = re.compile(
    r"@(?:Insert|Update|Delete|Select|Sql(?:Update|Batch|Query|Script))\(\s*(?:value\s*=)?[\s\[]*\"|nativeQuery\s*=\s*true"
)


def _load(label: str) -> Language:
    import tree_sitter_kotlin

    return Language(tree_sitter_kotlin.language())


KINDS = Kinds(
    name="kotlin",
    labels={".kt": "kotlin", ".kts": "kotlin"},
    load=_load,
    extra="kotlin",
    comments=frozenset({"line_comment", "block_comment"}),
    strings=frozenset({"string_literal", "multiline_string_literal"}),
    contents=frozenset({"string_content"}),
    names=frozenset({"identifier"}),
    scopes=frozenset(
        {
            "function_declaration",
            "class_declaration",
            "object_declaration",
            "companion_object",
            "lambda_literal",
        }
    ),
    branches=frozenset({"if_expression", "when_entry", "for_statement", "while_statement"}),
    interpolations=frozenset({"interpolation"}),
    calls={"call_expression": CallShape("")},
    members={"navigation_expression": ("", "")},
    concatenation={"binary_expression": frozenset({"+"})},
    bindings={"assignment": Binding("left", "right", "operator", frozenset({"+="}))},
    functions={"function_declaration": ("name", "")},
    parameters={"parameter": "", "class_parameter": ""},
    subscripts={"index_expression": ("", "")},
    wrappers=frozenset({"value_argument", "parenthesized_expression"}),
    formats={"String.format": "percent", "format": "percent"},
    same=frozenset({"trimIndent", "trimMargin", "trim", "toString"}),
    wraps=frozenset({"StringBuilder"}),
    appends=frozenset({"append", "appendLine"}),
)


def definition(trail: Trail) -> Definition | None:
    """Return what a name does: `val name: Type = value` has no fields of its own."""
    declared = trail[-3] if len(trail) > 3 and trail[-2].type == "variable_declaration" else None
    if (
        declared is None
        or declared.type != "property_declaration"
        or trail[-2].named_children[0] != trail[-1]
    ):
        return names.definition(KINDS, trail)
    value = declared.named_children[-1] if any(child.type == "=" for child in declared.children) else None
    return Definition(text(trail[-1]), "opaque" if value is None else "value", value)


def pieces(node: Node) -> Pieces | None:
    """Return what a string expression is made of; of `$name` this grammar makes two stretches of text."""
    found: list[Piece] = []
    for piece in strings.pieces(KINDS, node) or ():
        name = _NAME.match(_written(node, piece)) if found and _written(node, found[-1]) == b"$" else None
        if name is not None and isinstance(piece, Span):
            found[-1:] = [Held(name[0].decode(), node), Span(piece.start + name.end(), piece.end)]
        else:
            found.append(piece)
    return tuple(found) or strings.pieces(KINDS, node)


def _written(node: Node, piece: Piece) -> bytes:
    if not isinstance(piece, Span) or node.type not in KINDS.strings:
        return b""
    return (node.text or b"")[piece.start - node.start_byte : piece.end - node.start_byte]


def entries(node: Node) -> Sequence[Entry | Spread] | None:
    """Return the keys of `mapOf("id" to 1)`."""
    made = call(KINDS, node)
    if made is None or made.name not in _MAPS:
        return rows.entries(KINDS, node)
    return [
        Entry((each.named_children[0],), each.named_children[-1])
        if each.type == "infix_expression" and len(each.named_children) == 3
        else Spread(each)
        for each in made.positional
    ]


def is_null(node: Node) -> bool:
    """Return whether an expression is null, which this grammar takes for a name."""
    return text(node) == "null"


def silent(trail: Trail) -> bool:
    """Return whether a string is surely not executed; one in an annotation is, where a library says so."""
    around = next((node for node in reversed(trail) if node.type == "annotation"), None)
    return names.silent(KINDS, trail) if around is None else _EXECUTED.search(text(around)) is None


GRAMMAR = replace(
    grammar(KINDS), pieces=pieces, definition=definition, entries=entries, is_null=is_null, silent=silent
)
