"""Labelled repositories: what counts as found, and what as wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.labels import Labels, Site, load, names
from benchmarks.matching import score


def _site(
    line: int,
    *,
    table: str = "item",
    columns: Sequence[str] | None = ("a", "b"),
    possible: Sequence[str] = (),
    scored: bool = True,
) -> Site:
    operations, tables = frozenset({"insert"}), frozenset({table})
    known = None if columns is None else tuple(columns)
    return Site("api/items.py", line, operations, tables, known, tuple(possible), counted=True, scored=scored)


def _labels(*sites: Site, lines: dict[str, tuple[int, int]] | None = None) -> Labels:
    paths = frozenset({"api/items.py", "api/silent.py"})
    return Labels("shop", "us/shop", "0" * 40, sites, paths, lines or {})


def _write(line: int, operation: str = "insert", table: str = "item", **more: object) -> dict[str, object]:
    write = {"path": "api/items.py", "operation": operation, "table": table, "columns": ["b", "a"]}
    return {**write, "line": line, **more}


def test_an_upsert_two_lines_away_is_the_labelled_insert() -> None:
    result = score(_labels(_site(7)), [_write(9, "upsert", "public.item")])
    assert result.misses == ()
    assert result.counts["found"] == result.counts["table"] == result.counts["insert lists right"] == 1


def test_three_lines_away_is_a_miss_and_a_false_alarm() -> None:
    result = score(_labels(_site(7)), [_write(10)])
    assert result.misses == ("MISS api/items.py:7 insert item", "FALSE api/items.py:10 insert item")
    assert (result.ratio("found", "sites"), result.ratio("found", "reported")) == (0.0, 0.0)


def test_the_nearer_write_of_the_right_table_is_taken() -> None:
    result = score(_labels(_site(7), _site(8, table="price")), [_write(8, table="price"), _write(7)])
    assert result.misses == ()


def test_unknown_columns_ask_for_an_incomplete_list() -> None:
    unknown = _site(7, columns=None)
    assert score(_labels(unknown), [_write(7, columns_complete=False)]).misses == ()
    assert score(_labels(unknown), [_write(7)]).counts["insert lists right"] == 0


def test_a_column_of_some_paths_is_no_certain_one() -> None:
    sometimes = _labels(_site(7, columns=["a"], possible=["b"]))
    assert score(sometimes, [_write(7, columns=["a"], possible_columns=["b"])]).misses == ()
    assert score(sometimes, [_write(7, columns=["a"])]).counts["insert lists right"] == 0
    assert score(sometimes, [_write(7)]).counts["insert lists right"] == 0


@pytest.mark.parametrize(
    ("write", "wrong"),
    [
        (_write(3, path="api/silent.py"), True),
        (_write(3, path="api/other.py"), False),
        (_write(3, database="sqlite"), False),
        (_write(40), False),
    ],
)
def test_a_false_alarm_is_one_where_labels_are_complete(write: dict[str, object], *, wrong: bool) -> None:
    labels = _labels(_site(20, scored=False), lines={"api/items.py": (1, 30)})
    assert (score(labels, [write]).counts["false"] == 1) is wrong


@pytest.mark.parametrize("name", names())
def test_labels_are_of_a_commit_and_of_distinct_places(name: str) -> None:
    labels = load(name)
    assert len(labels.commit) == 40
    places = [(site.path, site.line, min(site.tables, key=str)) for site in labels.sites]
    assert sorted(set(places)) == sorted(places)
