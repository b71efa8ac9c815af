"""The SQL texts of a file: from a keyword's place to the whole string expression around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Format, Pieces, Span, Trail
from scanner.extract import context
from scanner.extract.fold import pieces, template
from scanner.extract.growth import appended
from scanner.extract.names import definitions
from scanner.extract.rows import row
from scanner.extract.sinks import sink_of_statement
from scanner.extract.tree import MAX_DEPTH, Tree
from scanner.model.facts import Sink, SqlText
from scanner.model.statement import Dialect
from scanner.model.template import Template, Text
from scanner.sql import read

_CLIMB = 5
_GROWTHS = 4
"""Levels between a literal and the expression that contains it: a list, a member, a call."""


def sql_texts(
    tree: Tree, path: str, keywords: Sequence[tuple[int, int]]
) -> Iterator[tuple[SqlText, Sink | None]]:
    """Yield the string expressions that hold the keywords at these bytes and may be executed.

    Each comes with the sink that it makes of the function around it, if its caller fills it.
    """
    seen: set[int] = set()
    covered = -1
    for start, end in keywords:
        if start < covered:
            continue
        inner = tree.trail_at(start, end)
        if len(inner) == MAX_DEPTH:
            covered = inner[-1].end_byte
            continue
        trail = _expression(tree, inner)
        if trail is None or trail[-1].id in seen:
            continue
        seen.add(trail[-1].id)
        covered = trail[-1].end_byte
        if not tree.grammar.silent(trail):
            yield from _sql_text(tree, path, trail, inner)


def _expression(tree: Tree, trail: Trail) -> Trail | None:
    """Return the widest string expression around the trail's last node, None for a comment or code."""
    if any(node.type in tree.grammar.comments for node in trail):
        return None
    within = [index for index, node in enumerate(trail) if node.type in tree.grammar.strings]
    if not within:
        return None
    top = within[-1]
    while (wider := _wider(tree, trail, top)) is not None:
        top = wider
    return trail[: top + 1]


def _wider(tree: Tree, trail: Trail, top: int) -> int | None:
    for index in range(top - 1, max(0, top - _CLIMB) - 1, -1):
        if trail[index].type in tree.grammar.scopes:
            return None
        parts = pieces(tree, trail[index])
        if parts is not None:
            return index if _includes(parts, trail[top]) else None
    return None


def _includes(parts: Pieces, node: Node) -> bool:
    for part in parts:
        match part:
            case Format(base, _, positional, named):
                if _includes((base,), node) or any(
                    _includes(each, node) for each in (*positional, *named.values())
                ):
                    return True
            case Node():
                if part.id == node.id:
                    return True
            case Span(start, end):
                if max(start, node.start_byte) < min(end, node.end_byte):
                    return True
            case _:
                pass
    return False


def _sql_text(tree: Tree, path: str, trail: Trail, inner: Trail) -> Iterator[tuple[SqlText, Sink | None]]:
    whole = _grown(tree, trail)
    taken = _tag(tree, whole, inner) or _taken_by(tree, whole) or list(context.calls(tree, inner))[-1:]
    if any(context.speaks(call) for call in taken[:1]) or _is_expected(tree, taken, inner):
        return
    grown = _completed(tree, whole)
    text = SqlText(
        template=grown if _holds(tree, grown, trail[-1]) else _completed(tree, trail),
        site=context.site(tree, path, trail[-1]),
        via=taken[0].name if taken else None,
        executor=executor_of(path, taken),
        connection=tree.grammar.connection(inner, taken[0]) if taken else None,
    )
    sink = _sink(tree, path, whole, text)
    yield replace(text, sink_of=sink.name if sink else None), sink


def _tag(tree: Tree, whole: Trail, inner: Trail) -> list[Call]:
    """Return the tag of a text that runs where it stands: awaited, given methods, made by a lambda."""
    tag = next((call for call in context.calls(tree, inner) if call.is_tag), None)
    if tag is None or tag.node.start_byte < whole[-1].start_byte:
        return []
    if _is_awaited(tree, whole):
        return [tag]
    for node in reversed(whole[-4:-1]):
        call = tree.grammar.call(node)
        if call is not None:
            return [] if context.is_argument(call, whole[-1]) else [tag]
        if node.type in tree.grammar.scopes:
            return [tag]
    return []


def _is_awaited(tree: Tree, trail: Trail) -> bool:
    return tree.text(trail[-1]).lstrip("( \n").startswith("await")


def _sink(tree: Tree, path: str, trail: Trail, text: SqlText) -> Sink | None:
    if text.template.literal is not None:
        return None
    found = (sink_of_statement(tree, path, trail, each) for each in read(text.template, text.executor))
    return next((sink for sink in found if sink is not None), None)


def _grown(tree: Tree, trail: Trail) -> Trail:
    """Return the wider text that a named one is only a part of: `concat!(BASE, " ON CONFLICT …")`."""
    for _ in range(_GROWTHS):
        name = _holder(tree, trail)
        uses = [] if name is None else _uses(tree, name, trail)
        wider = _widest(tree, uses[0]) if len(uses) == 1 else None
        if wider is None or not _stays_text(tree, trail, wider):
            return trail
        trail = wider
    return trail


def _stays_text(tree: Tree, trail: Trail, wider: Trail) -> bool:
    """Return whether the name in the wider text stands for this one, not for what running it gave."""
    around = trail[max(1, len(trail) - _CLIMB) : -1]
    if _is_awaited(tree, trail) or any("await" in node.type for node in around):
        return False
    made = (tree.grammar.call(node) for node in around)
    if not any(call is not None and context.is_argument(call, trail[-1]) for call in made):
        return True
    return _holds(tree, template(tree, wider[-1], row), trail[-1])


def _holds(tree: Tree, template: Template, node: Node) -> bool:
    """Return whether text of the node is part of the template: a name may stand for it only sometimes."""
    start, end = tree.position(node.start_byte), tree.position(node.end_byte)
    return any(
        (start.line, start.column) <= (part.at.line, part.at.column) < (end.line, end.column)
        for part in template.parts
        if isinstance(part, Text)
    )


def uses(tree: Tree, trail: Trail) -> list[Trail]:
    """Return the later uses of the name that holds an expression, where they see that definition."""
    name = _holder(tree, trail)
    if name is None:
        return []
    scope = trail[tree.scope(trail)].id
    return [use for use in _uses(tree, name, trail) if scope in {node.id for node in use}]


def _widest(tree: Tree, use: Trail) -> Trail | None:
    """Return the string expression around a name's use, None when it adds nothing to the name."""
    top, adds = len(use) - 1, False
    while (wider := _wider(tree, use, top)) is not None:
        parts = pieces(tree, use[wider]) or ()
        adds = adds or len(parts) > 1 or any(isinstance(part, Format) for part in parts)
        top = wider
    return use[: top + 1] if adds else None


def _uses(tree: Tree, name: str, trail: Trail) -> list[Trail]:
    """Return the later places where a name is used and not defined."""
    later = (use for use in tree.occurrences(name) if use[-1].start_byte > trail[-1].start_byte)
    return [use for use in later if tree.grammar.definition(use) is None]


def _is_expected(tree: Tree, taken: Sequence[Call], inner: Trail) -> bool:
    """Return whether a call compares a text with what a test saw; what a lambda runs is not compared."""
    lambdas = [node.start_byte for node in inner if node.type in tree.grammar.scopes]
    near = (call for call in taken if not any(call.node.start_byte <= at for at in lambdas))
    return any(
        call.name.startswith("expect.")
        or (".to" in call.name and "expect" in call.name)
        or ".assert_" in call.name
        for call in near
    )


def executor_of(path: str, taken: Sequence[Call]) -> Dialect:
    """Return the database that the calls speak of, else the one that the file's path does."""
    for call in taken:
        known = context.executor(call.name)
        if known != "unknown":
            return known
    return context.executor(path)


def _taken_by(tree: Tree, trail: Trail) -> list[Call]:
    """Return the calls that are given the expression, directly or by the name that holds it."""
    direct = list(context.calls(tree, trail))
    if direct:
        return direct
    name = _holder(tree, trail)
    if name is None:
        return []
    return next((found for use in _uses(tree, name, trail) if (found := list(context.calls(tree, use)))), [])


def _holder(tree: Tree, trail: Trail) -> str | None:
    """Return the simple name that is defined as the expression."""
    for node in reversed(trail[max(1, len(trail) - 5) : -1]):
        if "block" in node.type:
            break
        for child in node.named_children:
            name = _only(tree, child)
            if name.type not in tree.grammar.names or name.end_byte > trail[-1].start_byte:
                continue
            definition = tree.grammar.definition(tree.trail(name))
            if definition is not None and definition.value is not None:
                return tree.text(name)
    return None


def _only(tree: Tree, node: Node) -> Node:
    """Return the one node that a list of one holds."""
    while node.named_child_count == 1 and node.type not in tree.grammar.names:
        node = node.named_children[0]
    return node


def _completed(tree: Tree, trail: Trail) -> Template:
    """Return the expression with what is appended later to the name that holds it."""
    base = template(tree, trail[-1], row)
    name = _holder(tree, trail)
    if name is None:
        return base
    changes = [
        each
        for each in definitions(tree, name, trail)
        if each.definition.kind == "augment" and each.at >= trail[-1].start_byte
    ]
    more = appended(tree, changes, trail, lambda value: template(tree, value, row).parts)
    return Template((*base.parts, *more))
