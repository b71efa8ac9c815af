"""Method chains: what is called on a call's result, also through the name that holds it."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from grammars.python.expressions import call
from grammars.syntax import Call, Reader, Trail

_THROUGH = frozenset({"attribute", "await", "parenthesized_expression"})
_SENDS = frozenset(
    {"execute", "scalar", "scalars", "fetch_one", "fetch_all", "execute_many", "exec", "stream"}
)


def following(trail: Trail) -> Iterator[Call]:
    """Yield the calls that the trail's last node is the receiver of, in order."""
    node = trail[-1]
    for outer in reversed(trail[:-1]):
        made = call(outer)
        if made is not None and made.receiver is not None and _same(made.receiver, node):
            yield made
            node = outer
        elif outer.type not in _THROUGH:
            return


def _same(receiver: Node, node: Node) -> bool:
    while receiver.type in ("parenthesized_expression", "await") and receiver.named_children:
        receiver = receiver.named_children[0]
    return receiver.id == node.id


def given_with(trail: Trail) -> Node | None:
    """Return the rows that a statement is sent with: the argument after it in `execute(statement, rows)`."""
    inside = trail[-1]
    for outer in reversed(trail[:-1]):
        made = call(outer)
        if made is None or made.at is None or (made.receiver is not None and _holds(made.receiver, inside)):
            continue
        if made.name.rpartition(".")[2] in _SENDS and len(made.positional) > 1:
            return made.positional[1] if _holds(made.positional[0], inside) else None
        return None
    return None


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def chain(made: Call, reader: Reader) -> list[Call]:
    """Return what is called on a call's result, there and later on the name that it is given to."""
    direct = list(following(reader.trail(made.node)))
    top = direct[-1].node if direct else made.node
    return direct + [each for use in reader.uses(top) for each in following(use)]


def sent_with(made: Call, steps: list[Call], reader: Reader) -> Node | None:
    """Return the rows that a statement, or the name that it is given to, is sent with."""
    known = given_with(reader.trail(made.node))
    if known is None:
        top = next(
            (each.node for each in reversed(steps) if each.node.start_byte == made.node.start_byte), made.node
        )
        known = next((rows for use in reader.uses(top) if (rows := given_with(use)) is not None), None)
    return known
