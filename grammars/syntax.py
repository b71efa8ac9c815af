"""What a grammar tells the extractor about its language, as data and small pure functions.

A `Trail` is a node with its ancestors, outermost first: tree-sitter finds a parent by walking down
from the root, so the extractor walks once and hands the whole way over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct, field
from tree_sitter import Language, Node, Tree

from scanner.model.facts import Argument, RowCall, Site
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Template

Trail = Sequence[Node]


class Span(Struct, frozen=True):
    """Bytes of the file that are the string's own characters."""

    start: int
    end: int


class Decoded(Struct, frozen=True):
    """Characters that the source writes in another way (an escape), and the byte where it does."""

    value: str
    start: int


class Bound(Struct, frozen=True):
    """An expression whose value the library binds.

    With `composes`, a name that is defined as an expression for which it holds is SQL after all.
    """

    node: Node
    composes: Callable[[Node], bool] | None = None


class Deferred(Struct, frozen=True):
    """A name whose value decides: `pieces` of the expression that it is defined as, else a hole.

    Of a list that grows later, `separator` stands before each element more, which is `quoted` or not.
    """

    node: Node
    pieces: Callable[[Node], Pieces | None]
    separator: Piece | None = None
    quoted: bool = False


class Keys(Struct, frozen=True):
    """The keys of a row expression, as a library turns them into SQL.

    "values" is `("a", "b") values (…)`, "assignments" is `"a" = …, "b" = …`, "names" is `"a", "b"`; of
    names that are not `quoted`, Postgres takes capitals for small letters.
    """

    node: Node
    style: Literal["values", "assignments", "names"]
    quoted: bool = True


class Chosen(Struct, frozen=True):
    """Texts of which a condition takes one, and the byte where it stands."""

    ways: tuple[Pieces, ...]
    start: int


class Opaque(Struct, frozen=True):
    """An expression whose text is not knowable; `expression` is its source."""

    expression: str
    start: int


class Held(Struct, frozen=True):
    """A name that stands inside a literal without a node of its own; `node` is what holds it.

    Where nothing gives the name a text, `default` counts, if there is one.
    """

    name: str
    node: Node
    default: Pieces = ()


class Format(Struct, frozen=True):
    """A format call: `base` is the format string, the arguments are pieces themselves.

    `style` is "percent" (`%s`, `%(name)s`), "brace" (`{}`, `{0}`, `{name}`). With `captures` a
    `{name}` without an argument is a name in scope, as in Rust's format!. `mapping` is a row whose
    keys are names of places.
    """

    base: Piece
    style: Literal["percent", "brace"]
    positional: tuple[Pieces, ...] = ()
    named: Mapping[str, Pieces] = field(default_factory=dict)
    captures: bool = False
    mapping: Node | None = None


Piece = Span | Decoded | Bound | Deferred | Keys | Opaque | Chosen | Held | Format | Node
Pieces = tuple[Piece, ...]


class Definition(Struct, frozen=True):
    """What an occurrence of a name does to the name, which may be dotted (`self.table`).

    "value" gives it `value`, "augment" appends `value` to it (`+=`, `push_str`), "member" sets
    its key `key` to `value`, "merge" adds the keys of `value` to it, "push" adds `value` to it as
    an element, "part" makes it some part of `value` (unpacking), "element" makes it one of the
    elements of `value` (a loop variable, the parameter of a mapped function), "opaque" makes it
    something that the text does not tell (a parameter, an import), "function" names the function
    `value`.
    """

    name: str
    kind: Literal["value", "augment", "member", "merge", "push", "element", "part", "opaque", "function"]
    value: Node | None = None
    key: str | None = None


class Call(Struct, frozen=True):
    """A call or macro: its name as a person would say it, its node, its arguments.

    `receiver` is what a method is called on. `is_tag` marks a tag in front of its only argument.
    `spread` are rows whose keys are given as keywords.
    """

    name: str
    node: Node
    positional: tuple[Node, ...] = ()
    named: Mapping[str, Node] = field(default_factory=dict)
    receiver: Node | None = None
    at: Node | None = None
    is_tag: bool = False
    spread: tuple[Node, ...] = ()


class Function(Struct, frozen=True):
    """A function's called name, and how its callers give it what its body calls by these names.

    `defaults` are the values of parameters that a call may leave out; `rest` takes all keywords
    that are no parameter's.
    """

    name: str
    parameters: Mapping[str, Argument]
    defaults: Mapping[str, Node] = field(default_factory=dict)
    rest: str | None = None


class Entry(Struct, frozen=True):
    """A key of a row literal; `value` is None for a shorthand."""

    key: Pieces | str
    value: Node | None


class Spread(Struct, frozen=True):
    """Another row whose keys are taken over; with `optional` only on some paths."""

    node: Node
    optional: bool = False


class Reader(Protocol):
    """What a library may ask of the file that it is reading."""

    source: bytes

    def template(self, node: Node) -> Template:
        """Return a string expression as text with holes."""
        ...

    def row(self, node: Node) -> ColumnList | Unread:
        """Return the columns that a row expression names."""
        ...

    def lookup(self, name: str, use: Node) -> Template:
        """Return the text of a name that is not written as such where it is used."""
        ...

    def site(self, node: Node) -> Site:
        """Return where a node stands."""
        ...

    def trail(self, node: Node) -> Trail:
        """Return the node with its ancestors."""
        ...

    def uses(self, node: Node) -> Sequence[Trail]:
        """Return the later places that use the name which an expression is given to."""
        ...

    def returned(self, call: Node) -> Sequence[Node]:
        """Return what the function that is called may return, when this file defines it."""
        ...

    def resolve(self, node: Node) -> Node:
        """Return what a name is surely defined as in this file, else the node itself."""
        ...

    def elsewhere(self, name: str, near: Node) -> str | None:
        """Return the text that another file gives to a name, None as long as none is known."""
        ...


class Setting(Struct, frozen=True):
    """A text that sets up a library; `word` stands in it as a whole one."""

    word: bytes
    pattern: re.Pattern[bytes]


class Library(Struct, frozen=True):
    """A client library, query builder or ORM: which called names it writes with, and how.

    `sinks` are plain called names, without receiver; `read` yields the writes of one such call;
    `pieces` explains string expressions that only this library has (tags, composed SQL).
    `declared` are names that mark a class as mapped to a table, which `declare` reads.
    A file in which `marks` is not found does not use the library: its common names mean others. Wherever
    it is found stands one of the `cues`, which are quicker to look for.
    `common` are names like `update` that no file is opened for, called or declared: one of the sinks
    must be in it too, or a line that `opens` it.
    A file with the setting `folds` makes it write camelCase names as snake_case.
    """

    name: str
    sinks: frozenset[str] = frozenset()
    read: Callable[[Call, Reader], Iterator[RowCall]] | None = None
    pieces: Callable[[Node], Pieces | None] | None = None
    declared: frozenset[str] = frozenset()
    declare: Callable[[Trail, Reader], Iterator[RowCall]] | None = None
    marks: re.Pattern[bytes] | None = None
    common: frozenset[str] = frozenset()
    folds: Setting | None = None
    cues: tuple[bytes, ...] = ()
    opens: re.Pattern[bytes] | None = None


class Grammar(Struct, frozen=True):
    """A host language.

    `labels` maps a file suffix to the language's name in reports, `load` such a name to the
    parser. `pieces` splits a string-building expression (None when it is none). `definition`
    says what an occurrence of a name does. `call` reads a call node. `entries` lists a row
    literal's keys, `alternatives` the expressions that another may turn out to be (branches,
    elements of a list, a wrapper's content). `silent` tells expressions that are surely not
    executed SQL: a docstring, an attribute, an assertion's expected text. `parse` makes the
    tree where the parser alone would see too little of the source (macros). `called` is
    what a call calls, or hands its elements to; `results` are what a function returns.
    A line that begins with `remark` is a comment; where `uncalled` stands behind a name, that name
    is not what a call calls. `mapped` is what holds the table's name where a class is given for it,
    `connection` the alias of the database that a call in a trail goes through, if that is another one.
    `extra` names the optional dependency that installs the parser, None when it comes with the tool.
    """

    name: str
    labels: Mapping[str, str]
    load: Callable[[str], Language]
    comments: frozenset[str]
    strings: frozenset[str]
    names: frozenset[str]
    scopes: frozenset[str]
    branches: frozenset[str]
    pieces: Callable[[Node], Pieces | None]
    definition: Callable[[Trail], Definition | None]
    call: Callable[[Node], Call | None]
    entries: Callable[[Node], Sequence[Entry | Spread] | None]
    alternatives: Callable[[Node], Sequence[Node] | None]
    is_null: Callable[[Node], bool]
    silent: Callable[[Trail], bool]
    is_test: Callable[[Trail], bool]
    title: Callable[[Node], str | None]
    libraries: tuple[Library, ...] = ()
    function: Callable[[Trail], Function | None] = lambda trail: None
    called: Callable[[Node], Node | None] = lambda node: None
    results: Callable[[Node], Sequence[Node]] = lambda node: ()
    parse: Callable[[bytes, Language], Tree] | None = None
    extra: str | None = None
    remark: bytes = b"//"
    uncalled: re.Pattern[bytes] | None = None
    mapped: Callable[[Node], str | None] = lambda node: None
    connection: Callable[[Trail, Call], str | None] = lambda trail, made: None
