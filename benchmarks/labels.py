"""Labelled repositories: where a public repository writes, found by reading it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("labelled")
_FAMILY = {"upsert": "insert"}


@dataclass(frozen=True, slots=True)
class Site:
    """One write of a labelled repository.

    `operations` are families (an upsert is an insert). `tables` are all names that are right, None among them
    when a good reader may not know it. `columns` are named on every path, `possible` on some; None when they
    are not knowable. They are compared when `counted`. An optional site, and one of another database or of
    dead code, is not `scored`: it may be found, or not.
    """

    path: str
    line: int
    operations: frozenset[str]
    tables: frozenset[str | None]
    columns: tuple[str, ...] | None
    possible: tuple[str, ...]
    counted: bool
    scored: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of one repository at one commit.

    `lines` bounds a file that is labelled in part; every other one of `paths` is labelled whole.
    """

    name: str
    repo: str
    commit: str
    sites: tuple[Site, ...]
    paths: frozenset[str]
    lines: dict[str, tuple[int, int]]

    def covers(self, path: str, line: int) -> bool:
        """Return whether a write at that place would have been labelled."""
        first, last = self.lines.get(path, (1, line))
        return path in self.paths and first <= line <= last


def load(name: str) -> Labels:
    """Return the labels of `labelled/NAME.json`; an unknown name raises FileNotFoundError."""
    document = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    sites = tuple(_site(each) for each in document["sites"])
    paths = frozenset(each["path"] for each in (*document["sites"], *document["negatives"]))
    lines = {path: (first, last) for path, (first, last) in document.get("lines", {}).items()}
    return Labels(name, document["repo"], document["commit"], sites, paths, lines)


def names() -> list[str]:
    """Return the names of all labelled repositories."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def family(operation: str) -> str:
    """Return the operation that counts as the same for finding a site."""
    return _FAMILY.get(operation, operation)


def plain(name: str | None) -> str | None:
    """Return a table's name without schema, quotes and case."""
    return None if name is None else name.rpartition(".")[2].strip('"').lower()


def _site(site: dict[str, object]) -> Site:
    tables = {plain(_text(site["table"])), plain(_text(site.get("table_db", site["table"])))}
    if site.get("table_indirect"):
        tables.add(None)
    operations = {family(str(site["op"])), family(str(site.get("op_alt", site["op"])))}
    return Site(
        path=str(site["path"]),
        line=int(str(site["line"])),
        operations=frozenset(operations),
        tables=frozenset(tables),
        columns=_names(site["columns"]),
        possible=_names(site.get("columns_possible")) or (),
        counted=not site.get("columns_indirect"),
        scored=not site.get("dead") and not site.get("optional") and site.get("db", "postgres") == "postgres",
    )


def _names(value: object) -> tuple[str, ...] | None:
    return tuple(str(each).lower() for each in value) if isinstance(value, list) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
