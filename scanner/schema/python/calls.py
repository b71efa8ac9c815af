"""Calls of functions and classes."""

from __future__ import annotations

import ast
from contextlib import suppress
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import statements
from scanner.schema.python.scopes import Scope
from scanner.schema.python.values import (
    Bound,
    Builtin,
    Class,
    Exhausted,
    External,
    ExternalCall,
    Function,
    Instance,
    Partial,
    Raised,
    Unknown,
)

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter

_CALLS = 30


def call(
    run: Interpreter, function: object, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    """Return what a value returns when it is called."""
    match function:
        case Function():
            return _interpret(run, function, args, kwargs)
        case Builtin():
            return _native(run, function, args, kwargs, at)
        case Bound(function=inner, receiver=receiver):
            return call(run, inner, (receiver, *args), kwargs, at)
        case Partial():
            return run.call(function.function, (*function.args, *args), {**function.kwargs, **kwargs}, at)
        case Class():
            return construct(run, function, args, kwargs, at)
        case External(dotted=dotted):
            return ExternalCall(dotted, args, kwargs, at)
        case Instance():
            method = function.cls.find("__call__")
            if isinstance(method, (Function, Builtin)):
                return call(run, Bound(method, function), args, kwargs, at)
        case ExternalCall(dotted=dotted):
            return ExternalCall(f"{dotted}()", args, kwargs, at)
        case _:
            pass
    return Unknown("the result of calling something unknown")


def _native(
    run: Interpreter, function: Builtin, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    """Call a function that the interpreter brings along; arguments it does not expect make it unknown."""
    try:
        return function.call(run, args, kwargs, at)
    except (IndexError, TypeError, ValueError):
        return Unknown(f"a call of {function.name} with unexpected arguments")


def construct(
    run: Interpreter, cls: Class, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    """Return a new instance; a class's own `__new__` and `__init__` run down to the native base."""
    if cls.is_a("builtins.type"):
        return run.call(run.builtins["type()"], (cls, *(run.force(arg) for arg in args)), kwargs, at)
    maker = cls.find("__new__")
    if isinstance(maker, (Function, Builtin)):
        made = call(run, maker, (cls, *args), kwargs, at)
        if not isinstance(made, Instance) or made.cls is not cls:
            return made
        made.args, made.kwargs, made.origin = args, dict(kwargs), at
    else:
        made = Instance(cls, args, dict(kwargs), at)
    initialise = cls.find("__init__")
    if isinstance(initialise, (Function, Builtin)):
        with suppress(Raised):
            call(run, initialise, (made, *args), kwargs, at)
    return made


def _interpret(
    run: Interpreter, function: Function, args: tuple[object, ...], kwargs: dict[str, object]
) -> object:
    depth = run.state.get("calls", 0)
    if not isinstance(depth, int) or depth >= _CALLS:
        raise Exhausted("calls nest too deeply to evaluate")
    run.state["calls"] = depth + 1
    try:
        scope = _scope(run, function, args, kwargs)
        if isinstance(function.node, ast.Lambda):
            return run.evaluate(function.node.body, scope)
        flow = statements.execute(run, function.node.body, scope)
    finally:
        run.state["calls"] = depth
    if "yield?" in scope.names:
        return scope.names["yield?"]
    result = flow.value if isinstance(flow, statements.Return) else None
    if "return?" in scope.names and (result is None or isinstance(result, Unknown)):
        return scope.names["return?"]
    return result


def _scope(
    run: Interpreter, function: Function, args: tuple[object, ...], kwargs: dict[str, object]
) -> Scope:
    node = function.node.args
    names: dict[str, object] = {}
    positional = [argument.arg for argument in (*node.posonlyargs, *node.args)]
    named = {*positional, *(argument.arg for argument in node.kwonlyargs)}
    if "**" in kwargs:
        names.update({name: Unknown("an unpacked argument") for name in named})
    names.update({name: run.force(value) for name, value in function.defaults.items()})
    names.update(zip(positional, args, strict=False))
    names.update({name: value for name, value in kwargs.items() if name in named})
    if node.vararg is not None:
        names[node.vararg.arg] = tuple(args[len(positional) :])
    if node.kwarg is not None:
        names[node.kwarg.arg] = {name: value for name, value in kwargs.items() if name not in named}
    for name in named - names.keys():
        names[name] = Unknown(f"the argument {name}")
    receiver = args[0] if args else None
    return Scope(
        function.scope.module,
        "function",
        names,
        parent=function.scope,
        owner=function.owner,
        receiver=receiver,
    )
