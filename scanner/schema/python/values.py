"""What an expression of the scanned code can evaluate to.

Strings, numbers, booleans, None, lists, tuples, dicts and sets stand for themselves; everything
else is one of the classes here. All are bound to one run and are compared by identity.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from scanner.model.catalog import Origin

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter
    from scanner.schema.python.scopes import Scope

Arguments = tuple[tuple[object, ...], dict[str, object]]


class Unknown(Struct, frozen=True):
    """A value that the source does not tell, and why."""

    reason: str


class External(Struct, frozen=True):
    """A name that is imported from a module whose source is not at hand."""

    dotted: str


class ExternalCall(Struct, eq=False):
    """The result of a call of an External or Unknown value."""

    dotted: str
    args: tuple[object, ...]
    kwargs: dict[str, object]
    origin: Origin
    attributes: dict[str, object] = field(default_factory=dict)


class ImportedName(Struct, frozen=True):
    """What `from module import name` binds, before anybody asks."""

    module: str
    name: str
    lineno: int


class Lazy(Struct, eq=False):
    """An expression that is evaluated when somebody asks, in the scope where it stands."""

    node: ast.expr | ImportedName
    scope: Scope
    value: object = None
    state: str = "waiting"


class ModuleValue(Struct, frozen=True):
    """A module by its dotted name, and the file that imports it; its source is read on demand."""

    name: str
    near: str = ""


class Function(Struct, eq=False):
    """A `def` or lambda of the scanned code; `owner` is the class whose body holds it."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: dict[str, object] = field(default_factory=dict)
    owner: Class | None = None
    binding: str = "method"


class Builtin(Struct, frozen=True, eq=False):
    """A function that the interpreter brings along, of Python's or Django's own."""

    name: str
    call: Callable[[Interpreter, tuple[object, ...], dict[str, object], Origin], object]
    binding: str = "method"


class Bound(Struct, frozen=True, eq=False):
    """A function with its first argument."""

    function: Function | Builtin
    receiver: object


class Partial(Struct, frozen=True, eq=False):
    """A callable with some of its arguments given."""

    function: object
    args: tuple[object, ...]
    kwargs: Mapping[str, object]


class Super(Struct, frozen=True, eq=False):
    """`super()` inside a method: the classes after `owner` in the receiver's order."""

    owner: Class
    receiver: object


class Class(Struct, eq=False):
    """A class of the scanned code, or one that the interpreter brings along (`native`).

    A native class has attributes that its namespace does not list, unless it is `complete`.

    `bases` holds Class, External and Unknown values. `lines` tells where each name of the body is
    assigned. `model` is what Django's metaclass made of it, None for other classes.
    """

    name: str
    module: str
    bases: tuple[object, ...]
    namespace: dict[str, object]
    origin: Origin
    metaclass: Class | None = None
    native: bool = False
    complete: bool = False
    lines: dict[str, Origin] = field(default_factory=dict)
    model: object = None
    order: tuple[object, ...] | None = None
    ancestors: frozenset[str] | None = None

    @property
    def dotted(self) -> str:
        """The module's name and the class's."""
        return f"{self.module}.{self.name}"

    def mro(self) -> tuple[object, ...]:
        """Return the classes in the order in which attributes are looked up, this one first."""
        if self.order is None:
            self.order = (self,)
            orders = [_order(base) for base in self.bases]
            self.order = (self, *(orders[0] if len(orders) == 1 else _merge([*orders, list(self.bases)])))
        return self.order

    def find(self, name: str, after: Class | None = None) -> object:
        """Return what the class or a base holds under a name, else MISSING."""
        order = self.order or self.mro()
        if after is not None and after in order:
            order = order[order.index(after) + 1 :]
        for cls in order:
            if isinstance(cls, Class) and name in cls.namespace:
                return cls.namespace[name]
        return MISSING

    def is_a(self, *dotted: str) -> bool:
        """Whether the class or one of its bases has one of these dotted names."""
        if self.ancestors is None:
            self.ancestors = frozenset(cls.dotted for cls in self.mro() if isinstance(cls, Class))
        return not self.ancestors.isdisjoint(dotted)

    def native_base(self) -> Class | None:
        """Return the first class in the order that the interpreter brings along."""
        return next((cls for cls in self.mro() if isinstance(cls, Class) and cls.native), None)


class Instance(Struct, eq=False):
    """An object of a class; `args` and `kwargs` are what its native base was made with."""

    cls: Class
    args: tuple[object, ...]
    kwargs: dict[str, object]
    origin: Origin
    attributes: dict[str, object] = field(default_factory=dict)


class Missing(Struct, frozen=True):
    """Nothing is there; distinct from None, which is a value."""


MISSING = Missing()


class Raised(Exception):  # noqa: N818 - it is the scanned code's exception, not an error of ours
    """The scanned code raises; `name` is the exception's class name."""

    def __init__(self, name: str, detail: str = "") -> None:
        """Keep the class name, and what it is about."""
        super().__init__(f"{name}: {detail}" if detail else name)
        self.name = name


class Exhausted(Exception):  # noqa: N818 - a bound that was reached
    """The evaluation took more steps than it may."""


def _order(base: object) -> list[object]:
    return list(base.mro()) if isinstance(base, Class) else [base]


def _merge(sequences: list[list[object]]) -> list[object]:
    """Merge as Python's C3 linearisation does; an inconsistent order falls back to first come."""
    result: list[object] = []
    pending = [list(sequence) for sequence in sequences if sequence]
    while pending:
        tails = [item for sequence in pending for item in sequence[1:]]
        head = next((seq[0] for seq in pending if all(seq[0] is not item for item in tails)), pending[0][0])
        result.append(head)
        pending = [rest for seq in pending if (rest := [item for item in seq if item is not head])]
    return result
