"""Expressions of the scanned code, evaluated to values."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import assignment, classes, displays, operators
from scanner.schema.python.scopes import Scope
from scanner.schema.python.values import (
    MISSING,
    Class,
    External,
    Function,
    Instance,
    Lazy,
    Raised,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


_PYTHON = frozenset(dir(builtins))


def evaluate(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return the value of an expression."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return name_value(run, name, scope)
        case ast.Attribute(value=owner, attr=attr):
            return _attribute(run, run.evaluate(owner, scope), attr, origin_of(node, scope), scope)
        case ast.Call():
            return _call(run, node, scope)
        case ast.JoinedStr(values=parts):
            return _joined(run, parts, scope)
        case classes.ClassExpression(statement=statement):
            return classes.create(run, statement, scope)
        case classes.DecoratedFunction():
            return classes.decorate(run, node, scope)
        case _:
            pass
    reader = _READERS.get(type(node))
    return reader(run, node, scope) if reader else Unknown(f"a {type(node).__name__} expression")


def origin_of(node: ast.expr | ast.stmt, scope: Scope) -> Origin:
    """Return the file and line of a node."""
    return Origin(scope.module.path, node.lineno)


def name_value(run: Interpreter, name: str, scope: Scope) -> object:
    """Return what a name stands for; raises Raised("NameError") when nothing binds it."""
    for inner in scope.chain():
        local = inner.kind != "module"
        found = inner.names.get(name, MISSING) if local else run.name(inner.module, name)
        if found is not MISSING:
            return run.force(found)
    if name == "__name__":
        return scope.module.name
    if name == "__file__":
        return scope.module.path
    if name in run.builtins:
        return run.builtins[name]
    if name in _PYTHON:
        return External(f"builtins.{name}")
    raise Raised("NameError", name)


def _attribute(run: Interpreter, owner: object, name: str, at: Origin, scope: Scope) -> object:
    try:
        return run.attribute(owner, name, at)
    except Raised as raised:
        if isinstance(owner, Instance) and owner.cls.dotted == "django.conf.Settings" and not scope.eager:
            return Unknown(str(raised))
        raise


def _call(run: Interpreter, node: ast.Call, scope: Scope) -> object:
    if isinstance(node.func, ast.Name) and node.func.id in _SCOPED and node.func.id not in scope.names:
        return _SCOPED[node.func.id](run, node, scope)
    function = run.evaluate(node.func, scope)
    waits = isinstance(function, Class) and scope.kind != "function" and not scope.eager
    args: list[object] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            items = operators.iterate(run.evaluate(argument.value, scope))
            args.extend([Unknown("unpacked arguments")] if items is None else items)
        else:
            args.append(_argument(run, argument, scope, waits))
    kwargs: dict[str, object] = {}
    for keyword in node.keywords:
        if keyword.arg is not None:
            kwargs[keyword.arg] = _argument(run, keyword.value, scope, waits)
        else:
            unpacked = run.evaluate(keyword.value, scope)
            if isinstance(unpacked, dict):
                kwargs.update({key: value for key, value in unpacked.items() if isinstance(key, str)})
            else:
                kwargs["**"] = Unknown("unpacked keyword arguments")
    return run.call(function, args, kwargs, origin_of(node, scope))


def _argument(run: Interpreter, node: ast.expr, scope: Scope, waits: bool) -> object:
    """Return an argument's value; those of a class wait, as most of a field's are never asked for."""
    if isinstance(node, ast.Constant):
        return node.value
    if waits:
        return Lazy(node, scope)
    return run.evaluate(node, scope)


def _super(run: Interpreter, node: ast.Call, scope: Scope) -> object:
    if node.args:
        return run.call(
            run.builtins["super"], [run.evaluate(arg, scope) for arg in node.args], {}, origin_of(node, scope)
        )
    inner = next((s for s in scope.chain() if s.owner is not None), None)
    if inner is None or inner.owner is None:
        return Unknown("super() outside a method")
    return run.call(run.builtins["super"], (inner.owner, inner.receiver), {}, origin_of(node, scope))


def _namespace(run: Interpreter, node: ast.Call, scope: Scope) -> object:
    """`globals()`, `locals()` and `vars()`: the names themselves, so that a change is seen."""
    if node.args:
        owner = run.evaluate(node.args[0], scope)
        return owner.namespace if isinstance(owner, Class) else Unknown("vars()")
    return scope.module.names if getattr(node.func, "id", "") == "globals" else scope.names


_SCOPED: Mapping[str, Callable[[Interpreter, ast.Call, Scope], object]] = {
    "super": _super,
    "globals": _namespace,
    "locals": _namespace,
    "vars": _namespace,
}


def _joined(run: Interpreter, parts: list[ast.expr], scope: Scope) -> object:
    texts: list[str] = []
    for part in parts:
        value = run.evaluate(part.value if isinstance(part, ast.FormattedValue) else part, scope)
        plain = not isinstance(part, ast.FormattedValue) or part.format_spec is None
        if not isinstance(value, (str, int, float)) or not plain:
            return Unknown("an f-string with unknown parts")
        texts.append(str(value))
    return operators.bounded("".join(texts))


def _binary(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            values = run.tolerant(left, scope), run.tolerant(right, scope)
            return run.call(run.builtins["operator"], (op, *values), {}, origin_of(node, scope))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            truth = operators.truth(run.evaluate(operand, scope))
            return Unknown("a negation") if truth is None else not truth
        case ast.UnaryOp(op=op, operand=operand):
            value = run.evaluate(operand, scope)
            if isinstance(op, ast.USub) and isinstance(value, (int, float)):
                return -value
            return run.call(run.builtins["operator"], (op, value), {}, origin_of(node, scope))
        case _:
            pass
    return Unknown("an operator")


def _boolean(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    match node:
        case ast.BoolOp(op=joining, values=operands):
            value: object = None
            for operand in operands:
                value = run.evaluate(operand, scope)
                truth = operators.truth(value)
                if truth is None and operand is not operands[-1]:
                    return Unknown("a condition")
                if truth is isinstance(joining, ast.Or):
                    return value
            return value
        case ast.Compare(left=first, ops=ops, comparators=others):
            left, result = run.evaluate(first, scope), True
            for op, other in zip(ops, others, strict=True):
                right = run.evaluate(other, scope)
                answer = _compare(run, op, left, right, origin_of(node, scope))
                if not isinstance(answer, bool) or not answer:
                    return answer
                left = right
            return result
        case ast.IfExp(test=test, body=body, orelse=orelse):
            truth = operators.truth(run.tolerant(test, scope))
            return run.evaluate(body if truth is not False else orelse, scope)
        case _:
            pass
    return Unknown("a condition")


def _compare(run: Interpreter, op: ast.cmpop, left: object, right: object, at: Origin) -> object:
    """Compare two values; an object is asked what it contains."""
    if not isinstance(op, (ast.In, ast.NotIn)) or not isinstance(right, Instance):
        return operators.compare(op, left, right)
    asked = right.cls.find("__contains__")
    inside = run.call(asked, (right, left), {}, at) if asked is not MISSING else Unknown("a membership")
    return not inside if isinstance(op, ast.NotIn) and isinstance(inside, bool) else inside


def _lambda(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    if not isinstance(node, ast.Lambda):
        return Unknown("a function")
    positional = [*node.args.posonlyargs, *node.args.args]
    pairs = zip(reversed(positional), reversed(node.args.defaults), strict=False)
    defaults: dict[str, object] = {argument.arg: Lazy(default, scope) for argument, default in pairs}
    return Function("<lambda>", node, scope, defaults)


def _yield(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Keep what a generator yields: a call of it returns the list."""
    kept = scope.names.setdefault("yield?", [])
    match node:
        case ast.Yield(value=value) if isinstance(kept, list):
            kept.append(None if value is None else run.evaluate(value, scope))
        case ast.YieldFrom(value=value) if isinstance(kept, list):
            kept.extend(operators.iterate(run.evaluate(value, scope)) or [])
        case ast.NamedExpr(target=target, value=value):
            result = run.evaluate(value, scope)
            assignment.assign(run, target, result, scope)
            return result
        case _:
            pass
    return Unknown("what is sent to a generator")


_READERS: Mapping[type[ast.expr], Callable[[Interpreter, ast.expr, Scope], object]] = {
    ast.List: displays.sequence,
    ast.Tuple: displays.sequence,
    ast.Set: displays.sequence,
    ast.Dict: displays.mapping,
    ast.BinOp: _binary,
    ast.UnaryOp: _binary,
    ast.BoolOp: _boolean,
    ast.Compare: _boolean,
    ast.IfExp: _boolean,
    ast.Subscript: displays.item,
    ast.ListComp: displays.comprehension,
    ast.SetComp: displays.comprehension,
    ast.GeneratorExp: displays.comprehension,
    ast.DictComp: displays.comprehension,
    ast.Lambda: _lambda,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.NamedExpr: _yield,
}
