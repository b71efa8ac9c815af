"""The methods of strings, lists, dicts and sets that configuration and model code use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.model.catalog import Origin
from scanner.schema.python import operators
from scanner.schema.python.values import MISSING, Builtin, Raised, Unknown

if TYPE_CHECKING:
    from scanner.schema.python.interpreter import Interpreter

Method = Callable[..., object]


def find(value: object, name: str) -> Builtin | None:
    """Return the method of a known value, None when it is not one of those that are evaluated."""
    method = _table(value).get(name)
    if method is None:
        return None

    def call(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        try:
            return operators.bounded(method(value, *args, **kwargs))
        except (TypeError, ValueError, OverflowError, AttributeError, re.error):
            return Unknown(f"{name} of a value")

    return Builtin(name, call, "staticmethod")


def _table(value: object) -> Mapping[str, Method]:
    match value:
        case str():
            return _STRING
        case list():
            return _LIST
        case dict():
            return _DICT
        case set():
            return _SET
        case tuple():
            return {"index": _index, "count": lambda items, item: items.count(item)}
        case _:
            pass
    return {}


def _index(items: tuple[object, ...], item: object) -> object:
    return items.index(item)


def _join(separator: str, parts: object) -> object:
    items = operators.iterate(parts)
    texts = [item for item in items or () if isinstance(item, str)]
    if items is None or len(texts) != len(items):
        return Unknown("a join of unknown parts")
    return separator.join(texts)


def _short(method: str) -> Method:
    def call(text: str, *args: object) -> object:
        if not all(isinstance(arg, (str, int, tuple, type(None))) for arg in args):
            return Unknown(f"{method} with an unknown argument")
        if len(text) > 2_000 or any(isinstance(arg, str) and len(arg) > 2_000 for arg in args):
            return Unknown("a text that is too long")
        return getattr(text, method)(*args)

    return call


_STRING: Mapping[str, Method] = {
    "format": lambda text, *args, **kwargs: operators.formatted(text, args, kwargs),
    "join": _join,
    **{
        name: _short(name)
        for name in (
            "capitalize", "casefold", "count", "endswith", "find", "index", "isdigit", "isupper", "islower",
            "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit",
            "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
        )
    },
}  # fmt: skip


def _extend(items: list[object], more: object) -> object:
    found = operators.iterate(more)
    items.extend([Unknown("an unknown part of a list")] if found is None else found)
    return operators.bounded(items) if len(items) > 10_000 else None


def _insert(items: list[object], index: object, item: object) -> object:
    if isinstance(index, int):
        items.insert(index, item)
    return None


def _remove(items: list[object], item: object) -> object:
    for position, other in enumerate(items):
        if operators.same(other, item) is True:
            del items[position]
            return None
    raise Raised("ValueError")


def _pop(items: list[object], index: object = -1) -> object:
    if not isinstance(index, int) or not -len(items) <= index < len(items):
        raise Raised("IndexError")
    return items.pop(index)


_LIST: Mapping[str, Method] = {
    "append": lambda items, item: items.append(item),
    "extend": _extend,
    "insert": _insert,
    "remove": _remove,
    "pop": _pop,
    "index": lambda items, item: items.index(item),
    "count": lambda items, item: items.count(item),
    "copy": lambda items: list(items),
    "clear": lambda items: items.clear(),
    "sort": lambda items, **kwargs: None,
    "reverse": lambda items: items.reverse(),
}


def _get(table: dict[object, object], key: object, default: object = None) -> object:
    return table.get(key, default) if operators.hashable(key) else Unknown("an unknown key")


def _take(table: dict[object, object], key: object, default: object = MISSING) -> object:
    if not operators.hashable(key):
        return Unknown("an unknown key")
    if key not in table and default is MISSING:
        raise Raised("KeyError", str(key))
    return table.pop(key, default)


def _update(table: dict[object, object], more: object = None, **kwargs: object) -> object:
    if isinstance(more, dict):
        table.update(more)
    for pair in operators.iterate(more) or () if not isinstance(more, dict) else ():
        if isinstance(pair, tuple) and len(pair) == 2:
            table[pair[0]] = pair[1]
    table.update(kwargs)
    return None


def _default(table: dict[object, object], key: object, default: object = None) -> object:
    return table.setdefault(key, default) if operators.hashable(key) else Unknown("an unknown key")


_DICT: Mapping[str, Method] = {
    "get": _get,
    "pop": _take,
    "update": _update,
    "setdefault": _default,
    "items": lambda table: list(table.items()),
    "keys": lambda table: list(table),
    "values": lambda table: list(table.values()),
    "copy": lambda table: dict(table),
    "clear": lambda table: table.clear(),
    "__contains__": lambda table, key: operators.contains(table, key),
}

_SET: Mapping[str, Method] = {
    "add": lambda items, item: items.add(item) if operators.hashable(item) else None,
    "update": lambda items, more: items.update(
        i for i in operators.iterate(more) or () if operators.hashable(i)
    ),
    "discard": lambda items, item: items.discard(item) if operators.hashable(item) else None,
    "union": lambda items, more: items | set(operators.iterate(more) or ()),
    "copy": lambda items: set(items),
}
