"""The rows of a run, as they stand in its JSON, and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarks.accuracy import Accuracy
from benchmarks.lines import Bound
from benchmarks.rounds import Failed, Measured

Row = dict[str, Any]
"""`cpu` and `wall` are seconds, `memory` MiB, `ratio` a multiple of `against`, `exact` recall of writes.

`holds` is FAILS, holds, aim, or WRONG where ours did not find what is there: no ratio makes up for that.
"""

WIDTHS = {"cpu": (8, 3), "wall": (8, 3), "memory": (7, 0), "ratio": (9, 2)}
FOUND = {"recall": (7, 3), "precision": (10, 3), "exact": (7, 3)}


def row(measured: Measured | Failed, found: Accuracy | None, files: int) -> Row:
    """Return a line's row; `files` is the size of its tree."""
    line = measured.line
    told: Row = {"files": files, "name": line.name, "ours": line.ours}
    if isinstance(measured, Failed):
        return {**told, "missing": measured.reason}
    told |= {"cpu": measured.cost.cpu, "wall": measured.cost.wall, "memory": measured.cost.memory}
    told |= {"against": line.against, "ratio": measured.ratio}
    if line.bound and measured.ratio is not None:
        told |= verdict(line.bound, measured.ratio)
    if found and line.ours and found.exact != 1:
        told |= {"holds": "WRONG"}
    if found:
        told |= {"recall": found.recall, "precision": found.precision, "exact": found.exact}
    return told


def verdict(bound: Bound, figure: float) -> Row:
    """Return the cells that say what was asked of a figure, and whether it holds."""
    holds = "FAILS" if not bound.holds(figure) else "aim" if bound.reached(figure) else "holds"
    sign = "≥" if bound.at_least else "≤"
    return {"must": f"{sign} {bound.must:.3g}", "aim": bound.aim, "holds": holds}


def text(rows: Iterable[Row]) -> str:
    """Return the rows as a table."""
    names = "".join(f"{name:>{width}}" for name, (width, _) in WIDTHS.items())
    found = "".join(f"{name:>{width}}" for name, (width, _) in FOUND.items())
    lines = [f"{'files':>6}  {'command':42}{names} {'of':16.16}{'must':>7} {'':6}{found}"]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    head = f"{row['files']:>6}  {row['name']:42}"
    if reason := row.get("missing"):
        return f"{head}{reason}"
    against = row.get("against", "").partition(":")[0]
    middle = f"{against:16.16}{row.get('must', ''):>7} {row.get('holds', ''):6}"
    return f"{head}{_figures(row, WIDTHS)} {middle}{_figures(row, FOUND)}".rstrip()


def _figures(row: Row, widths: dict[str, tuple[int, int]]) -> str:
    cells = [(row.get(name), width, digits) for name, (width, digits) in widths.items()]
    return "".join(
        " " * width if value is None else f"{value:{width}.{digits}f}" for value, width, digits in cells
    )
