"""String expressions folded into templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tree_sitter import Node

from grammars.syntax import (
    Bound,
    Chosen,
    Decoded,
    Deferred,
    Entry,
    Format,
    Held,
    Keys,
    Opaque,
    Piece,
    Pieces,
    Span,
    Trail,
)
from scanner.extract.asking import wanted_text
from scanner.extract.format import Parts, fill
from scanner.extract.growth import appended, either, shares_loop
from scanner.extract.keys import rendered
from scanner.extract.names import branches, changes, defined, definitions
from scanner.extract.tree import Found, Tree
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Interpolation, Part, Placeholder, Template, Text

_CONDITIONS = frozenset({"if_expression", "match_expression", "conditional_expression", "ternary_expression"})
_DECLARES = re.compile(r"(?:pub(?:\([^)]*\))? )?(?:class|struct|enum|type|func|impl) +\w+[^;]*[({:]")
_PATH = re.compile(r"[\w$]+(?:(?:\.|::)[\w$]+){0,6}")

MAX_PARTS = 5_000
MAX_HOPS = 8
MAX_WAYS = 8
"""A string of more parts, or a name defined through more names, is left as a hole."""

Rows = Callable[[Tree, Node], ColumnList | Unread]


def template(tree: Tree, node: Node, rows: Rows | None = None) -> Template:
    """Return a string expression as text with holes; `rows` tells which columns a row in it names."""
    return Template(tuple(_Fold(tree, rows).parts(node, 0)))


def named(tree: Tree, name: str) -> str | None:
    """Return the text that a name has at the top of the file, None when that is not surely one."""
    parts = _Fold(tree).value(name, (tree.root,), 0)
    return None if parts is None else Template(parts).literal


def lookup(tree: Tree, name: str, use: Node) -> Template:
    """Return the text that a name has at `use`: here, else in the file that defines it, else a hole."""
    parts = _Fold(tree).value(name, tree.trail(use), 0)
    at = tree.position(use.start_byte)
    if parts is None:
        elsewhere = _told(tree, name)
        known = Interpolation(name, at) if elsewhere is None else Text(elsewhere, at, verbatim=False)
        parts = (known,)
    return Template(parts)


def _told(tree: Tree, name: str) -> str | None:
    """Return the text that another file gives to a name; the source of a class is none."""
    told = tree.texts.get(name)
    return None if told is None or _DECLARES.match(told) else told


def pieces(tree: Tree, node: Node) -> Pieces | None:
    """Return what a string expression is made of, asking the libraries first."""
    for library in tree.grammar.libraries:
        if library.pieces is not None:
            known = library.pieces(node)
            if known is not None:
                return known
    return tree.grammar.pieces(node)


def _is_of_model(part: Part) -> bool:
    """Return whether a part is a hole that the models fill, whatever name it is given."""
    return isinstance(part, Interpolation) and part.expression.endswith("._meta.db_table")


class _Fold:
    """One fold: it counts what it has made, so that no expression can grow without bound."""

    def __init__(self, tree: Tree, rows: Rows | None = None) -> None:
        self.tree = tree
        self.rows = rows
        self.made = 0
        self.open: set[int] = set()

    def parts(self, piece: Piece, hops: int) -> Iterator[Part]:
        """Yield the parts of a piece; nested concatenations are walked on a stack of their own."""
        stack: list[Piece] = [piece]
        while stack:
            piece = stack.pop()
            self.made += 1
            match piece:
                case Span(start, end):
                    yield Text(self.tree.decode(start, end), self.tree.position(start))
                case Decoded(value, start):
                    yield Text(value, self.tree.position(start), verbatim=False)
                case Bound():
                    yield from self._bound(piece, hops)
                case Deferred():
                    yield from self._deferred(piece, hops)
                case Keys():
                    yield from self._keys(piece)
                case Opaque() | Chosen():
                    yield from self._taken(piece, hops)
                case Held():
                    yield from self._held(piece, hops)
                case Format():
                    yield from self._format(piece, hops)
                case Node():
                    inner = None if self.made > MAX_PARTS else pieces(self.tree, piece)
                    if inner is None:
                        yield from self._either(piece, hops) or self._name(self.tree.text(piece), piece, hops)
                    else:
                        stack.extend(reversed(inner))

    def _taken(self, piece: Opaque | Chosen, hops: int) -> Iterator[Part]:
        at = self.tree.position(piece.start)
        match piece:
            case Opaque(expression):
                yield Interpolation(expression[:120], at)
            case Chosen(ways) if hops < MAX_HOPS:
                yield from either([self._all(way, hops + 1) for way in ways], at, total=True)
            case Chosen():
                yield Interpolation("", at)

    def _bound(self, bound: Bound, hops: int) -> Iterator[Part]:
        value = self._definition(bound.node) if bound.composes is not None else None
        if value is not None and bound.composes is not None and bound.composes(value):
            yield from self._name(self.tree.text(bound.node), bound.node, hops)
        else:
            yield Placeholder(self.tree.text(bound.node)[:120], self.tree.position(bound.node.start_byte))

    def _deferred(self, name: Deferred, hops: int) -> Iterator[Part]:
        """Yield what a name is defined as, with what is put into it before it is used."""
        source, use = self.tree.text(name.node), self.tree.trail(name.node)
        hole = Interpolation(source[:120], self.tree.position(name.node.start_byte))
        value = self._definition(name.node) if hops < MAX_HOPS else None
        known = name.pieces(value) if value is not None else None
        found = defined(self.tree, source, use) if known is not None else None
        later = changes(self.tree, source, found) if found is not None else ()
        later = [each for each in later if each.at < name.node.start_byte]
        if known is None or not (known or later):
            yield hole
            return
        yield from self._all(known, hops + 1)
        if any(isinstance(piece, Keys) for piece in known):
            return
        if any(self._put(name, each) is None for each in later):
            yield from (Text(", ", hole.at, verbatim=False), hole)
        else:
            put = {each.definition.value: self._put(name, each) or () for each in later}
            yield from appended(self.tree, later, use, lambda each: self._all(put[each], hops + 1))

    def _put(self, name: Deferred, change: Found) -> Pieces | None:
        """Return the pieces that one change puts behind a list, None when they are not known."""
        value, kind = change.definition.value, change.definition.kind
        if value is None or name.separator is None or kind not in ("push", "augment"):
            return None
        quote = (Decoded('"', value.start_byte),) if name.quoted else ()
        pieces = (*quote, value, *quote) if kind == "push" else name.pieces(value)
        return None if pieces is None else (name.separator, *pieces)

    def _keys(self, keys: Keys) -> Iterator[Part]:
        at, expression = self.tree.position(keys.node.start_byte), self.tree.text(keys.node)
        if self.rows is None:
            yield Interpolation(expression[:120], at)
        else:
            yield from rendered(self.rows(self.tree, keys.node), keys, expression, at)

    def _definition(self, node: Node) -> Node | None:
        """Return the expression that a name surely is defined as."""
        source = self.tree.text(node)
        if not _PATH.fullmatch(source):
            return None
        found = defined(self.tree, source, self.tree.trail(node))
        return found.definition.value if found is not None and found.definition.kind == "value" else None

    def _held(self, held: Held, hops: int) -> Parts:
        """Return the text that a name has, here or in another file, else its default."""
        parts = tuple(self._name(held.name, held.node, hops))
        if not held.default or any(isinstance(part, Text) for part in parts):
            return parts
        self.tree.ask(wanted_text(self.tree, held.name, self.tree.trail(held.node)))
        return self._all(held.default, hops + 1)

    def _mapped(self, row: Node | None) -> dict[str, Pieces]:
        """Return what the keys of a row literal name, also of one that a name surely is."""
        if row is None or self._grows(row):
            return {}
        entries = self.tree.grammar.entries(self._definition(row) or row) or ()
        keyed = [each for each in entries if isinstance(each, Entry)]
        return {self._key(each): (each.value,) for each in keyed if each.value is not None}

    def _key(self, entry: Entry) -> str:
        if isinstance(entry.key, str):
            return entry.key
        return Template(self._all(entry.key, MAX_HOPS)).literal or ""

    def _grows(self, node: Node) -> bool:
        """Return whether more is put into what a name is defined as before it is used."""
        name, use = self.tree.text(node)[:200], self.tree.trail(node)
        found = defined(self.tree, name, use)
        later = changes(self.tree, name, found) if found is not None else ()
        return any(each.at < node.start_byte for each in later)

    def _format(self, call: Format, hops: int) -> Iterator[Part]:
        if hops > MAX_HOPS:
            return
        named = {**self._mapped(call.mapping), **call.named}
        anchor = call.base if isinstance(call.base, Node) else None
        yield from fill(
            tuple(self.parts(call.base, hops + 1)),
            call.style,
            [self._all(argument, hops + 1) for argument in call.positional],
            {name: self._all(argument, hops + 1) for name, argument in named.items()},
            lambda name: self._captured(name, anchor, hops) if call.captures and anchor else None,
        )

    def _all(self, argument: Sequence[Piece], hops: int) -> Parts:
        return tuple(part for piece in argument for part in self.parts(piece, hops))

    def _captured(self, name: str, anchor: Node, hops: int) -> Parts | None:
        elsewhere = _told(self.tree, name)
        if elsewhere is not None:
            return (Text(elsewhere, self.tree.position(anchor.start_byte), verbatim=False),)
        return self.value(name, self.tree.trail(anchor), hops)

    def _either(self, node: Node, hops: int) -> Parts:
        """Return the texts that a conditional expression chooses from, nothing when one is not known."""
        ways = self.tree.grammar.alternatives(node) if node.type in _CONDITIONS and hops < MAX_HOPS else None
        if ways is None or not 1 < len(ways) <= MAX_WAYS:
            return ()
        texts = [tuple(self.parts(way, hops + 1)) for way in ways]
        if not all(not text or any(isinstance(part, Text) for part in text) for text in texts):
            return ()
        return tuple(either(texts, self.tree.position(node.start_byte), total=True))

    def _name(self, name: str, node: Node, hops: int) -> Iterator[Part]:
        source = " ".join(name.split())
        known = None
        if hops < MAX_HOPS and self.made <= MAX_PARTS and _PATH.fullmatch(source):
            known = self.value(source, self.tree.trail(node), hops)
        elsewhere = _told(self.tree, source)
        if known is None and elsewhere is not None:
            yield Text(elsewhere, self.tree.position(node.start_byte), verbatim=False)
        elif known is None:
            yield Interpolation(source[:120], self.tree.position(node.start_byte))
        else:
            yield from known

    def value(self, name: str, use: Trail, hops: int) -> Parts | None:
        """Return the parts of what a name surely holds at `use`."""
        found = defined(self.tree, name, use)
        if found is None:
            return self._chosen(name, use, hops)
        value = found.definition.value
        if found.definition.kind != "value" or value is None or value.id in self.open:
            return None
        every = [each for each in definitions(self.tree, name, use) if each.definition.kind == "augment"]
        grown = [each for each in every if each.at < use[-1].start_byte]
        if any(each not in grown and shares_loop(each, use) for each in every):
            return None
        more = appended(self.tree, grown, use, lambda each: self._opened(each, hops))
        parts = (*self._opened(value, hops), *more)
        return parts if any(isinstance(part, Text) or _is_of_model(part) for part in parts) else None

    def _opened(self, value: Node, hops: int) -> Parts:
        """Return the parts of a definition, nothing of one that is made of itself."""
        if value.id in self.open:
            return (Interpolation("", self.tree.position(value.start_byte)),)
        self.open.add(value.id)
        parts = tuple(self.parts(value, hops + 1))
        self.open.discard(value.id)
        return parts

    def _chosen(self, name: str, use: Trail, hops: int) -> Parts | None:
        """Return the texts that a name is given in branches before its use, None when one is not known."""
        found = definitions(self.tree, name, use)
        before = [each for each in found if each.at < use[-1].start_byte]
        sure = [index for index, each in enumerate(before) if not branches(self.tree, each, use)]
        before = before[sure[-1] :] if sure else before
        values = [each.definition.value for each in before if each.definition.kind == "value"]
        if not 1 < len(before) <= MAX_WAYS or len(values) < len(found) or hops >= MAX_HOPS:
            return None
        texts = [self._opened(value, hops) for value in values if value is not None]
        if len(texts) < len(before) or not all(isinstance(part, Text) for text in texts for part in text):
            return None
        return tuple(either(texts, self.tree.position(use[-1].start_byte), total=True))
