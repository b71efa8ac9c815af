"""The golden files: what each format says of the sample; `python -m tests.reporters.golden` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from scanner.model.finding import Report
from scanner.reporters import formats, render
from scanner.reporters.style import Command, Style
from tests.reporters import sample

FOLDER = Path(__file__).parents[1] / "golden"
COMMANDS: dict[Command, tuple[Report, Style]] = {
    "list": (sample.REPORT, sample.LIST),
    "scan": (sample.REPORT, sample.SCAN),
    "check": (sample.CHECKED, sample.CHECK),
    "schema": (sample.REPORT, sample.SCHEMA),
}


def cases() -> Iterator[str]:
    """Yield the name of each golden file: every format of a scan, text and JSON of every command."""
    for name in formats():
        yield from (
            f"{command}.{name}" for command in COMMANDS if name in {"text", "json"} or command == "scan"
        )


def produced(case: str) -> str:
    """Return what the golden file of that name must hold."""
    command, name = case.split(".")
    report, style = next(pair for known, pair in COMMANDS.items() if known == command)
    return render(name, report, replace(style, color=False))


if __name__ == "__main__":
    for case in cases():
        (FOLDER / case).write_text(produced(case), encoding="utf-8")
