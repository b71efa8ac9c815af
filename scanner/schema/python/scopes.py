"""Where names live while the scanned code is evaluated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

from scanner.schema.python.values import Class

MUTATORS = frozenset(
    {"append", "extend", "insert", "remove", "pop", "update", "setdefault", "add", "clear", "discard"}
)


class Module(Struct, eq=False):
    """One source file: its statements, which names each binds, and what has been bound so far.

    Statements run on demand: a name's statements run, in order, when the name is asked for.
    """

    name: str
    path: str
    package: bool
    body: list[ast.stmt]
    names: dict[str, object] = field(default_factory=dict)
    binders: dict[str, list[int]] = field(default_factory=dict)
    stars: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    dynamic: bool = False

    def __post_init__(self) -> None:
        """Index the statements by the names they bind."""
        for index, statement in enumerate(self.body):
            for name in bound_names(statement):
                if name == "*":
                    self.stars.append(index)
                elif index not in self.binders.setdefault(name, []):
                    self.binders[name].append(index)
        self.dynamic = any(_uses_globals(statement) for statement in self.body)

    @property
    def parent(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.package else self.name.rpartition(".")[0]


class Scope(Struct, eq=False):
    """The names of a module, class body or function; `owner` is the class for `super()`."""

    module: Module
    kind: Literal["module", "class", "function"]
    names: dict[str, object]
    parent: Scope | None = None
    owner: Class | None = None
    receiver: object = None
    eager: bool = False
    globals: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)

    def chain(self) -> Iterator[Scope]:
        """Yield this scope and the enclosing ones that its names can come from."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or scope.kind != "class":
                yield scope
            scope = scope.parent


def bound_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds or changes in place, `*` for a star import."""
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or (alias.name.split(".")[0] if alias.name != "*" else "*")
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            for target in targets:
                yield from _targets(target)
        case ast.AnnAssign(target=target, value=value):
            if value is not None:
                yield from _targets(target)
        case ast.AugAssign(target=target):
            yield from _targets(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=root, attr=attr))) if attr in MUTATORS:
            yield from _targets(root)
        case ast.For() | ast.While() | ast.If() | ast.With() | ast.Try():
            yield from _nested(statement)
        case _:
            pass


def _nested(statement: ast.For | ast.While | ast.If | ast.With | ast.Try) -> Iterator[str]:
    match statement:
        case ast.For(target=target):
            yield from _targets(target)
        case ast.With(items=items):
            for item in items:
                if item.optional_vars is not None:
                    yield from _targets(item.optional_vars)
        case _:
            pass
    for inner in blocks(statement):
        yield from bound_names(inner)


def blocks(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the statements directly inside a compound statement, of all its branches."""
    for name in ("body", "orelse", "finalbody"):
        yield from getattr(statement, name, ())
    for branch in getattr(statement, "handlers", ()):
        yield from branch.body


def _targets(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                yield from _targets(item)
        case ast.Starred(value=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
            yield from _targets(inner)
        case ast.Call(func=ast.Name(id="globals")):
            yield "globals()"
        case _:
            pass


def _uses_globals(statement: ast.stmt) -> bool:
    """Whether running the statement may bind names that it does not spell."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom():
            return False
        case ast.For() | ast.While() | ast.If() | ast.With() | ast.Try():
            return any(_uses_globals(inner) for inner in blocks(statement))
        case _:
            pass
    return any(
        isinstance(node, ast.Name) and node.id in {"globals", "locals", "vars", "setattr"}
        for node in ast.walk(statement)
    )
