"""What a language's syntax tree calls its parts, as data.

A language with forms of its own (macros, tagged templates, unpacking) writes its functions itself,
as `grammars.python` does; one that is fed from this table needs a folder with one module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct, field
from tree_sitter import Language

from grammars.syntax import Library

Style = Literal["percent", "brace"]


class CallShape(Struct, frozen=True):
    """The fields of a call node; `name` holds a plain name or a member, and is empty where the grammar
    has no field for it and it comes first.
    """

    name: str
    arguments: str = "arguments"
    receiver: str | None = None


class Binding(Struct, frozen=True):
    """A node that gives a name a value: its two fields. `augments` are operators that append."""

    name: str
    value: str
    operator: str | None = None
    augments: frozenset[str] = frozenset()


class Kinds(Struct, frozen=True):
    """What a language's syntax tree calls its parts.

    `strings` are literals, `contents` and `escapes` what they hold, `interpolations` their holes; `doubled`
    maps a literal to the pairs that stand for one character in it (`""` for a quote).
    `members` maps a member expression to the fields of its object and its name. `concatenation`
    maps a binary node to its joining operators. `formats` are called names whose first argument
    is a format string, `same` methods that give their receiver's text, `wraps` functions that
    give their argument's. `rows` maps a row literal's pair to its key and value fields, `map_calls`
    are calls that list keys and values in turn, `merges` functions that put rows together. `maps` are the
    types whose literals are rows, `subscripts` maps an element of one to the fields of its row and key,
    `pushes` give a list with one more element, `copies` add the keys of their second row to their first.
    `extra` is what installs the parser.
    """

    name: str
    labels: Mapping[str, str]
    load: Callable[[str], Language]
    comments: frozenset[str]
    strings: frozenset[str]
    contents: frozenset[str]
    names: frozenset[str]
    scopes: frozenset[str]
    branches: frozenset[str]
    calls: Mapping[str, CallShape]
    members: Mapping[str, tuple[str, str]]
    concatenation: Mapping[str, frozenset[str]]
    bindings: Mapping[str, Binding]
    functions: Mapping[str, tuple[str, str]]
    parameters: Mapping[str, str]
    rows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    wrappers: frozenset[str] = frozenset()
    escapes: frozenset[str] = frozenset({"escape_sequence"})
    interpolations: frozenset[str] = frozenset()
    doubled: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    formats: Mapping[str, Style] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    wraps: frozenset[str] = frozenset()
    appends: frozenset[str] = frozenset()
    silences: frozenset[str] = frozenset()
    map_calls: frozenset[str] = frozenset()
    merges: frozenset[str] = frozenset()
    maps: frozenset[str] = frozenset()
    subscripts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pushes: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    extra: str | None = None
    test_name: str = r"[Tt]est.*"
    libraries: tuple[Library, ...] = ()
