"""Which database a text is written for, as far as it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.model.statement import Dialect
from scanner.sql.tokens import Tokens

_WORDS: dict[str, Dialect] = {
    "autoincrement": "sqlite",
    "pragma": "sqlite",
    "plpgsql": "postgres",
    "bigserial": "postgres",
    "serial": "postgres",
    "jsonb": "postgres",
    "timestamptz": "postgres",
    "ilike": "postgres",
    "jsoneachrow": "clickhouse",
    "mergetree": "clickhouse",
    "replacingmergetree": "clickhouse",
    "auto_increment": "mysql",
}
_PAIRS: dict[tuple[str, str], Dialect] = {
    ("engine", "="): "clickhouse",
    ("on", "cluster"): "clickhouse",
    ("load", "data"): "mysql",
    ("on", "duplicate"): "mysql",
    ("insert", "or"): "sqlite",
    ("insert", "ignore"): "mysql",
    ("without", "rowid"): "sqlite",
    ("is", "distinct"): "postgres",
    ("on", "constraint"): "postgres",
    ("for", "update"): "postgres",
    ("skip", "locked"): "postgres",
    ("=", "any"): "postgres",
}
_MYSQL_ENGINES = frozenset({"innodb", "myisam"})
_TYPED_BIND = re.compile(r"\{\w+:\s*[A-Z]\w*(\(.*\))?\}")
_FIRST = frozenset(first for first, _ in _PAIRS)
_ORDER: tuple[Dialect, ...] = ("clickhouse", "mysql", "sqlite", "trino")


def read_dialect(regions: Iterable[Tokens]) -> Dialect:
    """Return the one dialect that a text's words, binds and quotes point to, else "unknown".

    Marks of Postgres count only when no other dialect has one: some of them (`$1`, `::`) are
    understood elsewhere too.
    """
    found = {mark for tokens in regions for mark in _marks(tokens)}
    others = [dialect for dialect in _ORDER if dialect in found]
    if others:
        return others[0]
    return "postgres" if "postgres" in found else "unknown"


def _marks(tokens: Tokens) -> Iterator[Dialect]:
    for index, (kind, value) in enumerate(zip(tokens.kinds, tokens.values, strict=True)):
        mark: Dialect | None = None
        match kind:
            case "word" if value in _WORDS or value in _FIRST:
                mark = _word(tokens, index, value)
            case "op" if value == "::" or value in _FIRST:
                mark = "postgres" if value == "::" else _PAIRS.get((value, tokens.word(index + 1)))
            case "dollar":
                mark = "postgres"
            case "bind":
                mark = _bind(value)
            case "quoted" if tokens.text(index, index + 1)[0] == "`":
                mark = "mysql"
            case _:
                pass
        if mark:
            yield mark


def _word(tokens: Tokens, index: int, value: str) -> Dialect | None:
    mark = _WORDS.get(value) or (_PAIRS.get((value, tokens.word(index + 1))) if value in _FIRST else None)
    return "mysql" if mark == "clickhouse" and tokens.word(index + 2) in _MYSQL_ENGINES else mark


def _bind(value: str) -> Dialect | None:
    if value[0] == "$" and value[1:].isdigit():
        return "postgres"
    return "clickhouse" if _TYPED_BIND.fullmatch(value) else None
