"""Reads corpus pages: code in a fence, then the writes that it holds in a `writes` fence.

A line of the second fence: `LINE OPERATION TABLE COLUMNS [null=a,b] [via=NAME]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import grammars
from scanner.extract import extract
from scanner.extract.writes import writes
from scanner.model.options import HelperSpec
from scanner.model.statement import ColumnList, Named, Positional, Statement, Target, Unread

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_SUFFIX = {
    "typescript": ".ts",
    "javascript": ".js",
    "rust": ".rs",
    "python": ".py",
    "go": ".go",
    "ruby": ".rb",
    "csharp": ".cs",
    "kotlin": ".kt",
}
INSERT_ROW = HelperSpec("insertRow", None, 1, 2)


@dataclass(frozen=True)
class Example:
    """A fence of code and the lines that the fence after it expects."""

    title: str
    language: str
    path: str
    source: str
    expected: tuple[str, ...]


def examples(page: Path) -> Iterator[Example]:
    text = page.read_text(encoding="utf-8")
    fences = list(_FENCE.finditer(text))
    for code, listed in pairwise(fences):
        if listed["info"].strip() != "writes" or code["info"].strip() == "writes":
            continue
        language, _, options = code["info"].strip().partition(" ")
        path = re.search(r"path=(\S+)", options)
        titles = [match[1] for match in _HEADING.finditer(text, 0, code.start())]
        yield Example(
            title=titles[-1] if titles else page.stem,
            language=language,
            path=path[1] if path else "src/example" + _SUFFIX.get(language, f".{language}"),
            source=code["body"],
            expected=tuple(line.strip() for line in listed["body"].splitlines() if line.strip()),
        )


def said(example: Example) -> list[str]:
    """Return a line for every write, as the page would say it."""
    grammar, label = next(
        (grammar, label)
        for grammar in grammars.discover()
        for suffix, label in grammar.labels.items()
        if example.path.endswith(suffix)
    )
    facts = extract(example.path, example.source.encode(), grammar, label, [INSERT_ROW])
    return [_line(write.statement, write.via) for write in writes(facts)]


def _line(statement: Statement, via: str | None) -> str:
    words = [str(statement.at.line), statement.operation, _target(statement.target)]
    if statement.operation not in ("delete", "truncate"):
        words.append(_columns(statement))
    nulls = statement.columns.nulls if isinstance(statement.columns, ColumnList) else ()
    if nulls:
        words.append("null=" + ",".join(str(each) for each in nulls))
    if via is not None:
        words.append(f"via={via}")
    return " ".join(words)


def _target(target: Target) -> str:
    match target:
        case Unread():
            return "?"
        case Named(name, None):
            return name
        case Named(name, Unread()):
            return f"?.{name}"
        case Named(name, schema):
            return f"{schema}.{name}"


def _columns(statement: Statement) -> str:
    match statement.columns:
        case Unread():
            return "?"
        case Positional():
            return "positional"
        case ColumnList(certain, possible, complete):
            names = [*certain, *(f"{name}?" for name in possible), *([] if complete else ["..."])]
            return f"({', '.join(names)})"


def agrees(expected: str, got: str) -> bool:
    """Return whether a line says what the page says; `via=` and `null=` count where the page has them."""
    options = {word.partition("=")[0] for word in _words(expected) if "=" in word}
    kept = [word for word in _words(got) if word.partition("=")[0] not in {"via", "null"} - options]
    return kept == _words(expected)


def _words(line: str) -> list[str]:
    return re.findall(r"\([^)]*\)|via=.*|\S+", line)
