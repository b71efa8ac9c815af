"""What `writers scan` knows of a few tables, in a few lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from external_writers_django.installed import CannotRun, run
from external_writers_django.touched import Touched

SECONDS = 120
MANY = 20
"""Writers of a table that are listed."""

RAN = {0, 1}
NO_MODEL_OR_FILE = 3


def lines(touched: Touched) -> list[str]:
    """Return the outside writers of the tables, and what breaks there of the columns; empty for none."""
    try:
        return list(_lines(_report(), touched)) if touched else []
    except (LookupError, TypeError, AttributeError) as error:
        raise CannotRun("its answer is not understood") from error


def _lines(report: dict[str, Any], touched: Touched) -> Iterator[str]:
    for table in report["tables"]:
        if table["table"] in touched and table["writers"]:
            yield f"Written outside Django: {_printable(table['table'])}"
            yield from _writers([report["writes"][index] for index in table["writers"]])
            yield from _findings(report, table["table"], touched[table["table"]])


def _report() -> dict[str, Any]:
    done = run(["scan", "--output-format", "json", "--quiet"], captured=True, seconds=SECONDS)
    if done.returncode == NO_MODEL_OR_FILE:
        return {"tables": []}
    if done.returncode not in RAN:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise CannotRun(_printable(said[0])[:200])
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        raise CannotRun("it answered with something that is no JSON") from error
    if not isinstance(report, dict) or report.get("version") != 1:
        raise CannotRun("its version is not one that this app knows")
    return report


def _writers(writes: list[dict[str, Any]]) -> Iterator[str]:
    for write in writes[:MANY]:
        tests = " (tests)" if write["in_tests"] else ""
        named = ", ".join(write["columns"]) if write["columns"] is not None else "columns not known"
        yield _printable(f"  {write['path']}:{write['line']}  {write['operation']}{tests}  {named}")
    if len(writes) > MANY:
        yield f"  and {len(writes) - MANY} more"


def _findings(report: dict[str, Any], table: str, columns: set[str]) -> Iterator[str]:
    """Yield each problem once, however many writers have it."""
    said: set[tuple[str, str]] = set()
    for finding in report["findings"]:
        about = finding["table"] == table and finding["column"] in columns
        problem = (finding["rule"], finding["column"])
        if about and problem not in said and finding["suppressed"] is None and finding["severity"] != "note":
            said.add(problem)
            yield _printable(f"  {finding['severity']}: {finding['message']}")
            yield _printable(f"    {finding['help']}")


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
