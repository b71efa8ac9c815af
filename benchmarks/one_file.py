"""One file of 15,000 INSERTs (2.7 MB) and one of twice as many: the time is to be twice, too.

`python -m benchmarks.one_file DIR` writes them, and what they hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lines import Bound, Line, ours
from benchmarks.monorepo.source import Write
from benchmarks.truth import Tree, Truth, keep

COUNT = 15_000
COLUMNS = ("account_id", "member_name", "order_total", "note", "created_at")
LANGUAGES = {
    "sql": "INSERT INTO shop_order ({columns}) VALUES ({number}, 'of {number}', 12.5, '{note}', now());\n",
    "ts": "await db.query('INSERT INTO shop_order ({columns}) VALUES (1, 2, 3, 4, 5)', ['{note}'])\n",
}
NOTE = "left at the depot by the driver on the second try, as was asked"


def one_file(root: Path) -> Tree:
    """Write the files below the root, each in a folder of its own."""
    writes: list[Write] = []
    for suffix, template in LANGUAGES.items():
        for times, name in ((1, "once"), (2, "twice")):
            path = root / f"{name}-{suffix}" / f"{name}.{suffix}"
            path.parent.mkdir(parents=True)
            path.write_text("".join(_statements(template, COUNT * times)), encoding="utf-8")
            numbers = range(1, COUNT * times + 1)
            writes += [Write(path.name, line, "insert", "shop_order", COLUMNS) for line in numbers]
    return keep(root, 1, "shop_order", Truth(tuple(writes)))


def _statements(template: str, count: int) -> Iterator[str]:
    columns = ", ".join(COLUMNS)
    for number in range(count):
        yield template.format(columns=columns, number=number, note=NOTE)


def one_file_lines() -> tuple[Line, ...]:
    """Return the lines: `list` of each file, the longer one against the shorter."""
    found: list[Line] = []
    for suffix in LANGUAGES:
        once, twice = (_line(name, suffix) for name in ("once", "twice"))
        found += [once, twice]
    return tuple(found)


def _line(name: str, suffix: str) -> Line:
    first = f"list, one .{suffix} of {COUNT:,} INSERTs"
    told = first if name == "once" else f"list, one .{suffix} of {2 * COUNT:,}"
    command = (*ours(), "list", "--no-cache", "--output-format", "json", "--root", f"{name}-{suffix}")
    bound = None if name == "once" else Bound(2.2, 2.0)
    return Line(told, command, first, bound, output="writes", below=f"{name}.{suffix}")


if __name__ == "__main__":
    one_file(Path(sys.argv[1]) / "tree")
