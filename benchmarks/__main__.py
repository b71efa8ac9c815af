"""The time, memory and accuracy of this tool and of others, on generated monorepos or on a tree of yours.

ast-grep and semgrep are measured when they are on the path: `pip install --group bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import table
from benchmarks.accuracy import accuracy
from benchmarks.lines import SOURCE, Line, chosen, lines, without_slow
from benchmarks.monorepo import DENSITY, Monorepo
from benchmarks.monorepo.repository import make
from benchmarks.one_file import one_file_lines
from benchmarks.process import adopt
from benchmarks.rounds import SETTLED, Failed, Measured, Place, measured
from benchmarks.trees import trees, two_files
from benchmarks.truth import Tree, read
from benchmarks.verdicts import verdicts


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
        print(f"{made.root}: {made.files} files; scan {made.table}, check --base HEAD~1")
        return
    rows: list[table.Row] = []
    with tempfile.TemporaryDirectory(prefix="writers-bench-") as scratch:
        for more in _parts(asked, Path(scratch)):
            rows += more
            _write(asked, [*rows, *verdicts(rows)])
    print(table.text([*rows, *verdicts(rows)]))


def _write(asked: argparse.Namespace, rows: list[table.Row]) -> None:
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    told = {"rounds": asked.rounds, "density": asked.density, **_machine(), "rows": rows}
    asked.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _parts(asked: argparse.Namespace, scratch: Path) -> Iterator[list[table.Row]]:
    """Yield the rows of each tree; those with the largest truth, which makes this process grow, come last."""
    for number, tree in enumerate(trees(asked, scratch)):
        every = lines(tree.table, asked.base)
        wanted = chosen(every if number == 0 else without_slow(every), asked.only)
        yield _measured(tree, wanted, asked.rounds, Place(tree.root, scratch / f"run-{number}", asked.base))
    if not asked.tree and (wanted := chosen(one_file_lines(), asked.only)):
        tree = two_files(scratch / "one-file")
        yield _measured(tree, wanted, asked.rounds, Place(tree.root, scratch / "run-one-file"))


def _measured(tree: Tree, wanted: tuple[Line, ...], rounds: int, place: Place) -> list[table.Row]:
    place.scratch.mkdir()
    time.sleep(SETTLED)
    return [*_judged(tree, measured(wanted, place, rounds, _say))]


def _judged(tree: Tree, ran: Iterable[Measured | Failed]) -> Iterator[table.Row]:
    truth = read(tree.truth) if tree.truth else None
    for each in ran:
        found = None
        if truth and isinstance(each, Measured):
            found = accuracy(each.line, each.output, tree.table, truth)
        yield table.row(each, found, tree.files)


def _machine() -> dict[str, object]:
    version = ".".join(map(str, sys.version_info[:3]))
    return {"python": version, "processors": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def _say(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()
