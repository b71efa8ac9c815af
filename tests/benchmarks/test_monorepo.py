"""The generated monorepo is the same for the same seed, and its truth is what the tool finds."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.lines import PREFILTER
from benchmarks.monorepo import Monorepo
from benchmarks.monorepo.change import COLUMN
from benchmarks.monorepo.repository import make
from benchmarks.monorepo.source import Fact, Write, marked
from benchmarks.truth import Tree, kept, read

FILES = 300


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return make(Monorepo(FILES, seed=3, density=6), tmp_path_factory.mktemp("bench"))


def ours(tree: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "scanner.cli", *arguments, "--no-cache", "--output-format", "json"]
    told = subprocess.run([*command, "--root", str(tree)], capture_output=True, check=False)
    document: dict[str, Any] = json.loads(told.stdout)
    return document


def writes(document: dict[str, Any]) -> list[Write]:
    return [
        Write(
            w["path"],
            w["line"],
            w["operation"],
            w["table"],
            None if w["columns"] is None else tuple(w["columns"]),
        )
        for w in document["writes"]
    ]


def test_the_same_seed_gives_the_same_files() -> None:
    assert [*Monorepo(FILES, seed=2).sources()] == [*Monorepo(FILES, seed=2).sources()]
    assert [*Monorepo(FILES, seed=2).sources()] != [*Monorepo(FILES, seed=3).sources()]


def test_every_write_is_found_with_its_table_and_columns(tree: Tree) -> None:
    assert tree.truth
    truth = read(tree.truth)
    assert len(truth.writes) > 20
    assert sorted(writes(ours(tree.root, "list")), key=repr) == sorted(truth.writes, key=repr)


def test_the_change_breaks_what_the_truth_says(tree: Tree) -> None:
    assert tree.truth
    document = ours(tree.root, "check", "--base", "HEAD~1")
    every = writes(document)
    (change,) = document["changes"]
    assert (change["table"], change["column"]) == (tree.table, COLUMN.name)
    assert {every[number] for number in change["writes"]} == {*read(tree.truth).broken}
    new = {f["column"] for f in document["findings"] if f["rule"] == "not-null-omitted"}
    assert new == {COLUMN.name}


def test_the_change_is_of_fifty_files(tree: Tree) -> None:
    command = ["git", "diff", "--name-only", "HEAD~1"]
    named = subprocess.run(command, cwd=tree.root, capture_output=True, check=True, text=True)
    assert len(named.stdout.splitlines()) == 50


def test_a_tree_is_found_where_it_was_kept(tree: Tree) -> None:
    assert kept(tree.root.parent) == tree


def test_one_file_in_so_many_is_a_candidate() -> None:
    sources = [*Monorepo(3_000).sources()]
    pattern = re.compile(PREFILTER.encode(), re.IGNORECASE)
    candidates = [source for source in sources if pattern.search(source.content)]
    assert len(sources) == 2_999
    assert 45 <= len(candidates) <= 75
    assert 0.2 <= sum(bool(source.writes) for source in candidates) / len(candidates) <= 0.7


def test_a_mark_without_a_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="2 marks for 1 writes"):
        marked("a.sql", "§DELETE FROM a; §DELETE FROM b;", [Fact("delete", "a", ())])
