"""Method chains by their kinds: `insert("t").columns("a")`, also through the name that holds a part."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from grammars.kinds.calls import call
from grammars.kinds.table import Kinds
from grammars.syntax import Call, Reader, Trail


class Step(Struct, frozen=True):
    """A method called on what comes before it, by its plain name; `sure` unless in a branch of its own."""

    name: str
    call: Call
    sure: bool = True


def steps(kinds: Kinds, reader: Reader, made: Call) -> list[Step]:
    """Return what is called on a call's result, there and later on the name that it is given to."""
    around = {node.id for node in reader.trail(made.node)}
    top, found = made.node, [*_following(kinds, reader.trail(made.node))]
    for each in found:
        top = each.node
    chained = [Step(_plain(each), each) for each in found]
    for use in reader.uses(top):
        sure = not any(node.type in kinds.branches and node.id not in around for node in use)
        chained += [Step(_plain(each), each, sure) for each in _following(kinds, use)]
    return chained


def before(kinds: Kinds, made: Call) -> Iterator[Call]:
    """Yield the calls that a call is chained to, nearest first."""
    node = made.receiver
    while node is not None and (each := call(kinds, node)) is not None:
        yield each
        node = each.receiver


def _following(kinds: Kinds, trail: Trail) -> Iterator[Call]:
    node = trail[-1]
    for outer in reversed(trail[:-1]):
        made = call(kinds, outer)
        if made is not None and made.receiver is not None and made.receiver.id == node.id:
            yield made
            node = outer
        elif outer.type not in kinds.members:
            return


def _plain(made: Call) -> str:
    return made.name.rpartition(".")[2]
