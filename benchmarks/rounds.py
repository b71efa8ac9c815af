"""Lines measured in turns: in each round every command runs once, so that a busy minute meets all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.lines import SOURCE, Cache, Line, ours
from benchmarks.process import CommandError, Cost, run

SETTLED = 3
"""Seconds after which no time of a file is too young to be believed."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A line that was not measured, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A line's medians (memory: the highest), its ratio to the line it is compared with, its output.

    The ratio is the median of those of each round, in CPU seconds; None where the other cannot run.
    """

    line: Line
    cost: Cost
    ratio: float | None
    output: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands run: the tree, and a scratch folder for its clones, the caches and the outputs.

    `base` is the revision before the change that `check` is to judge.
    """

    tree: Path
    scratch: Path
    base: str = "HEAD~1"

    @property
    def clone(self) -> Path:
        """A second checkout, as CI has it: somewhere else, in a folder of the same name."""
        return self.scratch / "clone" / self.tree.name

    @property
    def desk(self) -> Path:
        """A checkout in which the change is made while the cache is there."""
        return self.scratch / "desk" / self.tree.name

    @property
    def saved(self) -> Path:
        """The folder of the caches that are restored before each run."""
        return self.scratch / "saved"

    def cache(self, kind: Cache) -> Path:
        """Return the cache folder of such lines."""
        return self.scratch / f"cache-{kind}"

    def output(self, line: Line) -> Path:
        """Return the file that takes what the line prints."""
        return self.scratch / f"{_name(line)}.out"


def measured(
    lines: Sequence[Line], place: Place, rounds: int, say: Callable[[str], None]
) -> tuple[Measured | Failed, ...]:
    """Run each of the lines `rounds` times, in turns, after one run of each that warms what can be warm."""
    failed = {line.name: Failed(line, "not installed") for line in lines if line.missing}
    costs: dict[str, list[Cost]] = {line.name: [] for line in lines}
    restored = [line for line in lines if line.cache in _SAVING]
    for number in range(-1, rounds):
        if number == 0:
            kinds = {line.cache for line in restored}
            lost = {kind for kind in kinds if not _SAVING[kind](place)}
            failed |= {line.name: Failed(line, "no repository") for line in restored if line.cache in lost}
        for line in lines:
            if line.name in failed or not _runs(line, number):
                continue
            say(f"round {number + 1} of {rounds}: {line.name}")
            try:
                cost = _once(line, place)
            except CommandError as error:
                failed[line.name] = Failed(line, str(error))
            else:
                costs[line.name] += [cost] if number >= 0 else []
    return tuple(failed.get(line.name) or _told(line, costs, place) for line in lines)


def _runs(line: Line, number: int) -> bool:
    """Whether a line takes part in a round; that before the first fills the caches, the kernel's too."""
    return number < line.rounds if number >= 0 else line.cache == "warm" or line.against == line.name


def _carried_over(place: Place) -> bool:
    """Clone the tree, if it can be, and save the cache that is warm by now, as CI restores it."""
    shutil.copytree(place.cache("warm"), place.saved / "clone", dirs_exist_ok=True)
    return _git("clone", "-q", "--local", str(place.tree), str(place.clone))


def _filled_before(place: Place) -> bool:
    """Save the cache of a scan of the base at a desk, where the change is made then."""
    there = ("-C", str(place.desk), "checkout", "-q")
    if not _git("clone", "-q", "--local", str(place.tree), str(place.desk)):
        return False
    if not _git(*there, place.base):
        return False
    time.sleep(SETTLED)
    scan = (*ours(), "scan", "--exit-zero")
    run(scan, place.desk, environment_of(place.saved / "before"), place.scratch / "before.out")
    return _git(*there, "-")


def _git(*arguments: str) -> bool:
    return subprocess.run(["git", *arguments], check=False, capture_output=True).returncode == 0


_SAVING: Mapping[Cache, Callable[[Place], bool]] = {"clone": _carried_over, "before": _filled_before}
"""How the caches that are restored before each run are made; False where there is no repository."""


def _name(line: Line) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in line.name)


def _once(line: Line, place: Place) -> Cost:
    cache = place.cache(line.cache)
    if line.cache in _SAVING:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(place.saved / line.cache, cache)
    cwd = {"clone": place.clone, "before": place.desk}.get(line.cache, place.tree)
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
    return Measured(line, cost, median(ratios) if ratios else None, place.output(line))
