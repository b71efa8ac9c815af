"""Statements of the scanned code, executed for the names they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from scanner.schema.python import assignment, classes, operators
from scanner.schema.python.scopes import Module, Scope, blocks
from scanner.schema.python.values import (
    Builtin,
    Function,
    ImportedName,
    Instance,
    Lazy,
    ModuleValue,
    Raised,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter

_ITERATIONS = 500


class Return(Struct, frozen=True):
    """The function ends with a value."""

    value: object


Flow = Return | Literal["break", "continue"] | None


def execute(run: Interpreter, body: Sequence[ast.stmt], scope: Scope) -> Flow:
    """Run statements in order, until one of them leaves the block."""
    for statement in body:
        run.spend()
        flow = _statement(run, statement, scope)
        if flow is not None:
            return flow
    return None


def _statement(run: Interpreter, node: ast.stmt, scope: Scope) -> Flow:
    match node:
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Delete():
            assignment.execute(run, node, scope)
        case ast.ClassDef():
            classes.bind(run, node, scope)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _define(run, node, scope)
        case ast.Import() | ast.ImportFrom():
            _import(run, node, scope)
        case ast.Expr(value=value):
            if not isinstance(value, ast.Constant):
                run.evaluate(value, scope)
        case ast.Return(value=returned):
            return Return(None if returned is None else run.evaluate(returned, scope))
        case ast.Raise():
            raise Raised(_raised(run, node.exc, scope))
        case ast.Break():
            return "break"
        case ast.Continue():
            return "continue"
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            scope.globals.update(names)
        case _:
            return _compound(run, node, scope)
    return None


def _compound(run: Interpreter, node: ast.stmt, scope: Scope) -> Flow:
    match node:
        case ast.If():
            return _if(run, node, scope)
        case ast.Try():
            return _try(run, node, scope)
        case ast.For() | ast.While():
            return _eagerly(run, node, scope)
        case ast.With(items=items, body=body):
            for item in items:
                value = _entered(run, item.context_expr, scope)
                if item.optional_vars is not None:
                    assignment.assign(run, item.optional_vars, value, scope)
            return execute(run, body, scope)
        case _:
            pass
    return None


def _entered(run: Interpreter, node: ast.expr, scope: Scope) -> object:
    """Return what a context manager gives its block, as far as it is one that is evaluated."""
    if scope.kind == "function":
        manager = _tested(run, node, scope)
        entering = manager.cls.find("__enter__") if isinstance(manager, Instance) else None
        if isinstance(manager, Instance) and isinstance(entering, (Function, Builtin)):
            return run.call(entering, (manager,), {}, manager.origin)
    return Unknown("a context manager's value")


def _if(run: Interpreter, node: ast.If, scope: Scope) -> Flow:
    """Run the branch that is taken; when the test is unknown, both, the second one last."""
    test = operators.truth(_tested(run, node.test, scope))
    if test is not None:
        return execute(run, node.body if test else node.orelse, scope)
    flows = [_perhaps(run, branch, scope) for branch in (node.body, node.orelse)]
    for flow in flows:
        if isinstance(flow, Return):
            scope.names.setdefault("return?", flow.value)
    return flows[0] if all(isinstance(flow, Return) for flow in flows) else None


def _tested(run: Interpreter, test: ast.expr, scope: Scope) -> object:
    try:
        return run.evaluate(test, scope)
    except Raised as raised:
        if scope.eager or scope.kind == "function":
            raise
        return Unknown(str(raised))


def _perhaps(run: Interpreter, branch: Sequence[ast.stmt], scope: Scope) -> Flow:
    """Run a branch that may not be taken: what it raises, and a loop's end, do not count."""
    try:
        flow = execute(run, branch, scope)
    except Raised:
        return None
    return flow if isinstance(flow, Return) else None


def _try(run: Interpreter, node: ast.Try, scope: Scope) -> Flow:
    eager, scope.eager = scope.eager, True
    try:
        flow = execute(run, node.body, scope)
    except Raised as raised:
        scope.eager = eager
        handler = next((h for h in node.handlers if _catches(h, raised)), None)
        if handler is None:
            raise
        if handler.name:
            scope.names[handler.name] = Unknown(str(raised))
        flow = execute(run, handler.body, scope)
    else:
        scope.eager = eager
        flow = flow or execute(run, node.orelse, scope)
    return flow or execute(run, node.finalbody, scope)


_WIDER = {
    "ImportError": {"ModuleNotFoundError"},
    "LookupError": {"KeyError", "IndexError", "AppRegistryNotReady"},
    "ObjectDoesNotExist": {"DoesNotExist"},
}


def _catches(handler: ast.ExceptHandler, raised: Raised) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = [kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "") for kind in kinds]
    return any(
        name in {raised.name, "Exception", "BaseException"} or raised.name in _WIDER.get(name, ())
        for name in names
    )


def _raised(run: Interpreter, node: ast.expr | None, scope: Scope) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            pass
    return "Exception"


def _eagerly(run: Interpreter, node: ast.For | ast.While, scope: Scope) -> Flow:
    eager, scope.eager = scope.eager, True
    try:
        return _for(run, node, scope) if isinstance(node, ast.For) else _while(run, node, scope)
    finally:
        scope.eager = eager


def _for(run: Interpreter, node: ast.For, scope: Scope) -> Flow:
    items = operators.iterate(run.evaluate(node.iter, scope))
    if items is None:
        return None
    for item in items[:_ITERATIONS]:
        if isinstance(item, Unknown):
            continue
        assignment.assign(run, node.target, item, scope)
        flow = execute(run, node.body, scope)
        if flow == "break":
            return None
        if isinstance(flow, Return):
            return flow
    return execute(run, node.orelse, scope)


def _while(run: Interpreter, node: ast.While, scope: Scope) -> Flow:
    for _ in range(_ITERATIONS):
        if operators.truth(run.evaluate(node.test, scope)) is not True:
            return None
        flow = execute(run, node.body, scope)
        if flow == "break":
            return None
        if isinstance(flow, Return):
            return flow
    return None


def _define(run: Interpreter, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    function = Function(node.name, node, scope, binding=_binding(node))
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(reversed(positional), reversed(arguments.defaults), strict=False))
    for argument, default in [*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]:
        if default is not None:
            function.defaults[argument.arg] = Lazy(default, scope)
    scope.names[node.name] = function
    opaque = [item for item in reversed(node.decorator_list) if not _transparent(item)]
    if function.binding == "method" and scope.kind != "class" and opaque:
        decorated = classes.DecoratedFunction(function, opaque, node.lineno)
        scope.names[node.name] = run.evaluate(decorated, scope) if scope.eager else Lazy(decorated, scope)


def _binding(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    for decorator in node.decorator_list:
        match decorator:
            case ast.Name(id=("staticmethod" | "classmethod" | "property" | "cached_property") as name):
                return "property" if name == "cached_property" else name
            case ast.Attribute(attr=("cached_property" | "classproperty")):
                return "property"
            case ast.Name(id="classproperty"):
                return "property"
            case _:
                pass
    return "method"


def _transparent(decorator: ast.expr) -> bool:
    """Whether a decorator leaves what the function returns as it is, as far as is known by its name."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    return name in {
        "wraps",
        "lru_cache",
        "cache",
        "contextmanager",
        "receiver",
        "overload",
        "deconstructible",
    }


def imported_from(node: ast.ImportFrom, module: Module) -> str:
    """Return the dotted name of the module that a `from … import` names."""
    if not node.level:
        return node.module or ""
    parts = module.parent.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def star_imports(statement: ast.stmt) -> Iterator[ast.ImportFrom]:
    """Yield the star imports of a statement, also those inside its branches."""
    if isinstance(statement, ast.ImportFrom):
        if statement.names[0].name == "*":
            yield statement
        return
    for inner in blocks(statement):
        yield from star_imports(inner)


def _import(run: Interpreter, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    path = scope.module.path
    if isinstance(node, ast.Import):
        for alias in node.names:
            if scope.eager and run.missing(alias.name) and not run.is_module(alias.name, path):
                raise Raised("ImportError", alias.name)
            name = alias.name if alias.asname else alias.name.split(".")[0]
            scope.names[alias.asname or name] = ModuleValue(name, path)
        return
    origin = imported_from(node, scope.module)
    for alias in node.names:
        if alias.name == "*":
            continue
        if scope.eager and run.missing(origin) and not run.is_module(origin, path):
            raise Raised("ImportError", origin)
        lazy = Lazy(ImportedName(origin, alias.name, node.lineno), scope)
        scope.names[alias.asname or alias.name] = run.read(lazy) if scope.eager else lazy
