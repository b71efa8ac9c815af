"""Lists, dicts and sets as the scanned code writes them down, comprehensions of them, and their items."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import assignment, operators
from scanner.schema.python.scopes import Scope
from scanner.schema.python.values import Class, External, Instance, Raised, Unknown

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


def sequence(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return the list, tuple or set of a display."""
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return Unknown("a sequence")
    items: list[object] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            unpacked = operators.iterate(run.evaluate(element.value, scope))
            items.extend([Unknown("an unknown part of a list")] if unpacked is None else unpacked)
        else:
            items.append(run.tolerant(element, scope))
    if isinstance(node, ast.Set):
        return {item for item in items if operators.hashable(item)}
    return tuple(items) if isinstance(node, ast.Tuple) else items


def mapping(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return the dict of a display; what it unpacks without being known adds nothing."""
    result: dict[object, object] = {}
    for key, value in zip(getattr(node, "keys", ()), getattr(node, "values", ()), strict=True):
        item = run.tolerant(value, scope)
        if key is None:
            result.update(item if isinstance(item, dict) else {})
            continue
        name = run.tolerant(key, scope)
        if operators.hashable(name):
            result[name] = item
    return result


def item(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return an item or a slice; raises Raised("IndexError") and Raised("KeyError")."""
    if not isinstance(node, ast.Subscript):
        return Unknown("an item")
    owner = run.evaluate(node.value, scope)
    if isinstance(owner, (Class, External)):
        return owner
    if isinstance(node.slice, ast.Slice):
        return _slice(run, owner, node.slice, scope)
    key = run.evaluate(node.slice, scope)
    if isinstance(owner, (list, tuple, str)) and isinstance(key, int):
        if -len(owner) <= key < len(owner):
            return owner[key]
        raise Raised("IndexError")
    if isinstance(owner, dict) and operators.hashable(key):
        if key in owner:
            return owner[key]
        raise Raised("KeyError", str(key))
    if isinstance(owner, Instance):
        at = Origin(scope.module.path, node.lineno)
        return run.call(run.attribute(owner, "__getitem__", at), (key,), {}, at)
    return Unknown("an item of something unknown")


def _slice(run: Interpreter, owner: object, node: ast.Slice, scope: Scope) -> object:
    bounds = [
        None if part is None else run.evaluate(part, scope) for part in (node.lower, node.upper, node.step)
    ]
    indexes = [bound for bound in bounds if bound is None or isinstance(bound, int)]
    if isinstance(owner, (list, tuple, str)) and len(indexes) == len(bounds) and bounds[2] != 0:
        return owner[slice(*indexes)]
    return Unknown("a slice of something unknown")


def comprehension(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return what a comprehension over known items makes; a generator expression is its list."""
    if not isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        return Unknown("a comprehension")
    inner = Scope(scope.module, "function", {}, parent=scope, eager=True)
    if scope.kind == "class":
        inner.names.update(scope.names)
    found = list(_loops(run, node, inner, 0))
    if isinstance(node, ast.DictComp):
        pairs = [pair for pair in found if isinstance(pair, tuple)]
        return {key: value for key, value in pairs if operators.hashable(key)}
    if isinstance(node, ast.SetComp):
        return {item for item in found if operators.hashable(item)}
    return found


def _loops(
    run: Interpreter,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    scope: Scope,
    level: int,
) -> Iterator[object]:
    if level == len(node.generators):
        if isinstance(node, ast.DictComp):
            yield (run.evaluate(node.key, scope), run.evaluate(node.value, scope))
        else:
            yield run.evaluate(node.elt, scope)
        return
    generator = node.generators[level]
    items = operators.iterate(run.evaluate(generator.iter, scope))
    if items is None:
        yield Unknown("a comprehension over something unknown")
        return
    for item in items:
        assignment.assign(run, generator.target, item, scope)
        tests = [operators.truth(run.evaluate(test, scope)) for test in generator.ifs]
        if False not in tests:
            yield from _loops(run, node, scope, level + 1)
