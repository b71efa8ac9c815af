"""One folder a host language: what its syntax tree calls things, and its client libraries."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from functools import cache

from grammars.plain import PlainGrammar
from grammars.syntax import Grammar, Library

__all__ = ["Grammar", "Library", "PlainGrammar", "discover", "lacking", "libraries"]


@cache
def discover() -> tuple[Grammar | PlainGrammar, ...]:
    """Return the grammar of every folder here, by name; each folder exposes it as GRAMMAR."""
    folders = (module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    found = [
        grammar
        for name in folders
        if (grammar := getattr(importlib.import_module(f"{__name__}.{name}"), "GRAMMAR", None)) is not None
    ]
    return tuple(sorted(found, key=lambda grammar: grammar.name))


def lacking(grammar: Grammar | PlainGrammar) -> str | None:
    """Return what to install before files of this language can be read, None when they can be."""
    if isinstance(grammar, PlainGrammar) or grammar.extra is None:
        return None
    known = importlib.util.find_spec(f"tree_sitter_{grammar.extra.replace('-', '_')}") is not None
    return None if known else f"external-writers[{grammar.extra}]"


def libraries(package: str, path: list[str]) -> tuple[Library, ...]:
    """Return the library of every module of a grammar's folder that exposes one as LIBRARY."""
    return tuple(_libraries(package, path))


def _libraries(package: str, path: list[str]) -> Iterator[Library]:
    for module in sorted(pkgutil.iter_modules(path), key=lambda module: module.name):
        library = getattr(importlib.import_module(f"{package}.{module.name}"), "LIBRARY", None)
        if library is not None:
            yield library
