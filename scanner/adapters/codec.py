"""Values to JSON and back, by their types: what does not fit its type is refused, never guessed.

Pickle would be shorter, but loading it runs what it says, and a cache folder is only a folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Plain = Any
"""What JSON can hold."""

_Decode = Callable[[Plain], Any]
_Value = TypeVar("_Value")
_PRIMITIVES = (str, int, float, bool, NoneType)


def dump(value: object) -> bytes:
    """Return a value of dataclasses, tuples, mappings, strings, numbers and None as JSON."""
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def load(kind: type[_Value], data: bytes) -> _Value:
    """Return the value of that dataclass that `dump` was given; ValueError for anything else."""
    expression: Any = kind
    found = _decoder(expression)(json.loads(data))
    if not isinstance(found, kind):
        raise ValueError(f"{kind.__name__} expected")  # noqa: TRY004 - bad data, not a bad call
    return found


def _plain(value: object) -> Plain:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: _plain(each) for key, each in value.items()}
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    kind: Any = type(value)
    names = _names(kind)
    return value if names is None else [kind.__name__, *(_plain(getattr(value, name)) for name in names)]


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _decoder(kind: Any) -> _Decode:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(frozenset(arguments))
    if origin is tuple:
        return _tuple(_decoder(arguments[0]))
    if origin is Mapping:
        return _mapping(*map(_decoder, arguments))
    if origin in (Union, UnionType):
        return _union(arguments)
    if is_dataclass(kind):
        return _dataclass(kind)
    return _primitive(kind)


def _dataclass(kind: Any) -> _Decode:
    hints = get_type_hints(kind)
    expressions = [hints[field.name] for field in fields(kind)]
    plans: dict[tuple[type, ...], _Plan] = {}

    def decode(plain: Plain) -> object:
        if not isinstance(plain, list):
            raise ValueError(f"{kind.__name__} expected")  # noqa: TRY004
        shape = tuple(map(type, plain))
        plan = plans.get(shape)
        if plan is None:
            plan = plans[shape] = _plan(kind, expressions, shape)
        if plain[0] != kind.__name__:
            raise ValueError(f"{kind.__name__} expected")
        for place, decoder in plan:
            plain[place] = decoder(plain[place])
        return kind(*plain[1:])

    return decode


_Plan = list[tuple[int, _Decode]]
"""Which values of a list have to be decoded; the others are what they should be by their types alone."""


def _plan(kind: Any, expressions: list[Any], shape: tuple[type, ...]) -> _Plan:
    """Return the plan for the lists of these types; ValueError when no such dataclass is written so."""
    if len(shape) != len(expressions) + 1 or shape[0] is not str:
        raise ValueError(f"{kind.__name__} expected")
    pairs = enumerate(zip(expressions, shape[1:], strict=True), start=1)
    return [(place, _decoder(wanted)) for place, (wanted, given) in pairs if not _fits(wanted, given)]


def _fits(wanted: Any, given: type) -> bool:
    """Tell whether every value of a JSON type is one of the wanted type."""
    if get_origin(wanted) in (Union, UnionType):
        return any(_fits(each, given) for each in get_args(wanted))
    return wanted is given and given in _PRIMITIVES


def _union(kinds: tuple[Any, ...]) -> _Decode:
    tagged = {kind.__name__: _decoder(kind) for kind in kinds if _names(kind) is not None}
    others = [_decoder(kind) for kind in kinds if _names(kind) is None]

    def decode(plain: Plain) -> object:
        if isinstance(plain, list) and plain and isinstance(plain[0], str) and plain[0] in tagged:
            return tagged[plain[0]](plain)
        for decoder in others:
            try:
                return decoder(plain)
            except ValueError:
                continue
        raise ValueError("no type of the union fits")

    return decode


def _tuple(decoder: _Decode) -> _Decode:
    def decode(plain: Plain) -> object:
        if not isinstance(plain, list):
            raise ValueError("a list expected")  # noqa: TRY004
        return tuple(map(decoder, plain))

    return decode


def _mapping(key: _Decode, value: _Decode) -> _Decode:
    def decode(plain: Plain) -> object:
        if isinstance(plain, dict):
            return {key(name): value(each) for name, each in plain.items()}
        if not isinstance(plain, list) or any(not isinstance(each, list) or len(each) != 2 for each in plain):
            raise ValueError("pairs expected")
        return {key(name): value(each) for name, each in plain}

    return decode


def _one_of(options: frozenset[object]) -> _Decode:
    def decode(plain: Plain) -> object:
        if isinstance(plain, list | dict) or plain not in options:
            raise ValueError("a word of a fixed list expected")
        return plain

    return decode


def _primitive(kind: Any) -> _Decode:
    if kind not in _PRIMITIVES:
        raise TypeError(f"the codec does not know {kind}")

    def decode(plain: Plain) -> object:
        if type(plain) is not kind:
            raise ValueError(f"{kind.__name__} expected")
        return plain

    return decode
