"""Expressions of the scanned code, evaluated to values."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import assignment, classes, operators
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


def _sequence(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return Unknown("a sequence")
    items: list[object] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            unpacked = operators.iterate(run.evaluate(element.value, scope))
            items.extend([Unknown("an unknown part of a list")] if unpacked is None else unpacked)
        else:
            items.append(_tolerant(run, element, scope))
    if isinstance(node, ast.Set):
        return {item for item in items if operators.hashable(item)}
    return tuple(items) if isinstance(node, ast.Tuple) else items


def _tolerant(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return the value of an item; what raises outside a `try` leaves the others readable."""
    try:
        return run.evaluate(node, scope)
    except Raised as raised:
        if scope.eager or scope.kind == "function":
            raise
        return Unknown(str(raised))


def _dict(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    result: dict[object, object] = {}
    for key, value in zip(getattr(node, "keys", ()), getattr(node, "values", ()), strict=True):
        item = _tolerant(run, value, scope)
        if key is None:
            result.update(item if isinstance(item, dict) else {})
            continue
        name = _tolerant(run, key, scope)
        if operators.hashable(name):
            result[name] = item
    return result


def _binary(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            values = _tolerant(run, left, scope), _tolerant(run, right, scope)
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
            truth = operators.truth(_tolerant(run, test, scope))
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


def _subscript(run: Interpreter, node: ast.expr, scope: Scope) -> object:
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
        return run.call(
            run.attribute(owner, "__getitem__", origin_of(node, scope)), (key,), {}, origin_of(node, scope)
        )
    return Unknown("an item of something unknown")


def _slice(run: Interpreter, owner: object, node: ast.Slice, scope: Scope) -> object:
    bounds = [
        None if part is None else run.evaluate(part, scope) for part in (node.lower, node.upper, node.step)
    ]
    indexes = [bound for bound in bounds if bound is None or isinstance(bound, int)]
    if isinstance(owner, (list, tuple, str)) and len(indexes) == len(bounds) and bounds[2] != 0:
        return owner[slice(*indexes)]
    return Unknown("a slice of something unknown")


def _comprehension(run: Interpreter, node: ast.expr, scope: Scope) -> object:
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
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: _binary,
    ast.BoolOp: _boolean,
    ast.Compare: _boolean,
    ast.IfExp: _boolean,
    ast.Subscript: _subscript,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _lambda,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.NamedExpr: _yield,
}
