"""What no single line tells: start-up above bare Python, the highest memory, growth with the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.lines import Bound
from benchmarks.table import Row, verdict

START_UP, MEMORY = Bound(0.1), Bound(96, 48)
GROWS = ("list, cold", "list, warm", "scan, cold", "scan, warm", "check, warm")
LINEAR = 1.1
"""Four times the files may cost 4.4 times as much."""


def verdicts(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield further rows, made of a run's rows."""
    told = [row for row in rows if "cpu" in row]
    for files in sorted({row["files"] for row in told if row["files"] > 1}):
        yield from _of_tree({row["name"]: row for row in told if row["files"] == files}, files)
    for name in GROWS:
        yield from _growth([row for row in told if row["name"] == name])


def _of_tree(rows: dict[str, Row], files: int) -> Iterator[Row]:
    if "--version" in rows and "python -c pass" in rows:
        above = rows["--version"]["cpu"] - rows["python -c pass"]["cpu"]
        yield {**_row(files, "--version, above python -c pass"), "cpu": above, **verdict(START_UP, above)}
    own = [row["memory"] for row in rows.values() if row["ours"]]
    if own:
        yield {**_row(files, "memory, the most of ours"), "memory": max(own), **verdict(MEMORY, max(own))}


def _growth(rows: list[Row]) -> Iterator[Row]:
    sizes = sorted(rows, key=lambda row: int(row["files"]))
    if len(sizes) < 2:
        return
    first, last = sizes[0], sizes[-1]
    times, ratio = last["files"] / first["files"], last["cpu"] / first["cpu"]
    name = f"growth of {first['name']}, from {first['files']}"
    yield {**_row(last["files"], name), "ratio": ratio, **verdict(Bound(LINEAR * times, times), ratio)}


def _row(files: int, name: str) -> Row:
    return {"files": files, "name": name, "ours": True}
