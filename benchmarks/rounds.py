"""Lines measured in turns: in each round every command runs once, so that a busy minute meets all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.lines import SOURCE, Cache, Line
from benchmarks.process import Cost, run


@dataclass(frozen=True, slots=True)
class Measured:
    """A line's medians (memory: the highest), its ratio to the line it is compared with, its output.

    The ratio is the median of those of each round, in CPU seconds.
    """

    line: Line
    cost: Cost
    ratio: float
    output: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands run: the tree, and a scratch folder for its clone, the caches and the outputs."""

    tree: Path
    scratch: Path

    @property
    def clone(self) -> Path:
        """A second checkout, as CI has it."""
        return self.scratch / "clone"

    def cache(self, kind: Cache) -> Path:
        """Return the cache folder of such lines."""
        return self.scratch / f"cache-{kind}"

    def output(self, line: Line) -> Path:
        """Return the file that takes what the line prints."""
        return self.scratch / f"{_name(line)}.out"


def measured(
    lines: Sequence[Line], place: Place, rounds: int, say: Callable[[str], None]
) -> tuple[Measured, ...]:
    """Run each of the lines `rounds` times, in turns, after one run of each that warms what can be warm."""
    present = [line for line in lines if not line.missing]
    for line in present:
        if line.cache != "clone" and line.rounds >= rounds:
            say(f"once, to warm up: {line.name}")
            _once(line, place)
    if any(line.cache == "clone" for line in present):
        subprocess.run(["git", "clone", "-q", "--local", str(place.tree), str(place.clone)], check=True)
        shutil.copytree(place.cache("warm"), place.scratch / "saved", dirs_exist_ok=True)
    costs: dict[str, list[Cost]] = {line.name: [] for line in present}
    for number in range(rounds):
        for line in present:
            if number < line.rounds:
                say(f"round {number + 1} of {rounds}: {line.name}")
                costs[line.name].append(_once(line, place))
    return tuple(_told(line, costs, place) for line in present)


def _name(line: Line) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in line.name)


def _once(line: Line, place: Place) -> Cost:
    cache = place.cache(line.cache)
    if line.cache == "clone":
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(place.scratch / "saved", cache)
    cwd = place.clone if line.cache == "clone" else place.tree
    return run(line.command, cwd, environment_of(cache), place.output(line))


def environment_of(cache: Path) -> Mapping[str, str]:
    """Return an installed tool's environment: it has its bytecode, and a cache folder of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(SOURCE), "XDG_CACHE_HOME": str(cache)}


def _told(line: Line, costs: Mapping[str, list[Cost]], place: Place) -> Measured:
    own, others = costs[line.name], costs[line.against]
    ratios = [one.cpu / other.cpu for one, other in zip(own, others, strict=False)]
    cost = Cost(
        median(each.cpu for each in own), median(each.wall for each in own), max(each.memory for each in own)
    )
    return Measured(line, cost, median(ratios), place.output(line))
