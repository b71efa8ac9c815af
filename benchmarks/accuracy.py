"""What a tool found, held against what the generator knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import Line
from benchmarks.monorepo.source import Write
from benchmarks.truth import Truth

ROWS = ("insert", "upsert", "copy")


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Recall and precision of the places; `exact`: the recall with operation, table and columns right."""

    wanted: int
    recall: float
    precision: float
    exact: float | None = None


@dataclass(frozen=True, slots=True)
class _Span:
    path: str
    first: int
    last: int

    def covers(self, write: Write) -> bool:
        return self.path == write.path and self.first <= write.line <= self.last


def accuracy(line: Line, output: Path, table: str, truth: Truth) -> Accuracy | None:
    """Return how well the line's output, in that file, agrees with the truth; None when it tells no place."""
    if line.output == "nothing":
        return None
    wanted = _wanted(line, table, truth)
    if line.output in ("writes", "changes"):
        document = json.loads(output.read_text(encoding="utf-8"))
        return _exactly(_writes(document, line, table), {*wanted})
    return _places([*_spans(line, output)], wanted)


def _wanted(line: Line, table: str, truth: Truth) -> tuple[Write, ...]:
    writes = tuple(write for write in truth.writes if write.path.startswith(line.below))
    own = tuple(write for write in writes if write.table == table)
    match line.scope:
        case "all":
            return writes
        case "the table":
            return own
        case "broken":
            return truth.broken
        case _:
            return tuple(write for write in own if write.operation in ROWS)


def _exactly(found: set[Write], wanted: set[Write]) -> Accuracy:
    places, right = ({(each.path, each.line, each.operation) for each in some} for some in (found, wanted))
    return Accuracy(
        len(wanted),
        _share(places & right, right),
        _share(places & right, places),
        _share(found & wanted, wanted),
    )


def _places(spans: list[_Span], asked: tuple[Write, ...]) -> Accuracy:
    """Compare places: one that covers a wanted write is right, and a whole file covers its lines."""
    by_path: dict[str, list[_Span]] = {}
    for span in spans:
        by_path.setdefault(span.path, []).append(span)
    met = [each for each in asked if any(span.covers(each) for span in by_path.get(each.path, ()))]
    right = {span for each in asked for span in by_path.get(each.path, ()) if span.covers(each)}
    return Accuracy(len(asked), _share(met, asked), _share(right, {*spans}))


def _share(part: Iterable[object], whole: Iterable[object]) -> float:
    count = len([*whole])
    return len([*part]) / count if count else 1.0


def _writes(document: dict[str, list[dict[str, object]]], line: Line, table: str) -> set[Write]:
    writes = [_write(each) for each in document["writes"]]
    if line.output == "changes":
        named = [number for change in document["changes"] for number in _numbers(change["writes"])]
        writes = [writes[number] for number in named]
    return {write for write in writes if line.scope == "all" or write.table == table}


def _write(told: dict[str, object]) -> Write:
    columns = told["columns"]
    table, line = told["table"], told["line"]
    assert isinstance(line, int)
    return Write(
        str(told["path"]),
        line,
        str(told["operation"]),
        None if table is None else str(table),
        tuple(map(str, columns)) if isinstance(columns, list) else None,
    )


def _numbers(told: object) -> list[int]:
    return [each for each in told if isinstance(each, int)] if isinstance(told, list) else []


def _spans(line: Line, output: Path) -> Iterator[_Span]:
    text = output.read_text(encoding="utf-8", errors="replace")
    match line.output:
        case "files":
            for path in text.splitlines():
                yield _Span(_relative(path), 1, 10**9)
        case "lines":
            for each in text.splitlines():
                path, number, _ = each.split(":", 2)
                yield _Span(_relative(path), int(number), int(number))
        case "spans":
            for each in text.splitlines():
                hit = json.loads(each)
                first, last = hit["range"]["start"]["line"], hit["range"]["end"]["line"]
                yield _Span(_relative(hit["file"]), first + 1, last + 1)
        case _:
            for hit in json.loads(text)["results"]:
                yield _Span(_relative(hit["path"]), hit["start"]["line"], hit["end"]["line"])


def _relative(path: str) -> str:
    return path.removeprefix("./")
