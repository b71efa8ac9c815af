"""What a name stands for, as far as one file tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from grammars.syntax import Definition, Trail
from scanner.extract.tree import Tree

_OWN = frozenset({"self", "cls", "this", "Self"})
_SETS = frozenset({"value", "element", "part", "opaque"})
MAX_OCCURRENCES = 400
"""A name that stands in more places than this is not looked up: such a file is generated or minified."""


@dataclass(frozen=True, slots=True)
class Found:
    """A definition and where it stands: its scope, and the branches between the two."""

    definition: Definition
    trail: Trail
    scope: Node
    depth: int

    @property
    def at(self) -> int:
        """The byte where the name stands."""
        return self.trail[-1].start_byte


def segments(name: str) -> list[str]:
    """Split a path such as `self.table`, `T.users` or `crate::TABLE` into its names."""
    return [segment for segment in re.split(r"[.:?!]+", name) if segment]


def definitions(tree: Tree, name: str, use: Trail) -> list[Found]:
    """Return what the file does to `name` as seen from `use`, in the innermost scope that defines it."""
    found = [each for each in _found(tree, name) if _visible(tree, each, name, use)]
    first = [each for each in found if each.definition.kind in _SETS]
    if not first:
        return []
    scope = max(first, key=lambda each: each.depth).scope
    return [each for each in found if each.scope.id == scope.id or each not in first]


def defined(tree: Tree, name: str, use: Trail) -> Found | None:
    """Return the one definition that surely holds at `use`, or None."""
    found = [each for each in definitions(tree, name, use) if each.definition.kind in _SETS]
    if len(found) > 1:
        before = [each for each in found if each.at < use[-1].start_byte and not _is_within(use, each)]
        sure = [each for each in before if not branches(tree, each, use)]
        if not sure or sure[-1] is not before[-1]:
            return None
        found = [sure[-1]]
    return found[0] if found and found[0].definition.kind != "opaque" else None


def function(tree: Tree, name: str, use: Trail) -> Node | None:
    """Return the function that a name surely is, also a method of the class around."""
    found = [
        each
        for each in _found(tree, name)
        if each.definition.kind == "function" and _visible(tree, each, name, use)
    ]
    if not found:
        known = defined(tree, name, use)
        return known.definition.value if known is not None and known.definition.kind == "value" else None
    return found[0].definition.value if len(found) == 1 else None


def _is_within(use: Trail, found: Found) -> bool:
    """Return whether the use is part of the defining value, as in `let x = f(x)`."""
    value = found.definition.value
    return value is not None and any(node.id == value.id for node in use)


def changes(tree: Tree, name: str, found: Found) -> list[Found]:
    """Return what is later done to the value of a definition, also in functions inside its scope."""
    return [
        each
        for each in _found(tree, name)
        if each.definition.kind in ("member", "merge", "push")
        and each.definition.name == name
        and each.at > found.at
        and found.scope.id in {node.id for node in each.trail}
        and found.at in {known.at for known in definitions(tree, name, each.trail)}
    ]


def branches(tree: Tree, found: Found, use: Trail) -> bool:
    """Return whether the definition stands in a branch that the use is not part of."""
    around = {node.id for node in use}
    return any(
        node.type in tree.grammar.branches and node.id not in around for node in found.trail[found.depth :]
    )


def _found(tree: Tree, name: str) -> list[Found]:
    simple = segments(name)[-1:]
    if not simple:
        return []
    occurrences = tree.occurrences(simple[0])
    if len(occurrences) > MAX_OCCURRENCES:
        return []
    found = []
    for trail in occurrences:
        definition = tree.grammar.definition(trail)
        if definition is not None:
            depth = tree.scope(trail)
            if trail[depth].child_by_field_name("name") == trail[-1]:
                depth = tree.scope(trail[: depth + 1])
            found.append(Found(definition, trail, trail[depth], depth))
    return found


def _visible(tree: Tree, found: Found, name: str, use: Trail) -> bool:
    wanted, has = segments(name), segments(found.definition.name)
    scopes = {node.id for node in use}
    if wanted == has and (found.scope.id in scopes or has[0] in _OWN):
        return has[0] not in _OWN or _same_class(tree, found.trail, scopes)
    if len(wanted) < 2 or has not in (wanted[-1:], ["this", *wanted[-1:]]):
        return False
    if wanted[-2] in _OWN:
        return found.scope.id in scopes
    return tree.grammar.title(found.scope) == wanted[-2]


def _same_class(tree: Tree, trail: Trail, scopes: set[int]) -> bool:
    around = [node.id for node in trail[1:] if node.type in tree.grammar.scopes]
    return not around or around[0] in scopes
