"""A tree to measure on, and what is known to be written in it, kept beside it until it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.monorepo.source import Write


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder, its number of files, the table to ask for, and where the truth is (None: nobody knows it)."""

    root: Path
    files: int
    table: str
    truth: Path | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """Every write of a tree; `broken` are those that its last commit's new column breaks."""

    writes: tuple[Write, ...]
    broken: tuple[Write, ...] = ()


def keep(root: Path, files: int, table: str, truth: Truth) -> Tree:
    """Write what is known of the tree beside it, and return it."""
    told = {"writes": _plain(truth.writes), "broken": _plain(truth.broken)}
    (root.parent / "truth.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (root.parent / "tree.json").write_text(json.dumps({"files": files, "table": table}), encoding="utf-8")
    return Tree(root, files, table, root.parent / "truth.json")


def kept(folder: Path) -> Tree:
    """Return the tree that was made in that folder before."""
    told = json.loads((folder / "tree.json").read_text(encoding="utf-8"))
    return Tree(folder / "tree", told["files"], told["table"], folder / "truth.json")


def read(path: Path) -> Truth:
    """Return the truth of a tree."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Truth(tuple(map(_write, told["writes"])), tuple(map(_write, told["broken"])))


def _plain(writes: Iterable[Write]) -> list[dict[str, object]]:
    return [asdict(write) for write in writes]


def _write(told: dict[str, Any]) -> Write:
    columns = told["columns"]
    named = None if columns is None else tuple(columns)
    return Write(told["path"], told["line"], told["operation"], told["table"], named)
