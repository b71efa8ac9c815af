"""How well `writers list` knows a labelled repository."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.labels import Labels, Site, family, plain

NEAR = 2
"""A write counts for a site so many lines away."""

Write = Mapping[str, Any]
"""One of `writes` in the JSON of `writers list`."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one repository, and a line of text for each thing that is wrong."""

    counts: Counter[str]
    misses: tuple[str, ...]

    def ratio(self, part: str, whole: str) -> float:
        """Return one count by another; 1.0 of nothing."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def score(labels: Labels, writes: Iterable[Write]) -> Score:
    """Compare labels with what was found: each write stands for one site at most."""
    open_writes: defaultdict[str, list[Write]] = defaultdict(list)
    for write in writes:
        open_writes[write["path"]].append(write)
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for site in sorted(
        (each for each in labels.sites if each.scored), key=lambda each: (each.path, each.line)
    ):
        found = _taken(site, open_writes[site.path])
        counts.update(_counted(site, found))
        misses.extend(_wrong(site, found))
    for false in _false(labels, open_writes):
        counts["false"] += 1
        misses.append(f"FALSE {false['path']}:{false['line']} {false['operation']} {false['table']}")
    counts["reported"] = counts["found"] + counts["false"]
    return Score(counts, tuple(misses))


def _taken(site: Site, writes: list[Write]) -> Write | None:
    near = [each for each in writes if _could_be(site, each)]
    if not near:
        return None
    best = min(near, key=partial(_distance, site))
    writes.remove(best)
    return best


def _could_be(site: Site, write: Write) -> bool:
    return family(write["operation"]) in site.operations and abs(write["line"] - site.line) <= NEAR


def _distance(site: Site, write: Write) -> tuple[bool, int]:
    return plain(write["table"]) not in site.tables, abs(write["line"] - site.line)


def _counted(site: Site, write: Write | None) -> Iterator[str]:
    yield "sites"
    if write is None:
        return
    yield "found"
    if plain(write["table"]) in site.tables:
        yield "table"
    if "insert" in site.operations and site.counted:
        yield "insert lists"
        if _same_columns(site, write):
            yield "insert lists right"


def _wrong(site: Site, write: Write | None) -> Iterator[str]:
    place = f"{site.path}:{site.line} {'/'.join(sorted(site.operations))}"
    if write is None:
        yield f"MISS {place} {_shown(site)}"
        return
    if plain(write["table"]) not in site.tables:
        yield f"TABLE {place} {_shown(site)}, not {write['table']}"
    if site.operations & {"insert", "copy", "update"} and site.counted and not _same_columns(site, write):
        named = f"{write['columns']} {write.get('possible_columns', '')}"
        yield f"COLUMNS {place} {_shown(site)} {site.columns} {site.possible}, not {named}"


def _shown(site: Site) -> str:
    return "/".join(sorted(each or "?" for each in site.tables))


def _same_columns(site: Site, write: Write) -> bool:
    columns, complete = write["columns"], write.get("columns_complete", True)
    if site.columns is None or columns is None:
        return site.columns is None and (columns is None or not complete)
    same_possible = not complete or _sorted(write.get("possible_columns", ())) == _sorted(site.possible)
    return _sorted(columns) == _sorted(site.columns) and same_possible


def _sorted(columns: Iterable[str]) -> list[str]:
    return sorted(each.strip('"').lower() for each in columns)


def _false(labels: Labels, left: Mapping[str, list[Write]]) -> Iterator[Write]:
    elsewhere = {(site.path, site.line) for site in labels.sites if not site.scored}
    for path in sorted(left):
        for write in left[path]:
            near = any((path, write["line"] + step) in elsewhere for step in range(-NEAR, NEAR + 1))
            judged = write.get("database") in (None, "postgres", "unknown")
            if labels.covers(path, write["line"]) and judged and not near:
                yield write
