"""The order of migrations, as Django's own graph has it, and what is said of one that has none."""

import pytest
from django.db.migrations.graph import MigrationGraph

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.graph import Key, Migration, plan

Edges = dict[Key, list[Key]]


def made(
    edges: Edges, before: Edges | None = None, replaces: Edges | None = None
) -> tuple[list[Key], list[str]]:
    origin = Origin("m.py", 1)
    migrations = {
        key: Migration(
            key,
            "m",
            "",
            origin,
            tuple(parents),
            tuple((before or {}).get(key, ())),
            tuple((replaces or {}).get(key, ())),
        )
        for key, parents in edges.items()
    }
    said: list[str] = []
    return [one.key for one in plan(migrations, lambda at, text: said.append(text))], said


def by_django(edges: Edges) -> list[Key]:
    graph = MigrationGraph()
    for key in edges:
        graph.add_node(key, None)
    for key, parents in edges.items():
        for parent in parents:
            graph.add_dependency(None, key, parent)
    order: list[Key] = []
    for leaf in graph.leaf_nodes():
        order += [key for key in graph.forwards_plan(leaf) if key not in order]
    return order


A1, A2, A3, B1, B2, C1 = ("a", "1"), ("a", "2"), ("a", "3"), ("b", "1"), ("b", "2"), ("c", "1")


@pytest.mark.parametrize(
    "edges",
    [
        {A1: [], A2: [A1], B1: [], B2: [B1]},
        {A1: [B2], A2: [A1], B1: [], B2: [B1]},
        {A1: [], A2: [A1], A3: [A1], B1: [A2, A3]},
        {A1: [], A2: [A1, C1], A3: [A2, B2], B1: [A1], B2: [B1, C1], C1: []},
        {C1: [], B1: [C1], A1: [B1, C1], A2: [A1], A3: [A1]},
    ],
)
def test_the_order_is_that_of_django(edges: Edges) -> None:
    assert made(edges) == (by_django(edges), [])


def test_a_squashed_migration_stands_for_those_that_it_replaces() -> None:
    edges = {A1: [], A2: [A1], A3: [], B1: [A2]}
    assert made(edges, replaces={A3: [A1, A2]}) == ([A3, B1], [])


def test_a_squash_of_a_squash_stands_for_all() -> None:
    edges = {A1: [], A2: [], A3: [], B1: [A1]}
    assert made(edges, replaces={A2: [A1], A3: [A2]}) == ([A3, B1], [])


def test_run_before_turns_a_dependency_around() -> None:
    assert made({A1: [], B1: []}, before={B1: [A1]}) == ([B1, A1], [])


def test_first_and_latest_stand_for_the_ends_of_an_app() -> None:
    edges = {
        A1: [("b", "__latest__")],
        B1: [("c", "__first__"), ("unmigrated", "__first__")],
        B2: [B1],
        C1: [],
    }
    assert made(edges) == ([C1, B1, B2, A1], [])


def test_a_circle_is_cut_and_said() -> None:
    order, said = made({A1: [A2], A2: [A1], B1: []})
    assert sorted(order) == [A1, A2, B1]
    assert any("a.1" in text for text in said)
    assert any("a.2" in text for text in said)


def test_what_is_not_there_is_said() -> None:
    order, said = made({A1: [("a", "0000_gone")]})
    assert order == [A1]
    assert "a.0000_gone" in said[0]
