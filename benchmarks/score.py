"""What `writers list` finds in labelled repositories, held against the labels.

usage: python -m benchmarks.score [NAME ...] [--checkout DIR] [--misses]

DIR holds a checkout of each repository under its label's name; what is missing there is fetched from
GitHub at the labelled commit. One line a repository; exit 1 when a figure is below its bound.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.labels import Labels, load, names
from benchmarks.matching import Score, score

BOUNDS = (
    ("recall", "found", "sites", 0.97),
    ("precision", "found", "reported", 0.97),
    ("tables", "table", "found", 0.98),
    ("insert columns", "insert lists right", "insert lists", 0.95),
)


def main() -> int:
    """Print the figures of every repository that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.score", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a file of benchmarks/labelled")
    parser.add_argument("--checkout", type=Path, default=Path("build/labelled"), metavar="DIR")
    parser.add_argument("--misses", action="store_true", help="print what is wrong, a line each")
    asked = parser.parse_args()
    fine = True
    for name in asked.names or names():
        labels = load(name)
        result = score(labels, _writes(_tree(labels, asked.checkout)))
        line, within = _line(name, result)
        fine &= within
        print(line, *(result.misses if asked.misses else ()), sep="\n  ", flush=True)
    return 0 if fine else 1


def _line(name: str, result: Score) -> tuple[str, bool]:
    figures = [(what, result.ratio(part, whole), bound) for what, part, whole, bound in BOUNDS]
    shown = [f"{what} {ratio:.4f}{'' if ratio >= bound else ' (!)'}" for what, ratio, bound in figures]
    line = "  ".join((f"{name:24} {result.counts['sites']:4} sites", *shown))
    return line, all(ratio >= bound for _, ratio, bound in figures)


def _tree(labels: Labels, folder: Path) -> Path:
    tree = folder / labels.name
    if not tree.is_dir():
        tree.mkdir(parents=True)
        url = f"https://github.com/{labels.repo}"
        _git(tree, "init", "-q")
        _git(tree, "fetch", "-q", "--depth", "1", url, labels.commit)
        _git(tree, "checkout", "-q", "FETCH_HEAD")
    return tree


def _git(tree: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=tree, check=True)


def _writes(tree: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "scanner.cli", "list", "--output-format", "json", "--root", str(tree)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    writes: list[dict[str, object]] = json.loads(run.stdout)["writes"]
    return writes


if __name__ == "__main__":
    sys.exit(main())
