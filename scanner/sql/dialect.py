"""Which database a text is written for, as far as it tells."""

from __future__ import annotations

import re

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
_ORDER: tuple[Dialect, ...] = ("clickhouse", "mysql", "sqlite", "trino")


def read_dialect(tokens: Tokens) -> Dialect:
    """Return the one dialect that a text's words, binds and quotes point to, else "unknown".

    Marks of Postgres count only when no other dialect has one: some of them (`$1`, `::`) are
    understood elsewhere too.
    """
    found: set[Dialect] = set()
    for index, value in enumerate(tokens.values):
        match tokens.kinds[index]:
            case "word":
                mark = _WORDS.get(value) or _PAIRS.get((value, tokens.word(index + 1)))
                if mark == "clickhouse" and tokens.word(index + 2) in _MYSQL_ENGINES:
                    mark = "mysql"
            case "op":
                mark = "postgres" if value == "::" else _PAIRS.get((value, tokens.word(index + 1)))
            case "dollar":
                mark = "postgres"
            case "bind":
                mark = _bind(value)
            case "quoted":
                mark = "mysql" if tokens.text(index, index + 1)[0] == "`" else None
            case _:
                mark = None
        if mark:
            found.add(mark)
    others = [dialect for dialect in _ORDER if dialect in found]
    if others:
        return others[0]
    return "postgres" if "postgres" in found else "unknown"


def _bind(value: str) -> Dialect | None:
    if value[0] == "$" and value[1:].isdigit():
        return "postgres"
    return "clickhouse" if _TYPED_BIND.fullmatch(value) else None
