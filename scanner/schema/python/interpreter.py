"""The run of an evaluation: its modules, what is native to it, and how far it may go."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct, field

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic
from scanner.schema.python import attributes, calls, classes, expressions, statements
from scanner.schema.python.library import Library
from scanner.schema.python.scopes import Module, Scope
from scanner.schema.python.values import (
    MISSING,
    Bound,
    Class,
    Exhausted,
    External,
    Function,
    ImportedName,
    Instance,
    Lazy,
    ModuleValue,
    Raised,
    Unknown,
)

_DEPTH = 120
_STEPS = 60_000
_TOTAL = 5_000_000


def _no_guess(run: Interpreter, bases: tuple[object, ...], names: Mapping[str, object]) -> Class | None:
    return None


class Interpreter(Struct, eq=False):
    """Evaluates the code of a library, without running any of it in Python.

    `natives` are values by dotted name that replace source; `closed` says of a module's name that
    its source must not be read (Django's own). `missing` decides of a module without source
    whether importing it fails, as it does when nothing of that name is installed. `guess` gives a
    class with bases that are not at hand its metaclass. `hooks` answer for whole modules.
    `circles` counts what was met while it was evaluated: what that gives hangs on where one begins.
    """

    library: Library
    natives: Mapping[str, object]
    builtins: Mapping[str, object]
    closed: Callable[[str], bool] = lambda name: False
    missing: Callable[[str], bool] = lambda name: False
    guess: Callable[[Interpreter, tuple[object, ...], Mapping[str, object]], Class | None] = _no_guess
    hooks: Mapping[str, Callable[[Interpreter, str], object]] = field(default_factory=dict)
    depth: int = 0
    steps: int = _STEPS
    total: int = _TOTAL
    circles: int = 0
    state: dict[str, object] = field(default_factory=dict)

    def force(self, value: object) -> object:
        """Return the value of a lazy expression, and any other value as it is."""
        if not isinstance(value, Lazy):
            return value
        if value.state == "waiting":
            value.state = "running"
            value.value = self.attempt(lambda: self.read(value))
            value.state = "done"
        if value.state == "done":
            return value.value
        self.circles += 1
        return Unknown("it refers to itself")

    def read(self, value: Lazy) -> object:
        """Return what a lazy expression evaluates to; raises Raised and Exhausted."""
        if isinstance(value.node, ImportedName):
            return self.imported(value.node.module, value.node.name, value.scope.module.path)
        return self.evaluate(value.node, value.scope)

    def attempt(self, work: Callable[[], object]) -> object:
        """Return what some work evaluates to; what it raises, or a bound it reaches, is Unknown."""
        steps = self.steps
        self.steps = _STEPS if self.depth == 0 else steps
        try:
            return self.force(work())
        except (Raised, Exhausted) as error:
            return Unknown(str(error))
        except RecursionError:
            return Unknown("nested too deeply to evaluate")
        finally:
            self.steps = steps if self.depth == 0 else self.steps

    def report(self, path: str, line: int | None, message: str) -> None:
        """Keep a diagnostic, once."""
        diagnostic = Diagnostic(path, line, message)
        if diagnostic not in self.library.diagnostics:
            self.library.diagnostics.append(diagnostic)

    def spend(self) -> None:
        """Count a step; raises Exhausted when a statement, or the whole run, has taken too many."""
        self.steps -= 1
        self.total -= 1
        if self.steps < 0 or self.total < 0:
            raise Exhausted("evaluating this takes too many steps")

    def evaluate(self, node: ast.expr, scope: Scope) -> object:
        """Return the value of an expression; raises Raised and Exhausted."""
        self.spend()
        if self.depth >= _DEPTH:
            raise Exhausted("nested too deeply to evaluate")
        self.depth += 1
        try:
            return self.force(expressions.evaluate(self, node, scope))
        finally:
            self.depth -= 1

    def block(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Run statements in a scope."""
        statements.execute(self, body, scope)

    def tolerant(self, node: ast.expr, scope: Scope) -> object:
        """Return the value of a part; what raises outside a `try` or a function leaves the rest readable."""
        try:
            return self.evaluate(node, scope)
        except Raised as raised:
            if scope.eager or scope.kind == "function":
                raise
            return Unknown(str(raised))

    def call(self, function: object, args: Sequence[object], kwargs: dict[str, object], at: Origin) -> object:
        """Return what a call of a value returns."""
        return calls.call(self, self.force(function), tuple(args), kwargs, at)

    def attempt_import(self, module: str, name: str, near: str = "") -> object:
        """Return what a module holds under a name, Unknown when it has none."""
        return self.attempt(lambda: self.imported(module, name, near))

    def attempt_call(self, function: object, kwargs: dict[str, object], at: Origin) -> object:
        """Return what a call returns, Unknown when it raises or reaches a bound."""
        return self.attempt(lambda: self.call(function, (), kwargs, at))

    def attempt_method(self, method: Function, receiver: Instance) -> object:
        """Return what a method says when its other arguments are not known."""
        arguments = [Unknown("an argument") for _ in method.node.args.args[1:]]
        return self.attempt(partial(self.call, Bound(method, receiver), arguments, {}, receiver.origin))

    def attribute(self, value: object, name: str, at: Origin) -> object:
        """Return an attribute of a value; raises Raised("AttributeError") when it surely has none."""
        return self.force(attributes.read(self, self.force(value), name, at))

    def name(self, module: Module, name: str, thorough: bool = False) -> object:
        """Return what a module binds under a name, running the statements that bind it, else MISSING.

        Names may also be set from outside: `thorough` runs the whole module, and what decorates
        its classes, before it gives up.
        """
        for index in module.binders.get(name, ()):
            self.statement(module, index)
        if classes.being_made(module.names.get(name)):
            self.circles += 1
            return MISSING
        last = max(module.binders.get(name, (-1,)))
        if name in module.names and not any(star > last for star in module.stars):
            return self.force(module.names[name])
        for star in reversed(module.stars):
            if star < last and name in module.names:
                break
            found = self._starred(module, star, name)
            if found is not MISSING:
                return found
        if name not in module.names and (module.dynamic or thorough):
            self.execute(module)
            for value in list(module.names.values()) if thorough else ():
                if isinstance(value, Lazy) and classes.decorated(value.node):
                    self.force(value)
        return self.force(module.names.get(name, MISSING))

    def statement(self, module: Module, index: int) -> None:
        """Run one statement of a module, unless it has run."""
        if index in module.done:
            return
        module.done.add(index)
        scope = Scope(module, "module", module.names)
        node = module.body[index]
        self.attempt(lambda: statements.execute(self, [node], scope))

    def execute(self, module: Module) -> None:
        """Run every statement of a module that has not run."""
        for index in range(len(module.body)):
            self.statement(module, index)

    def imported(self, module: str, name: str, near: str) -> object:
        """Return what `from module import name` binds; External when there is no source for it."""
        dotted = f"{module}.{name}"
        if dotted in self.natives:
            return self.natives[dotted]
        for prefix, hook in self.hooks.items():
            if module == prefix:
                return hook(self, name)
        source = None if self.closed(module) else self.library.module(module, near)
        if source is not None:
            found = self.name(source, name)
            if found is not MISSING:
                return found
        if self.is_module(dotted, near):
            return ModuleValue(dotted, near)
        if source is not None and not module.startswith("django."):
            dynamic = self._fallback(source, name)
            if dynamic is MISSING:
                dynamic = self.name(source, name, thorough=True)
            if dynamic is not MISSING:
                return dynamic
            raise Raised("ImportError", f"{name} from {module}")
        return External(dotted)

    def is_module(self, dotted: str, near: str) -> bool:
        """Whether a dotted name is a module that is native or has source."""
        if dotted in self._packages():
            return True
        return not self.closed(dotted) and self.library.find(dotted, near) is not None

    def _packages(self) -> frozenset[str]:
        """Return the dotted names of the modules that natives and hooks live in, and of their packages."""
        known = self.state.get("packages")
        if not isinstance(known, frozenset):
            modules = {key.rpartition(".")[0] for key in self.natives} | {*self.hooks}
            parts = [name.split(".") for name in modules]
            known = frozenset(".".join(each[:end]) for each in parts for end in range(1, len(each) + 1))
            self.state["packages"] = known
        return known

    def _fallback(self, source: Module, name: str) -> object:
        """Return what a module's own `__getattr__` gives for a name, else MISSING."""
        getter = self.name(source, "__getattr__")
        return MISSING if getter is MISSING else self.call(getter, (name,), {}, Origin(source.path, None))

    def _exports(self, source: Module, name: str) -> bool:
        """Whether a star import of a module brings a name; one that is still being imported is not there."""
        bound = source.names.get(name)
        if isinstance(bound, Lazy) and bound.state == "running":
            return False
        told = self.name(source, "__all__") if "__all__" in source.binders else None
        if isinstance(told, (list, tuple)) and all(isinstance(item, str) for item in told):
            return name in told
        return not name.startswith("_")

    def _starred(self, module: Module, index: int, name: str) -> object:
        """Return what a star import brings under a name, else MISSING."""
        for node in reversed(list(statements.star_imports(module.body[index]))):
            origin = statements.imported_from(node, module)
            source = None if self.closed(origin) else self.library.module(origin, module.path)
            if f"{origin}.{name}" in self.natives:
                return self.natives[f"{origin}.{name}"]
            if source is None or source is module or not self._exports(source, name):
                continue
            key = f"*{module.path}:{index}:{name}"
            if key in self.state:
                continue
            self.state[key] = True
            found = self.name(source, name)
            del self.state[key]
            if found is not MISSING:
                return found
        return MISSING
