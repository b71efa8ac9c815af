"""Values to bytes and back, by their types: what does not fit its type is refused, never guessed.

Pickle would be shorter, but loading it runs what it says, and a cache folder is only a folder.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from msgspec import convert, msgpack, to_builtins

_Value = TypeVar("_Value")

_PACKED, _SPELT = b"\0", b"\1"
"""MessagePack; or a Python literal, for the few values with surrogate escapes, which are no UTF-8."""


def dump(value: object) -> bytes:
    """Return a value of structs, tuples, mappings, strings, numbers and None as bytes."""
    try:
        return _PACKED + msgpack.encode(value)
    except UnicodeEncodeError:
        return _SPELT + repr(to_builtins(value)).encode()


def load(kind: type[_Value], data: bytes) -> _Value:
    """Return the value of that type that `dump` was given; ValueError for anything else."""
    if data.startswith(_SPELT):
        return convert(_literal(data[1:]), kind)
    found: _Value = _decoder(cast("Hashable", kind)).decode(data[1:])
    return found


@cache
def _decoder(kind: Hashable) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(cast("Any", kind))


def _literal(data: bytes) -> object:
    from ast import literal_eval  # imported for the few that need it

    try:
        return literal_eval(data.decode())
    except SyntaxError as error:
        raise ValueError("a Python literal expected") from error
