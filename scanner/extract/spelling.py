"""Names as the database spells them, where a builder lets the code spell them in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList
from scanner.model.template import Position, Template, Text

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOWHERE = Position(1, 1)


def snake_case(name: str) -> str:
    """Return `createdAt` as `created_at`; a name in capitals only stays as it is."""
    return name if name.isupper() else _WORD.sub("_", name).lower()


def folded(row: RowCall) -> RowCall:
    """Return a write whose library writes camelCase names as snake_case."""
    names = [*_names(row.columns), *_names(row.conflict)]
    told = dict(spellings(row))
    return replace(
        row,
        table=Template(tuple(_folded(part) if isinstance(part, Text) else part for part in row.table.parts)),
        spelt=tuple((name, _text(told.get(name) or snake_case(name))) for name in dict.fromkeys(names)),
    )


def _folded(part: Text) -> Text:
    return replace(part, value=snake_case(part.value), verbatim=False)


def _names(columns: object) -> Iterator[str]:
    if isinstance(columns, ColumnList):
        yield from (*columns.certain, *columns.possible)


def _text(value: str) -> Template:
    return Template((Text(value, _NOWHERE, verbatim=False),))


def spellings(row: RowCall) -> tuple[tuple[str, str], ...]:
    """Return the columns whose name in the database is known to be another one."""
    known = ((name, template.literal) for name, template in row.spelt)
    return tuple((name, stored) for name, stored in known if stored is not None and stored != name)
