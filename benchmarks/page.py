"""Write a run's figures into docs/performance.md, between its two marks, and the picture beside it.

usage: python -m benchmarks.page [build/bench.json]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lines import SOURCE
from benchmarks.picture import picture
from benchmarks.table import Row

PAGE = SOURCE / "docs" / "performance.md"
PICTURE = SOURCE / "docs" / "performance.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SLOW = ("ast-grep", "semgrep")
HEAD = (
    "| command | CPU s | wall s | MiB | ratio | of | must | | recall | precision |\n"
    "| --- | ---: | ---: | ---: | ---: | --- | ---: | --- | ---: | ---: |"
)


def page(text: str, told: Row) -> str:
    """Return the page with the figures of a run in the place of those that it had."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{PAGE} has no {BEGIN} … {END}")
    return "\n".join([before + BEGIN, *_measured(told), mark + after])


def _measured(told: Row) -> Iterator[str]:
    rows = told["rows"]
    yield (
        f"Measured with Python {told['python']} on {told['processors']} processors, load {told['load']}, "
        f"{told['rounds']} rounds, one file in {told['density']} a candidate.\n"
    )
    largest = max(row["files"] for row in rows)
    smallest = min(row["files"] for row in rows if row["files"] > 1)
    if smallest < largest:
        slow = [row for row in rows if row["files"] == smallest and row["name"] in SLOW]
        yield from _table(f"{smallest:,} files:", slow)
    yield from _table(f"{largest:,} files:", [row for row in rows if row["files"] == largest])
    yield from _table("One file:", [row for row in rows if row["files"] == 1])
    yield f"![CPU seconds by the number of files]({PICTURE.name})"


def _table(title: str, rows: list[Row]) -> Iterator[str]:
    if rows:
        yield f"{title}\n\n{HEAD}"
        yield from map(_row, rows)
        yield ""


def _row(row: Row) -> str:
    against = row.get("against", "").partition(":")[0]
    against = "" if against == row["name"] else against
    cells = [
        row["name"],
        row.get("missing") or _figure(row, "cpu", 2),
        *(_figure(row, name, digits) for name, digits in (("wall", 2), ("memory", 0), ("ratio", 2))),
        against,
        row.get("must", ""),
        row.get("holds", ""),
        *(_figure(row, name, 3) for name in ("recall", "precision")),
    ]
    return f"| {' | '.join(cells)} |"


def _figure(row: Row, name: str, digits: int) -> str:
    value = row.get(name)
    return "" if value is None else f"{value:.{digits}f}"


def main(path: Path) -> None:
    """Write the page and the picture."""
    told = json.loads(path.read_text(encoding="utf-8"))
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
    PICTURE.write_text(picture(told["rows"]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE / "build" / "bench.json")
