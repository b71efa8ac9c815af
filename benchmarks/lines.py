"""The commands that are measured, a line of the table each, with the bounds that they are held to."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

PREFILTER = r"insert\s+into|insertRow\(|copy\s|update\s|delete\s+from"
R, S = "R: rg -l, every write", "S: rg -n, one table"
"""What the bounds are multiples of."""

RULES = Path(__file__).parent / "rules"
SOURCE = Path(__file__).parents[1]

Cache = Literal["none", "warm", "clone", "before"]
"""What was run with the cache: nothing, the same command, that in another checkout, a scan of before."""

Output = Literal["files", "lines", "spans", "semgrep", "writes", "changes", "nothing"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What the issue asks of a ratio or a figure: `must` and `aim`, at most (or at least)."""

    must: float
    aim: float | None = None
    at_least: bool = False

    def holds(self, figure: float) -> bool:
        """Whether the figure keeps to what must be."""
        return figure >= self.must if self.at_least else figure <= self.must

    def reached(self, figure: float) -> bool:
        """Whether the figure is as good as what is aimed at."""
        aim = self.must if self.aim is None else self.aim
        return figure >= aim if self.at_least else figure <= aim


@dataclass(frozen=True, slots=True)
class Line:
    """One command: what it is compared with, the bound of that ratio, and how its output is read.

    `against` is another line's name; `scope` says which writes it is to find, and `below` in
    which paths. `rounds` bounds how often a slow one is repeated.
    """

    name: str
    command: tuple[str, ...]
    against: str
    bound: Bound | None = None
    cache: Cache = "none"
    output: Output = "nothing"
    scope: Literal["all", "rows of the table", "the table", "broken"] = "all"
    below: str = ""
    rounds: int = 99
    missing: bool = False

    @property
    def ours(self) -> bool:
        """Whether this tool is what the line measures."""
        return self.command[: len(ours())] == ours()


def lines(table: str, base: str) -> tuple[Line, ...]:
    """Return every line for a tree whose table is asked for and whose change is since `base`."""
    one = rf"INSERT INTO {re.escape(table)}|insertRow\("
    python, writers = sys.executable, ours()
    cold, json = "--no-cache", ("--output-format", "json", "--exit-zero")
    listing = ("list", "--output-format", "json")
    check = ("check", "--base", base, *json)
    return (
        Line(R, (rg(), "-l", "-i", PREFILTER, "."), R, output="files"),
        Line(S, (rg(), "-n", "-i", one, "."), S, output="lines", scope="rows of the table"),
        Line("git grep, one table", ("git", "grep", "-n", "-i", "-E", one), S,
             output="lines", scope="rows of the table"),
        *_others(),
        Line("python -c pass", (python, "-c", "pass"), "python -c pass"),
        Line("--version", (*writers, "--version"), "python -c pass"),
        Line("list, cold", (*writers, *listing, cold), R, Bound(4.5, 2.5), output="writes"),
        Line("list, warm", (*writers, *listing), R, Bound(1.0, 0.7), "warm", "writes"),
        Line("list, fresh clone, cache restored", (*writers, *listing), R,
             Bound(1.0, 0.7), "clone", "writes"),
        Line("scan, cold", (*writers, "scan", *json, cold), R, output="writes"),
        Line("scan, warm", (*writers, "scan", *json), R, Bound(1.0, 0.7), "warm", "writes"),
        Line("scan TABLE, cold", (*writers, "scan", table, *json, cold), S,
             Bound(1.5, 1.2), output="writes", scope="the table"),
        Line("scan TABLE, warm", (*writers, "scan", table, *json), S,
             None, "warm", "writes", "the table"),
        Line("check, cold", (*writers, *check, cold), R, output="changes", scope="broken"),
        Line("check, warm", (*writers, *check), R, Bound(0.6, 0.3), "warm",
             "changes", "broken"),
        Line("check, warm before the change", (*writers, *check), R, Bound(0.6, 0.3), "before",
             "changes", "broken"),
    )  # fmt: skip


def _others() -> tuple[Line, ...]:
    """Return the tools that search syntax trees, in the rules of this folder."""
    ast_grep = _beside("ast-grep")
    semgrep = _beside("semgrep")
    scan = ("scan", "--rule", str(RULES / "ast-grep.yml"), "--json=stream", ".")
    flags = ("--metrics=off", "--disable-version-check", "--json", "--quiet", "--no-git-ignore")
    return (
        Line("ast-grep", (ast_grep or "ast-grep", *scan), "list, cold", Bound(8, 15, True),
             output="spans", rounds=2, missing=not ast_grep),
        Line("semgrep", (semgrep or "semgrep", "scan", "--config", str(RULES / "semgrep.yml"), *flags, "."),
             "list, cold", Bound(80, 150, True), output="semgrep", rounds=1, missing=not semgrep),
    )  # fmt: skip


def _beside(program: str) -> str | None:
    """Return where a program is, of this environment first."""
    return shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)


def rg() -> str:
    """Return the ripgrep that the tool uses, where it is installed beside it."""
    return _beside("rg") or "rg"


@cache
def ours() -> tuple[str, ...]:
    """Return the command that does what an installed `writers` does: call the entry point."""
    told = (SOURCE / "pyproject.toml").read_text(encoding="utf-8")
    entry = re.search(r'^writers = "([\w.]+):(\w+)"', told, re.MULTILINE)
    assert entry, "pyproject.toml names no entry point"
    return (sys.executable, "-c", f"import sys; from {entry[1]} import {entry[2]}; sys.exit({entry[2]}())")


def chosen(every: tuple[Line, ...], parts: list[str]) -> tuple[Line, ...]:
    """Return the lines whose names hold one of the parts, with those that they need; without parts all."""
    wanted = {line.name for line in every if not parts or any(part in line.name for part in parts)}
    if any(line.cache == "clone" and line.name in wanted for line in every):
        wanted.add("list, warm")
    for _ in range(2):
        wanted |= {line.against for line in every if line.name in wanted}
    return tuple(line for line in every if line.name in wanted)


def without_slow(every: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines without those that one tree is enough for."""
    return tuple(line for line in every if line.rounds > 1)
