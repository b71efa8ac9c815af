"""The table of one run, and its JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.accuracy import Accuracy
from benchmarks.lines import Line
from benchmarks.rounds import Measured

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """A line, what it cost (None: not installed), and how well it found what is there."""

    line: Line
    measured: Measured | None
    accuracy: Accuracy | None


def rows(results: Iterable[Result], files: int) -> list[Row]:
    """Return the run as JSON: a row for each line, in order."""
    return [_row(result, files) for result in results]


def _row(result: Result, files: int) -> Row:
    line, measured, found = result.line, result.measured, result.accuracy
    if measured is None:
        return {"files": files, "name": line.name, "missing": True}
    bound = line.bound
    return {
        "files": files,
        "name": line.name,
        "cpu": round(measured.cost.cpu, 4),
        "wall": round(measured.cost.wall, 4),
        "memory": round(measured.cost.memory, 1),
        "against": line.against,
        "ratio": round(measured.ratio, 3),
        "must": bound.must if bound else None,
        "aim": bound.aim if bound else None,
        "at_least": bool(bound and bound.at_least),
        "holds": bound.holds(measured.ratio) if bound else None,
        "recall": _rounded(found and found.recall),
        "precision": _rounded(found and found.precision),
        "exact": _rounded(found and found.exact),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def text(rows: Iterable[Row]) -> str:
    """Return the rows as a table for a terminal."""
    head = f"{'files':>6}  {'command':34}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'ratio':>9} {'of':4}{'must':>8}"
    lines = [f"{head}  {'':6}{'recall':>7}{'precision':>10}{'exact':>7}"]
    for row in rows:
        lines.append(
            f"{row['files']:>6}  {row['name']:34}" + ("not installed" if row.get("missing") else _cells(row))
        )
    return "\n".join(lines)


def _cells(row: Row) -> str:
    sign = "≥" if row["at_least"] else "≤"
    must = "" if row["must"] is None else f"{sign} {row['must']:g}"
    holds = {None: "", True: "holds", False: "FAILS"}[row["holds"]]
    figures = "".join(_figure(row[key], width, digits) for key, width, digits in FIGURES)
    found = "".join(
        _figure(row[key], width, 3) for key, width in (("recall", 7), ("precision", 10), ("exact", 7))
    )
    return f"{figures} {str(row['against'])[:1]:4}{must:>8}  {holds:6}{found}"


FIGURES = (("cpu", 8, 3), ("wall", 8, 3), ("memory", 7, 0), ("ratio", 9, 2))


def _figure(value: object, width: int, digits: int) -> str:
    return " " * width if value is None else f"{value:{width}.{digits}f}"
