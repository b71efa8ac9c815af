"""What a name stands for, as far as one file tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import Trail
from scanner.extract.tree import Found, Tree
from scanner.find.names import segments

_OWN = frozenset({"self", "cls", "this", "Self"})
_SETS = frozenset({"value", "element", "part", "opaque"})
MAX_OCCURRENCES = 400
"""A name that stands in more places than this is not looked up: such a file is generated or minified."""


def definitions(tree: Tree, name: str, use: Trail) -> list[Found]:
    """Return what the file does to `name` as seen from `use`, in the innermost scope that defines it."""
    around = {node.id for node in use}
    return _innermost([each for each in _found(tree, name) if _visible(tree, each, name, around)])


def _innermost(found: Sequence[Found]) -> list[Found]:
    first = [each for each in found if each.definition.kind in _SETS]
    if not first:
        return []
    scope = max(first, key=lambda each: each.depth).scope
    return [each for each in found if each.scope.id == scope.id or each not in first]


def defined(tree: Tree, name: str, use: Trail) -> Found | None:
    """Return the one definition that surely holds at `use`, or None."""
    around = {node.id for node in use}
    visible = (each for each in _found(tree, name) if _visible(tree, each, name, around))
    known = _innermost([each for each in visible if not _is_within(around, each)])
    found = [each for each in known if each.definition.kind in _SETS]
    if len(found) > 1:
        before = [each for each in found if each.at < use[-1].start_byte]
        sure = [each for each in before if not branches(tree, each, use)]
        if not sure or sure[-1] is not before[-1]:
            return None
        found = [sure[-1]]
    return found[0] if found and found[0].definition.kind != "opaque" else None


def function(tree: Tree, name: str, use: Trail) -> Node | None:
    """Return the function that a name surely is, also a method of the class around."""
    around = {node.id for node in use}
    found = [
        each
        for each in _found(tree, name)
        if each.definition.kind == "function" and _visible(tree, each, name, around)
    ]
    if not found:
        known = defined(tree, name, use)
        return known.definition.value if known is not None and known.definition.kind == "value" else None
    return found[0].definition.value if len(found) == 1 else None


def methods(tree: Tree, name: str) -> list[Node]:
    """Return the methods of that name of all classes of the file."""
    found = [each.definition for each in _found(tree, name) if each.definition.kind == "function"]
    own = (each for each in found if segments(each.name)[0] in _OWN)
    return [each.value for each in own if each.value is not None]


def _is_within(around: Collection[int], found: Found) -> bool:
    """Return whether the use is part of the value that defines the name anew, as in `let x = f(x)`."""
    definition = found.definition
    return definition.kind == "value" and definition.value is not None and definition.value.id in around


def changes(tree: Tree, name: str, found: Found) -> list[Found]:
    """Return what is later done to the value of a definition, also in functions inside its scope."""
    return [
        each
        for each in _found(tree, name)
        if each.definition.kind in ("member", "merge", "push", "augment")
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


def _found(tree: Tree, name: str) -> Sequence[Found]:
    """Return everything that the file does to names that end as this one does."""
    simple = segments(name)[-1:]
    if not simple:
        return ()
    if simple[0] not in tree.found:
        tree.found[simple[0]] = tuple(_finding(tree, simple[0]))
    return tree.found[simple[0]]


def _finding(tree: Tree, simple: str) -> Iterator[Found]:
    occurrences = tree.occurrences(simple)
    for trail in occurrences if len(occurrences) <= MAX_OCCURRENCES else ():
        definition = tree.grammar.definition(trail)
        if definition is not None:
            depth = tree.scope(trail)
            if trail[depth].child_by_field_name("name") == trail[-1]:
                depth = tree.scope(trail[: depth + 1])
            yield Found(definition, trail, trail[depth], depth)


def _visible(tree: Tree, found: Found, name: str, around: Collection[int]) -> bool:
    """Return whether a definition is of that name, seen from a use; `around` are the use's nodes."""
    wanted, has = segments(name), segments(found.definition.name)
    if wanted == has and (found.scope.id in around or has[0] in _OWN):
        return has[0] not in _OWN or _same_class(tree, found.trail, around)
    own = has[1:] if has[0] in _OWN else has
    if len(wanted) < 2 or own != wanted[-1:]:
        return False
    if wanted[-2] in _OWN:
        return found.scope.id in around
    return tree.grammar.title(found.scope) == wanted[-2]


def _same_class(tree: Tree, trail: Trail, scopes: Collection[int]) -> bool:
    around = [node.id for node in trail[1:] if node.type in tree.grammar.scopes]
    return not around or around[0] in scopes
