"""Tagged templates: which tags bind their values, and which values are SQL all the same.

Sources: https://github.com/porsager/postgres#queries, https://github.com/gajus/slonik#value-placeholders,
https://orm.drizzle.team/docs/sql, https://kysely.dev/docs/recipes/raw-sql
"""

from __future__ import annotations

import re

from tree_sitter import Node

from grammars.syntax import Bound, Decoded, Keys, Piece, Pieces
from grammars.typescript.nodes import FUNCTIONS, bare, called, callee, named, text

_PLAIN = frozenset(
    {"raw", "dedent", "outdent", "stripIndent", "stripIndents", "oneLine", "unindent", "ts", "js", "prettier"}
)
_SILENT = re.compile(
    r"(?:gql|graphql|html|css|svg|xml|yaml|json|markdown|md|jsx|keyframes|injectGlobal|createGlobalStyle"
    r"|styled|t|i18n|msg|chalk|bold|red|green|yellow|blue|gray|grey|cyan|dim|cypher|groq|sparql|aql|surql|hql)"
)
_IDENTIFIER = frozenset({"identifier", "ident", "id", "ref", "table", "column", "name"})
_TEXT = frozenset({"raw", "unsafe", "lit", "literal", "__dangerous__rawValue"})
_KEYWORD = re.compile(
    r"\b(insert|update|values|in|select|as|returning|set|from|into)\b|\(\s*$", re.IGNORECASE
)
_TABLE = re.compile(
    r"\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)\s+(?:only\s+)?$",
    re.IGNORECASE,
)
"""What a table follows, which nothing can bind."""


def tag_of(node: Node) -> Node | None:
    """Return the tag of a tagged template, None for anything else."""
    arguments = node.child_by_field_name("arguments") if node.type == "call_expression" else None
    return callee(node) if arguments is not None and arguments.type == "template_string" else None


def is_raw(tag: Node) -> bool:
    """Return whether a tag keeps backslashes."""
    return called(tag) == "String.raw"


def is_plain(tag: Node) -> bool:
    """Return whether a tag only gives back the text, as `dedent` does."""
    return called(tag).rsplit(".", 1)[-1] in _PLAIN


def is_silent(tag: Node) -> bool:
    """Return whether a tag's text is no SQL: GraphQL, markup, styles, messages."""
    return any(_SILENT.fullmatch(name) for name in called(tag).split("."))


def is_composed(node: Node) -> bool:
    """Return whether an expression is SQL of its own: a tagged template, or a call that quotes a name."""
    tag = tag_of(bare(node))
    if tag is not None:
        return not is_plain(tag) and not is_silent(tag)
    function = callee(bare(node))
    return function is not None and called(function).split(".")[0].lower() in ("sql", "prisma")


def value(tag: Node, node: Node, before: str) -> Pieces:
    """Return what `${node}` is in a tag that binds values; `before` is the text in front of it."""
    node = bare(node)
    function = callee(node)
    if tag_of(node) is not None or _is_choice(node):
        return (node,)
    if node.type != "call_expression" or function is None:
        return (node,) if _TABLE.search(before) else (Bound(node, is_composed),)
    given = named(node.child_by_field_name("arguments"))
    name = called(function).rsplit(".", 1)[-1]
    if text(function) == text(tag):
        return _listed(node, given, before)
    if given and name in _TEXT:
        return (given[0],)
    if given and name in _IDENTIFIER and "." in text(function):
        return identifier(given)
    if given and name == "join" and given[0].type == "array":
        return _joined(tag, given, before)
    return (Bound(node, is_composed),)


def _is_choice(node: Node) -> bool:
    """Return whether an expression chooses between pieces of SQL: ``more ? sql`, seen = true` : sql`` ``."""
    ways = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
    return node.type == "ternary_expression" and all(way is not None and tag_of(bare(way)) for way in ways)


def _joined(tag: Node, given: list[Node], before: str) -> Pieces:
    pieces: list[Piece] = []
    for item in named(given[0]):
        separator = given[1] if len(given) > 1 else Decoded(", ", item.start_byte)
        pieces += [separator, *value(tag, item, before)] if pieces else value(tag, item, before)
    return tuple(pieces)


def identifier(names: list[Node]) -> Pieces:
    """Return names or an array of them as a quoted, dotted name; a name may itself be dotted."""
    if len(names) == 1 and names[0].type == "array":
        names = named(names[0])
    quoted: list[Piece] = []
    for name in names:
        at = name.start_byte
        quoted += [Decoded('."' if quoted else '"', at), name, Decoded('"', at)]
    return tuple(quoted)


def _listed(node: Node, given: list[Node], before: str) -> Pieces:
    """Read postgres.js's `sql(…)`: a name, a list of names, or rows with the columns to take."""
    if not given:
        return (Bound(node),)
    rows, columns = given[0], given[1:]
    if rows.type == "string":
        return identifier([rows])
    if columns and columns[0].type == "array":
        columns = named(columns[0])
    keyword = ([match.group(1) or "(" for match in _KEYWORD.finditer(before)] or [""])[-1].lower()
    if keyword in ("in", "values", "select", "as", "returning", "from") or (keyword == "(" and not columns):
        return (Bound(node),) if keyword != "(" else _names(node, rows)
    is_update = keyword in ("update", "set")
    if not columns:
        return (Keys(rows, "assignments" if is_update else "values"),)
    at = node.start_byte
    if is_update:
        return _separated([(*_quoted(name), Decoded(" = ", at), Bound(rows)) for name in columns], at)
    names = _separated([_quoted(name) for name in columns], at)
    return (Decoded("(", at), *names, Decoded(") values (", at), Bound(rows), Decoded(")", at))


def _names(node: Node, names: Node) -> Pieces:
    if names.type != "array":
        return (Bound(node),)
    return _separated([_quoted(name) for name in named(names)], node.start_byte)


def _quoted(name: Node) -> Pieces:
    return Decoded('"', name.start_byte), name, Decoded('"', name.start_byte)


def _separated(items: list[Pieces], at: int) -> Pieces:
    pieces: list[Piece] = []
    for item in items:
        pieces += [Decoded(", ", at), *item] if pieces else item
    return tuple(pieces)


def only_parameter(function: Node) -> str | None:
    """Return the name of an arrow function's first parameter, None when it is not a plain name."""
    if function.type not in FUNCTIONS:
        return None
    single = function.child_by_field_name("parameter")
    parameters = [single] if single is not None else named(function.child_by_field_name("parameters"))
    if not parameters:
        return None
    first = parameters[0]
    name = first.child_by_field_name("pattern") or first
    return text(name) if name.type == "identifier" else None
