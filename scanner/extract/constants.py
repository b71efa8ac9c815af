"""Names that one file uses and another defines: tables, and the texts that name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from grammars import Grammar, PlainGrammar
from grammars.syntax import Trail
from scanner.extract.fold import named
from scanner.extract.names import definitions, segments
from scanner.extract.tree import Tree
from scanner.model.facts import Wanted
from scanner.model.template import Interpolation, Position, Template

_PATH = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*){0,5}")
_ROOTS = frozenset({"crate", "super", "self", "settings", "constants", "consts", "config"})
_IMPORTS = re.compile("import|use_declaration")
MAX_LENGTH = 20_000
"""A longer text is no table, no column list and no struct."""


def wanted(tree: Tree, template: Template) -> Iterator[Wanted]:
    """Yield the names in a template's holes that this file does not define."""
    for part in template.parts:
        if isinstance(part, Interpolation) and _PATH.fullmatch(part.expression):
            found = _wanted(tree, part.expression, part.at)
            if found is not None:
                yield found


def _wanted(tree: Tree, name: str, at: Position) -> Wanted | None:
    return wanted_at(tree, name, tree.trail_at(*_bytes(tree, at)))


def wanted_at(tree: Tree, name: str, use: Trail) -> Wanted | None:
    """Return a name as one that another file must tell, None where this file defines it."""
    head = segments(name)[0]
    seen = definitions(tree, head, use)
    imports = [
        node
        for each in seen
        if each.definition.kind == "opaque"
        for node in each.trail
        if _IMPORTS.search(node.type)
    ]
    is_module = "::" in name and head.islower()
    if seen and not imports and not is_module:
        return None
    return Wanted(name, tree.text(imports[0])[:200] if imports else "")


def _bytes(tree: Tree, at: Position) -> tuple[int, int]:
    start = 0
    for _ in range(at.line - 1):
        start = tree.source.find(b"\n", start) + 1
    line = tree.source[start : tree.source.find(b"\n", start) % (len(tree.source) + 1)]
    offset = start + len(line.decode("utf-8", "replace")[: at.column - 1].encode())
    return offset, offset + 1


def defined_text(tree: Tree, path: str, name: str) -> str | None:
    """Return the text that a file gives to a name used elsewhere, also under its module's name."""
    names = segments(name)
    for cut in range(len(names)):
        if cut and not _is_module(names[cut - 1], path):
            return None
        text = named(tree, ".".join(names[cut:]))
        if text is not None:
            return text if len(text) <= MAX_LENGTH else None
    return None


def constants(
    path: str, source: bytes, grammar: Grammar | PlainGrammar, label: str, names: Collection[str]
) -> Mapping[str, str]:
    """Return the texts that a file gives to names that others use, by the name as used there."""
    if isinstance(grammar, PlainGrammar):
        return {}
    names = [name for name in sorted(names) if _mentions(path, source, name)]
    if not names:
        return {}
    tree = Tree(source, grammar, label)
    found = ((name, defined_text(tree, path, name)) for name in names)
    return {name: text for name, text in found if text is not None}


def _mentions(path: str, source: bytes, name: str) -> bool:
    """Tell cheaply whether a file can define a name: it holds every part that is no module's."""
    *owners, last = segments(name)
    return last.encode() in source and all(
        owner.encode() in source or _is_module(owner, path) for owner in reversed(owners)
    )


def _is_module(name: str, path: str) -> bool:
    return name in _ROOTS or name in _modules(path)


@lru_cache(maxsize=64)
def _modules(path: str) -> frozenset[str]:
    return frozenset(PurePosixPath(path).with_suffix("").parts)


def settled(wanted: Wanted, found: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return the one text that the files, by path, give to a wanted name.

    Where they differ, the file that the import speaks of counts.
    """
    texts = {path: known[wanted.name] for path, known in found.items() if wanted.name in known}
    if len(set(texts.values())) > 1:
        texts = {path: text for path, text in texts.items() if PurePosixPath(path).stem in wanted.imported}
    return next(iter(texts.values())) if len(set(texts.values())) == 1 else None
