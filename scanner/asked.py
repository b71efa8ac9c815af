"""The tables that a user names: as Postgres does, or as Django does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from scanner.model.catalog import Catalog, Origin, Table
from scanner.model.facts import Diagnostic
from scanner.model.failure import CannotRun

_QUALIFIED = re.compile(r'(?:("[^"]+"|[^".]+)\.)?("[^"]+"|[^".]+)')


def asked(catalog: Catalog, names: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the tables that are named; CannotRun names the closest to an unknown one."""
    return tuple(dict.fromkeys(_key(catalog, name) for name in names))


def is_called(table: Table, name: str) -> bool:
    """Tell whether a name that a user gives may mean the table."""
    one = Catalog({table.qualified: table})
    return bool(_by_table(one, name) or _by_label(one, name) or _by_class(one, name))


def concerning(diagnostics: Iterable[Diagnostic], tables: Sequence[Table]) -> Iterator[Diagnostic]:
    """Yield those that name one of the tables or their models, or the place of one of their columns."""
    labels = [table.model for table in tables if table.model]
    classes = [label.rpartition(".")[2] for label in labels]
    names = {*classes, *labels, *(name for table in tables for name in (table.name, table.qualified))}
    named = re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(name) for name in sorted(names)) + r")(?!\w)")
    places = {(origin.path, origin.line) for table in tables for origin in _origins(table)}
    for each in diagnostics:
        if named.search(each.message) or (each.line is not None and (each.path, each.line) in places):
            yield each


def _origins(table: Table) -> Iterator[Origin]:
    held = [one for column in table.columns for one in (column, column.migrated, column.models) if one]
    return (origin for origin in (table.origin, *(each.origin for each in held)) if origin is not None)


def _key(catalog: Catalog, name: str) -> str:
    for found in (_by_table(catalog, name), _by_label(catalog, name), _by_class(catalog, name)):
        if len(found) > 1:
            labels = ", ".join(catalog.tables[key].model or key for key in found)
            raise CannotRun(f"{name} is the name of more than one model", f"say which: {labels}")
        if found:
            return found[0]
    close = get_close_matches(name.lower(), _spellings(catalog), 3, 0.5)
    unique = dict.fromkeys(_spellings(catalog)[each] for each in close)
    raise CannotRun(
        f"there is no table or model {name}", f"the closest: {', '.join(unique)}" if unique else None
    )


def _by_table(catalog: Catalog, name: str) -> list[str]:
    """Return the table of that name: quoted or in its own case, else folded to lower case."""
    parts = _QUALIFIED.fullmatch(name)
    if parts is None:
        return []
    schema, table = (part and part.strip('"') for part in parts.groups())
    candidates = [key for key, each in catalog.tables.items() if _in_schema(each, schema)]
    exact = [key for key in candidates if catalog.tables[key].name == table]
    folded = [key for key in candidates if catalog.tables[key].name == str(table).lower()]
    found = exact or ([] if parts[2].startswith('"') else folded)
    return sorted(found, key=lambda key: catalog.tables[key].schema or "")[:1]


def _in_schema(table: Table, schema: str | None) -> bool:
    return schema is None or (table.schema or "public") == schema.lower() or table.schema == schema


def _by_label(catalog: Catalog, name: str) -> list[str]:
    return [key for key, table in catalog.tables.items() if (table.model or "").lower() == name.lower()]


def _by_class(catalog: Catalog, name: str) -> list[str]:
    labels = {key: table.model or "" for key, table in catalog.tables.items()}
    return sorted(key for key, label in labels.items() if label.rpartition(".")[2].lower() == name.lower())


def _spellings(catalog: Catalog) -> dict[str, str]:
    """Return every way to name a table, in lower case, with the way to show it."""
    found: dict[str, str] = {}
    for table in catalog.tables.values():
        for each in _names(table):
            found[each.lower()] = each
    return found


def _names(table: Table) -> Iterator[str]:
    if table.model:
        yield table.model.rpartition(".")[2]
        yield table.model
    yield table.name
