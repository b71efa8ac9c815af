"""Text that grows after its definition: `sql.push_str(…)`, `sql += …`, also under conditions.

What stands in a branch is put between `{% if %}` tags, which the statement reader follows as it
does a template language's: columns that only some ways name are possible, not certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from tree_sitter import Node

from grammars.syntax import Trail
from scanner.extract.tree import Found, Tree
from scanner.model.template import Interpolation, Part, Position

_CLAUSES = ("_clause", "match_arm", "switch_case", "switch_default")
_LOOPS = ("for_", "while_", "loop_", "do_")


class _Arm(Struct, frozen=True):
    """One way through a branching node, and whether its other arms are of the syntax or left unsaid."""

    group: Node
    arm: int


class _Growth(Struct, frozen=True):
    """One piece of text that is appended, and the arms that it stands in, outermost first."""

    value: Node
    arms: tuple[_Arm, ...]
    repeated: bool


def appended(
    tree: Tree, changes: Sequence[Found], use: Trail, fold: Callable[[Node], Sequence[Part]]
) -> Iterator[Part]:
    """Yield the parts that are appended, those in branches between tags; a loop's are a hole."""
    growths = [
        _growth(tree, each, each.definition.value, use)
        for each in changes
        if each.definition.value is not None
    ]
    yield from _parts(tree, growths, 0, fold)


def shares_loop(found: Found, use: Trail) -> bool:
    """Return whether a loop holds a change and a use, so that what stands later may come before."""
    around = {node.id for node in use}
    return any(node.id in around and node.type.startswith(_LOOPS) for node in found.trail)


def _growth(tree: Tree, found: Found, value: Node, use: Trail) -> _Growth:
    around = {node.id for node in use}
    arms: list[_Arm] = []
    repeated = False
    for index in range(found.depth, len(found.trail) - 1):
        node, parent = found.trail[index], found.trail[index - 1]
        if node.type not in tree.grammar.branches or node.id in around:
            continue
        repeated = repeated or node.type.startswith(_LOOPS)
        if node.type.startswith("if_") and parent.type == "else_clause" and arms:
            arms[-1] = _Arm(arms[-1].group, found.trail[index + 1].id)
        elif not node.type.endswith(_CLAUSES):
            arms.append(_Arm(node, found.trail[index + 1].id))
        elif not arms or arms[-1].arm != node.id:
            arms.append(_Arm(parent, node.id))
    return _Growth(value, tuple(arms), repeated)


def _parts(
    tree: Tree, growths: Sequence[_Growth], depth: int, fold: Callable[[Node], Sequence[Part]]
) -> Iterator[Part]:
    for group, each in groupby(growths, lambda growth: _group(growth, depth)):
        same = list(each)
        if group is None:
            for growth in same:
                yield from fold(growth.value)
        elif same[0].repeated:
            for growth in same:
                yield Interpolation(tree.text(growth.value)[:120], tree.position(growth.value.start_byte))
        else:
            ways = [list(arm) for _, arm in groupby(same, lambda growth: growth.arms[depth].arm)]
            inner = [list(_parts(tree, way, depth + 1, fold)) for way in ways]
            at = tree.position(same[0].value.start_byte)
            yield from either(inner, at, total=_is_total(same[0].arms[depth].group, len(ways)))


def _group(growth: _Growth, depth: int) -> tuple[int, bool] | None:
    return (growth.arms[depth].group.id, growth.repeated) if depth < len(growth.arms) else None


def _is_total(group: Node, ways: int) -> bool:
    """Return whether so many ways are all that a branching node has, an `else if` counted as one more."""
    count = 0
    while True:
        clauses = [child for child in group.named_children if child.type.endswith(_CLAUSES)]
        if not group.type.startswith("if_"):
            return ways == len(clauses)
        count += 1 + sum(clause.type != "else_clause" for clause in clauses)
        if not clauses or clauses[-1].type != "else_clause":
            return False
        inner = clauses[-1].named_children[0] if clauses[-1].named_children else clauses[-1]
        if not inner.type.startswith("if_"):
            return ways == count + 1
        group = inner


def either(ways: Sequence[Sequence[Part]], at: Position, total: bool) -> Iterator[Part]:
    """Yield texts that stand for each other as the arms of one block; `total` when one of them is taken."""
    for number, way in enumerate(ways):
        word = "if" if number == 0 else "else" if total and number == len(ways) - 1 else "elif"
        yield Interpolation(f"{{% {word} %}}", at)
        yield from way
    yield Interpolation("{% endif %}", at)
