"""The trees of a run: generated ones of several sizes, one that was kept, or anybody's repository."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lines import SOURCE, ours, rg
from benchmarks.rounds import environment_of
from benchmarks.truth import Tree, kept


def trees(asked: argparse.Namespace, scratch: Path) -> Iterator[Tree]:
    """Yield what was asked for; the scratch folder takes what is generated."""
    if asked.tree:
        yield _of(asked.tree.resolve(), asked.table, scratch)
    elif asked.use:
        yield kept(asked.use.resolve())
    else:
        for size in asked.files.split(","):
            yield _generated(size, asked, scratch / f"generated-{size}")


def two_files(folder: Path) -> Tree:
    """Return the folder of the one file and its double, which it makes."""
    _apart("benchmarks.one_file", str(folder))
    return kept(folder)


def _generated(size: str, asked: argparse.Namespace, folder: Path) -> Tree:
    options = ["--seed", str(asked.seed), "--density", str(asked.density), "--keep", str(folder)]
    _apart("benchmarks", "--files", size, *options)
    return kept(folder)


def _apart(module: str, *arguments: str) -> None:
    """Generate in a process of its own: this one is to stay small, as its memory counts in its children's."""
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=SOURCE, check=True, stdout=sys.stderr)


def _of(tree: Path, table: str | None, scratch: Path) -> Tree:
    """Return any folder as a tree of which nothing is known."""
    listed = subprocess.run([rg(), "--files"], cwd=tree, check=True, capture_output=True, text=True).stdout
    return Tree(tree, len(listed.splitlines()), table or _most_written(tree, scratch))


def _most_written(tree: Path, scratch: Path) -> str:
    command = [*ours(), "list", "--output-format", "json", "--no-cache"]
    told = subprocess.run(
        command, cwd=tree, env=environment_of(scratch), check=True, capture_output=True
    ).stdout
    tables = Counter(write["table"] for write in json.loads(told)["writes"] if write["table"])
    if not tables:
        raise SystemExit(f"nothing in {tree} writes to a table: name one with --table")
    return str(tables.most_common(1)[0][0])
