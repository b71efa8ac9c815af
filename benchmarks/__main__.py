"""The command line: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import table
from benchmarks.accuracy import accuracy
from benchmarks.lines import SOURCE, Line, chosen, lines, ours
from benchmarks.monorepo import DENSITY, Monorepo
from benchmarks.monorepo.repository import Kept, found, make
from benchmarks.process import adopt
from benchmarks.rounds import Measured, Place, environment_of, measured


def parser() -> argparse.ArgumentParser:
    """Return what can be asked."""
    asked = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    add = asked.add_argument
    add("--files", default="10000,20000,40000", help="sizes of the generated trees [default: %(default)s]")
    add("--density", type=int, default=DENSITY, help="one file in N is a candidate [default: %(default)s]")
    add("--seed", type=int, default=1, help="another seed is another tree [default: %(default)s]")
    add("--rounds", type=int, default=5, help="how often each command runs [default: %(default)s]")
    add("--only", metavar="TEXT", action="append", default=[],
        help="only lines whose name holds this, and what they are compared with; repeatable")  # fmt: skip
    add("--keep", metavar="DIR", type=Path, help="generate DIR/tree with DIR/truth.json, and stop")
    add("--use", metavar="DIR", type=Path, help="measure on a tree that --keep made")
    add("--tree", metavar="DIR", type=Path, help="measure on any repository (no truth)")
    add("--table", help="the table to ask for [default: the generator's, or the most written]")
    add("--base", default="HEAD~1", help="what check compares with [default: %(default)s]")
    add(
        "--output",
        type=Path,
        default=SOURCE / "build" / "bench.json",
        help="the JSON [default: build/bench.json]",
    )
    return asked


def main() -> None:
    """Generate, measure, judge, print."""
    asked = parser().parse_args()
    adopt()
    if asked.keep:
        made = make(Monorepo(int(asked.files), asked.seed, asked.density), asked.keep)
        print(f"{made.tree}: {made.files} files; scan {made.table}, check --base HEAD~1")
        return
    with tempfile.TemporaryDirectory(prefix="writers-bench-") as scratch:
        rows = [row for run in _runs(asked, Path(scratch)) for row in run]
    print(table.text(rows))
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    told = {"rounds": asked.rounds, "density": asked.density, "rows": rows}
    asked.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _runs(asked: argparse.Namespace, scratch: Path) -> list[list[table.Row]]:
    """Measure each tree, then judge: this process is to be small while it measures."""
    folders = [asked.use] if asked.use else [*_generated(asked, scratch)]
    trees = [_of(asked.tree, asked.table)] if asked.tree else [found(folder) for folder in folders]
    ran = []
    for number, tree in enumerate(trees):
        place = Place(tree.tree.resolve(), scratch / f"run-{number}")
        place.scratch.mkdir()
        every = chosen(lines(tree.table, asked.base), asked.only)
        ran.append((tree, every, measured(every, place, asked.rounds, _say)))
    return [_judged(*each) for each in ran]


def _generated(asked: argparse.Namespace, scratch: Path) -> Iterator[Path]:
    for size in asked.files.split(","):
        _say(f"generating {size} files")
        folder = scratch / f"generated-{size}"
        options = ["--seed", str(asked.seed), "--density", str(asked.density), "--keep", str(folder)]
        subprocess.run(
            [sys.executable, "-m", "benchmarks", "--files", size, *options], cwd=SOURCE, check=True
        )
        yield folder


def _of(tree: Path, name: str | None) -> Kept:
    """Return any repository as a tree of which nothing is known."""
    listed = subprocess.run(["git", "ls-files"], cwd=tree, check=True, capture_output=True, text=True).stdout
    return Kept(tree, len(listed.splitlines()), name or _most_written(tree))


def _most_written(tree: Path) -> str:
    command = [*ours(), "list", "--output-format", "json", "--no-cache"]
    environment = environment_of(tree / ".cache")
    told = subprocess.run(command, cwd=tree, env=environment, check=True, capture_output=True).stdout
    tables = Counter(write["table"] for write in json.loads(told)["writes"] if write["table"])
    if not tables:
        raise SystemExit(f"nothing in {tree} writes to a table: name one with --table")
    return str(tables.most_common(1)[0][0])


def _judged(tree: Kept, every: Iterable[Line], ran: Iterable[Measured]) -> list[table.Row]:
    by_name = {each.line.name: each for each in ran}
    results = []
    for line in every:
        each = by_name.get(line.name)
        found = accuracy(line, each.output, tree) if each else None
        results.append(table.Result(line, each, found))
    return table.rows(results, tree.files)


def _say(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()
