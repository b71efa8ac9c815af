"""Class statements, and classes made by calling `type` or a metaclass."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python.scopes import Scope
from scanner.schema.python.values import (
    MISSING,
    Builtin,
    Class,
    ExternalCall,
    Function,
    Lazy,
    Partial,
    Raised,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter


def bind(run: Interpreter, node: ast.ClassDef, scope: Scope) -> None:
    """Bind a class statement's name; outside functions the class is made when it is asked for."""
    expression = ClassExpression(node)
    if scope.kind == "function":
        scope.names[node.name] = run.attempt(lambda: create(run, node, scope))
    else:
        scope.names[node.name] = Lazy(expression, scope)
    scope.lines[node.name] = node.lineno


class ClassExpression(ast.expr):
    """A class statement in the place of an expression, to be evaluated later."""

    def __init__(self, statement: ast.ClassDef) -> None:
        """Keep the statement and its place."""
        super().__init__()
        self.statement = statement
        self.lineno = statement.lineno


def being_made(value: object) -> bool:
    """Whether a value is a class whose statement is running, so that its name is not bound yet."""
    return isinstance(value, Lazy) and value.state == "running" and isinstance(value.node, ClassExpression)


def decorated(node: object) -> bool:
    """Whether an expression is a class statement with decorators, which may do more than make the class."""
    return isinstance(node, ClassExpression) and bool(node.statement.decorator_list)


class DecoratedFunction(ast.expr):
    """A function and its decorators in the place of an expression, to be evaluated later."""

    def __init__(self, function: Function, decorators: list[ast.expr], line: int) -> None:
        """Keep the function, its decorators from the inside out, and its place."""
        super().__init__()
        self.function = function
        self.decorators = decorators
        self.lineno = line


def decorate(run: Interpreter, node: DecoratedFunction, scope: Scope) -> object:
    """Return what the decorators of a function make of it; one that is not at hand changes nothing."""
    made: object = node.function
    for decorator in node.decorators:
        value = run.evaluate(decorator, scope)
        if isinstance(value, (Function, Builtin, Partial)):
            made = run.call(value, (made,), {}, Origin(scope.module.path, node.lineno))
    return made


def create(run: Interpreter, node: ast.ClassDef, scope: Scope) -> object:
    """Return what a class statement makes."""
    origin = Origin(scope.module.path, node.lineno)
    bases = tuple(_base(run, base, scope) for base in node.bases)
    keywords = {word.arg: run.evaluate(word.value, scope) for word in node.keywords if word.arg is not None}
    body = Scope(scope.module, "class", {}, parent=scope)
    body.names["__qualname__"] = node.name
    body.names["__module__"] = scope.module.name
    for statement in node.body:
        _body(run, statement, body)
    body.names["__origin__"] = origin
    body.names["__lines__"] = {name: Origin(scope.module.path, line) for name, line in body.lines.items()}
    metaclass = keywords.pop("metaclass", None)
    made = build(run, node.name, bases, body.names, keywords, metaclass, origin)
    for decorator in reversed(node.decorator_list):
        made = _decorated(run, decorator, made, scope)
    return made


def _base(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    try:
        return run.evaluate(node, scope)
    except Raised as raised:
        return Unknown(str(raised))


def _body(run: Interpreter, statement: ast.stmt, body: Scope) -> None:
    try:
        run.block([statement], body)
    except Raised as raised:
        run.report(body.module.path, statement.lineno, f"a statement of a class body raises {raised}")


def _decorated(run: Interpreter, node: ast.expr, made: object, scope: Scope) -> object:
    origin = Origin(scope.module.path, node.lineno)
    result = run.attempt(lambda: run.call(run.evaluate(node, scope), (made,), {}, origin))
    return result if isinstance(result, Class) else made


def build(
    run: Interpreter,
    name: str,
    bases: tuple[object, ...],
    namespace: dict[str, object],
    keywords: dict[str, object],
    metaclass: object,
    origin: Origin,
) -> object:
    """Return the class that a metaclass makes of a body."""
    temporary = next((base for base in bases if isinstance(base, ExternalCall)), None)
    if temporary is not None and temporary.dotted.endswith("with_metaclass") and temporary.args:
        metaclass, bases = temporary.args[0], (*temporary.args[1:], *(b for b in bases if b is not temporary))
    kind = _metaclass(metaclass, bases) or run.guess(run, bases, namespace)
    maker = MISSING if kind is None else kind.find("__new__")
    if kind is None or not isinstance(maker, (Function, Builtin)):
        made: object = plain(run, kind, name, bases, namespace, origin)
    else:
        made = run.call(maker, (kind, name, bases, namespace), keywords, origin)
    if not isinstance(made, Class):
        return made
    if kind is not None and isinstance(kind.find("__init__"), Function):
        run.call(kind.find("__init__"), (made, name, bases, namespace), keywords, origin)
    return made


def plain(
    run: Interpreter,
    metaclass: Class | None,
    name: str,
    bases: tuple[object, ...],
    namespace: Mapping[str, object],
    origin: Origin,
) -> Class:
    """Return a class as `type` makes it: its functions owned by it, `__init_subclass__` told."""
    module = namespace.get("__module__")
    kept = tuple(base for base in bases if not (isinstance(base, Class) and base.dotted == "builtins.object"))
    shown = module if isinstance(module, str) else ""
    names = dict(namespace)
    lines, told = names.pop("__lines__", None), names.pop("__origin__", origin)
    cls = Class(name, shown, kept, names, told if isinstance(told, Origin) else origin, metaclass)
    if isinstance(lines, dict):
        cls.lines.update(lines)
    for value in namespace.values():
        if isinstance(value, Function) and value.owner is None:
            value.owner = cls
    telling = next((base.find("__init_subclass__") for base in kept if isinstance(base, Class)), MISSING)
    if isinstance(telling, Function):
        run.call(telling, (cls,), {}, origin)
    return cls


def _metaclass(explicit: object, bases: tuple[object, ...]) -> Class | None:
    """Return the most derived of the explicit metaclass and the bases'."""
    found = explicit if isinstance(explicit, Class) else None
    for base in bases:
        other = base.metaclass if isinstance(base, Class) else None
        if other is not None and (found is None or found in other.mro()):
            found = other
    return found
