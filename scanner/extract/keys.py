"""The keys of a row as the SQL that a library makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grammars.syntax import Keys
from scanner.model.statement import ColumnList, Unread
from scanner.model.template import Interpolation, Part, Placeholder, Position, Text


def rendered(row: ColumnList | Unread, keys: Keys, expression: str, at: Position) -> Iterator[Part]:
    """Yield `("a", "b") values (…, …)`, `"a" = …, "b" = …` or `"a", "b"`; what is not known is a hole."""
    hole = Interpolation(expression[:120], at)
    if isinstance(row, Unread):
        yield hole
        return
    rest = () if row.complete and not row.possible else (hole,)
    quote = '"' if keys.quoted else ""
    match keys.style:
        case "names":
            yield from _listed([(_text(f"{quote}{name}{quote}", at),) for name in row.certain], rest, at)
        case "assignments":
            pairs: list[tuple[Part, ...]] = [
                (_text(f"{quote}{name}{quote} = ", at), _value(row, name, at)) for name in row.certain
            ]
            yield from _listed(pairs, rest, at)
        case "values":
            yield _text("(", at)
            yield from _listed([(_text(f"{quote}{name}{quote}", at),) for name in row.certain], rest, at)
            yield _text(") values (", at)
            yield from _listed([(_value(row, name, at),) for name in row.certain], rest, at)
            yield _text(")", at)


def _listed(items: Sequence[tuple[Part, ...]], rest: tuple[Part, ...], at: Position) -> Iterator[Part]:
    for index, item in enumerate([*items, rest] if rest else items):
        if index:
            yield _text(", ", at)
        yield from item


def _value(row: ColumnList, name: str, at: Position) -> Part:
    return _text("null", at) if name in row.nulls else Placeholder(name, at)


def _text(value: str, at: Position) -> Text:
    return Text(value, at, verbatim=False)
