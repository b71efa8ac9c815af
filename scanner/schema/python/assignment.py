"""Assignments of the scanned code: names, attributes, items, in place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import operators
from scanner.schema.python.scopes import Scope
from scanner.schema.python.values import (
    MISSING,
    Builtin,
    Class,
    ExternalCall,
    Instance,
    Lazy,
    ModuleValue,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


def execute(
    run: Interpreter, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Delete, scope: Scope
) -> None:
    """Run an assignment; in a module's or a class's body its value waits until it is asked for."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _waits(value, name, scope):
            scope.names[name] = Lazy(value, scope)
            scope.lines[name] = node.lineno
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if _waits(value, name, scope):
            scope.names[name] = Lazy(value, scope)
            scope.lines[name] = node.lineno
        case ast.Assign(targets=targets, value=value):
            result = run.evaluate(value, scope)
            for target in targets:
                assign(run, target, result, scope)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            assign(run, target, run.evaluate(value, scope), scope)
        case ast.AugAssign(target=target, op=op, value=value):
            current = run.evaluate(_loaded(target), scope)
            assign(run, target, operators.binary(op, current, run.evaluate(value, scope)), scope)
        case ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    scope.names.pop(target.id, None)
        case _:
            pass


def _loaded(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=value, attr=attr):
            return ast.copy_location(ast.Attribute(value, attr, ast.Load()), target)
        case ast.Subscript(value=value, slice=index):
            return ast.copy_location(ast.Subscript(value, index, ast.Load()), target)
        case _:
            pass
    return target


def _waits(value: ast.expr, name: str, scope: Scope) -> bool:
    """Whether the value may be evaluated later: nothing that changes until then is read by it."""
    if scope.kind == "function" or scope.eager or isinstance(value, ast.Constant):
        return False
    if name not in scope.names and not (scope.kind == "module" and scope.module.stars):
        return True
    return not any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def assign(run: Interpreter, target: ast.expr, value: object, scope: Scope) -> None:
    """Bind a value to a target expression."""
    match target:
        case ast.Name(id=name):
            home = scope.module.names if name in scope.globals else scope.names
            home[name] = value
            scope.lines[name] = target.lineno
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            _unpack(run, elements, value, scope)
        case ast.Attribute(value=owner, attr=attr):
            set_attribute(
                run, run.evaluate(owner, scope), attr, value, Origin(scope.module.path, target.lineno)
            )
        case ast.Subscript(value=owner, slice=index):
            _set_item(run.evaluate(owner, scope), run.evaluate(index, scope), value)
        case ast.Starred(value=inner):
            assign(run, inner, value, scope)
        case _:
            pass


def _unpack(run: Interpreter, elements: list[ast.expr], value: object, scope: Scope) -> None:
    items = operators.iterate(value)
    starred = next((i for i, element in enumerate(elements) if isinstance(element, ast.Starred)), None)
    if items is not None and starred is not None:
        after = len(elements) - starred - 1
        middle = items[starred : len(items) - after]
        items = [*items[:starred], middle, *items[len(items) - after :]]
    for position, element in enumerate(elements):
        known = items is not None and position < len(items)
        assign(run, element, items[position] if items is not None and known else Unknown("unpacked"), scope)


def set_attribute(run: Interpreter, owner: object, name: str, value: object, at: Origin) -> None:
    """Set an attribute of a value that has any; others are left alone."""
    match owner:
        case Class(namespace=namespace):
            setter = owner.metaclass.find("__setattr__") if owner.metaclass else MISSING
            if isinstance(setter, Builtin):
                run.call(setter, (owner, name, value), {}, at)
            _note(run, owner.origin.path, at)
            namespace[name] = value
            owner.lines.setdefault(name, at)
        case Instance() if name == "__class__" and isinstance(value, Class):
            owner.cls = value
        case Instance(attributes=attributes) | ExternalCall(attributes=attributes):
            attributes[name] = value
        case ModuleValue(name=module, near=near):
            source = run.library.module(module, near)
            if source is not None:
                _note(run, source.path, at)
                source.names[name] = value
        case _:
            pass


def _note(run: Interpreter, made: str, at: Origin) -> None:
    """Note where code sets an attribute of what another file made."""
    if made != at.path:
        run.library.patching.add(at.path)


def _set_item(owner: object, key: object, value: object) -> None:
    if isinstance(owner, dict):
        if operators.hashable(key):
            owner[key] = value
    elif isinstance(owner, list) and isinstance(key, int) and -len(owner) <= key < len(owner):
        owner[key] = value
