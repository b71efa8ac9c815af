"""Functions that write what their caller gives them, learnt from their bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grammars.syntax import Function, Trail
from scanner.extract.names import definitions
from scanner.extract.tree import Tree
from scanner.model.facts import Argument, RowCall, Sink
from scanner.model.statement import ColumnList, Named, Operation, Positional, Statement, Target, Unread
from scanner.model.template import Position, Template, Text

MAX_HOPS = 4
_COMMON = re.compile(
    "add|append|apply|batch|build|bulk_?insert|call|check|copy|create|delete|do|exec|execute|fetch|from|get|handle"
    "|init|insert(?:_?many)?|load|map|merge|new|process|push|put|query|remove|replace|run|save|send|set|store|sync"
    "|update|upsert|write",
    re.IGNORECASE,
)
_CONNECTIONS = re.compile(
    r"\w*(?:pool|conn|connection|db|database|executor|cursor|logger|knex)|tx|txn|trx|cur|transaction|self",
    re.IGNORECASE,
)
"""Parameters that carry a statement to its server; no table and no row."""
_KEEPERS = re.compile(
    r"\w*(?:db|database|pg|postgres|sql|client|conn|connection|pool|repo|repository|dao|store|model|queries)",
    re.IGNORECASE,
)
"""What methods that write are called on."""
_NAME = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*")
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_SAME = (
    re.compile(
        r"[\w$.:]*(?:quote|escape|ident|saniti[sz]e|literal|raw|string|str|sql)\w*!?\((?P<given>[^()]*)\)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<given>[\w$]+)\.\w*(?:lower|upper|trim|strip|clone|str|ref|value|name|into)\w*(?:\(\))?",
        re.IGNORECASE,
    ),
    re.compile(r"\w*[\"'`](?:[^\"'`]*\.)?[\"'`\\]{0,2}\$?\{(?P<given>\w+)\}[\"'`\\]{0,3}"),
    re.compile(r"(?:[\w$]+|[\"'`][^\"'`]*\.[\"'`])\s*\+\s*(?P<given>[\w$]+)"),
)
"""Expressions that are what is given to them: quoted, converted, behind a schema."""
_AFFIXED = re.compile(r": .*(?:[\w}]\{…|…\}[\w{])")
_NOWHERE = Position(1, 1)


def believable(sink: Sink, table: Template, path: str, owner: str) -> bool:
    """Return whether a call of that name, on an owner or on nothing (""), is likely a call of this sink.

    A common name (`insert`, `save`) is only believed with a literal table, or in the sink's own file. Other
    layers have methods of one name (`service.createUser`, `db.createUser`): one that always writes the same
    table is believed of what is named as a database is, or in its own folder.
    """
    if sink.path is None or sink.path == path:
        return True
    is_fixed = isinstance(sink.table, Template)
    if sink.method and is_fixed and not _is_near(sink.path, path) and not _KEEPERS.fullmatch(owner):
        return False
    if not _COMMON.fullmatch(sink.name.strip("_")):
        return True
    return not is_fixed and table.literal is not None


def _is_near(path: str, other: str) -> bool:
    return path.rpartition("/")[0] == other.rpartition("/")[0]


def sink_of_statement(tree: Tree, path: str, trail: Trail, statement: Statement) -> Sink | None:
    """Return the sink that a statement makes of the function around it, if it is one."""
    if isinstance(statement.columns, Positional):
        return None
    fixed = _fixed(statement.target)
    return _sink(tree, path, trail, statement.operation, fixed, statement.target, statement.columns)


def sink_of_call(tree: Tree, path: str, trail: Trail, call: RowCall) -> Sink | None:
    """Return the sink that a call of another one makes of the function around it, if it is one."""
    if isinstance(call.columns, Positional):
        return None
    hole = next((part.expression for part in call.table.parts if not isinstance(part, Text)), None)
    fixed = call.table if hole is None else None
    return _sink(tree, path, trail, call.operation, fixed, Unread("", hole), call.columns)


def _fixed(target: Target) -> Template | None:
    match target:
        case Named(name, schema):
            prefix = f"{schema}." if isinstance(schema, str) else ""
            return Template((Text(prefix + name, _NOWHERE, verbatim=False),))
        case Unread():
            return None


def _sink(
    tree: Tree,
    path: str,
    trail: Trail,
    operation: Operation,
    fixed: Template | None,
    target: Target,
    columns: ColumnList | Unread,
) -> Sink | None:
    function, scope = _around(tree, trail)
    if function is None:
        return None
    tables = _tables(tree, function, trail, target)
    rows = [each for each in _arguments(tree, function, trail, columns) if each not in tables]
    table = fixed if fixed is not None else tables[0] if len(tables) == 1 else None
    if table is None or not (rows or isinstance(table, Argument)):
        return None
    line = tree.position(scope[-1].start_byte).line
    method = "method" in scope[-1].type or any("class" in node.type for node in scope)
    row = tuple(rows) or columns
    return Sink(function.name, tree.grammar.name, table, row, operation, path, line, method=method)


def _around(tree: Tree, trail: Trail) -> tuple[Function | None, Trail]:
    """Return the innermost function with a name around the trail's last node."""
    for index in range(len(trail) - 2, 0, -1):
        if trail[index].type in tree.grammar.scopes:
            function = tree.grammar.function(trail[: index + 1])
            if function is not None:
                return function, trail[: index + 1]
    return None, trail


def _tables(tree: Tree, function: Function, use: Trail, target: Target) -> list[Argument]:
    """Return the parameters that are the table as they stand: what a parameter only leads to is none."""
    if not isinstance(target, Unread) or target.expression is None or _AFFIXED.search(target.reason):
        return []
    reached = set(_same(tree, function, use, target.expression, 0))
    return [argument for name, argument in function.parameters.items() if name in reached]


def _same(tree: Tree, function: Function, use: Trail, expression: str, hops: int) -> Iterator[str]:
    """Yield the parameter that an expression gives again, quoted or with a schema before it."""
    bare = expression.strip().lstrip("&*").rstrip("!")
    if hops > MAX_HOPS:
        return
    if not _NAME.fullmatch(bare):
        inner = next((match["given"] for shape in _SAME if (match := shape.fullmatch(bare))), "")
        for given in inner.split(",") if inner else ():
            yield from _same(tree, function, use, given, hops + 1)
    elif bare in function.parameters:
        yield from () if _CONNECTIONS.fullmatch(bare) else (bare,)
    else:
        for found in definitions(tree, bare, use):
            value = "" if found.definition.value is None else tree.text(found.definition.value)
            if found.definition.kind == "value":
                yield from _same(tree, function, found.trail, value, hops + 1)
            elif found.definition.kind == "part":
                yield from _reached(tree, function, found.trail, value, set(), hops + 1)


def _arguments(tree: Tree, function: Function, use: Trail, said: object) -> list[Argument]:
    """Return the parameters that what could not be read is made of, in the function's order."""
    if not isinstance(said, Unread) or said.expression is None:
        return []
    reached = set(_reached(tree, function, use, said.expression, set(), 0))
    return [
        argument
        for name, argument in function.parameters.items()
        if name in reached and not _CONNECTIONS.fullmatch(name)
    ]


def _reached(
    tree: Tree, function: Function, use: Trail, expression: str, seen: set[str], hops: int
) -> Iterator[str]:
    for name in dict.fromkeys(_NAME.findall(_STRINGS.sub("", expression))):
        if name in function.parameters:
            yield name
        if name in seen or hops == MAX_HOPS:
            continue
        seen.add(name)
        for found in definitions(tree, name, use):
            if found.definition.value is not None:
                value = tree.text(found.definition.value)
                yield from _reached(tree, function, found.trail, value, seen, hops + 1)
