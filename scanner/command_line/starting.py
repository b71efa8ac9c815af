"""`writers init`: a commented configuration, written after a look at the repository."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import grammars
from scanner.command_line.run import Run
from scanner.model.facts import Write
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.model.snapshot import Snapshot, shown
from scanner.schema.settings import told_settings

NAME = "writers.toml"
FEW = 3
"""Ordered SQL files that make a folder one that owns its tables."""


def write(run: Run, report: Report) -> Path:
    """Write the configuration of a repository that has none; CannotRun where it has one already."""
    file = run.root / NAME
    if file.exists():
        raise CannotRun(f"{file} is there already", "edit it, or take it away first")
    try:
        file.write_text("\n".join([*_lines(run.source.snapshot, report), ""]), encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotRun(f"{file} cannot be written: {error.strerror}") from error
    return file


def _lines(snapshot: Snapshot, report: Report) -> Iterator[str]:
    yield "# What `writers` reads and judges. Nothing here is needed for a usual repository: every key that"
    yield "# is commented out says what holds without it. The README explains each one."
    yield ""
    yield from _files(snapshot, report)
    yield '# fail-on = "error"                  # what makes the exit code 1: error, warning or never'
    yield '# baseline = "writers-baseline.txt"  # known findings; `writers scan --write-baseline` makes it'
    yield '# also = ["../billing-service"]      # writers in sibling checkouts'
    yield from _ddl(snapshot)
    yield ""
    yield "# [severity]"
    yield '# required-column = "ignore"         # by rule,'
    yield '# "tests/**" = "warning"             # or by path for every rule'
    yield ""
    yield from _helpers(report.writes)
    yield from _django(snapshot)


def _files(snapshot: Snapshot, report: Report) -> Iterator[str]:
    labels = {suffix: label for grammar in grammars.discover() for suffix, label in grammar.labels.items()}
    counted = Counter(labels.get(PurePosixPath(path).suffix, "") for path in snapshot.paths())
    found = ", ".join(f"{count} {label}" for label, count in counted.most_common() if label)
    yield f"# Found here: {found or 'no source file'}; {len(report.writes)} writes outside the ORM."
    yield '# include = ["**"]                   # gitignore syntax, relative to the root'
    yield "# exclude = []"
    yield '# test-paths = ["**/checks/**"]      # test code, beside the usual conventions'


def _ddl(snapshot: Snapshot) -> Iterator[str]:
    folders = Counter(
        str(PurePosixPath(path).parent)
        for path in snapshot.paths()
        if path.endswith(".sql") and PurePosixPath(path).name[:1].isdigit()
    )
    owning = sorted(_plain(folder) for folder, count in folders.items() if count >= FEW)
    listed = ", ".join(f'"{_quoted(folder)}"' for folder in owning)
    yield f"# ddl = [{listed}]  # folders of ordered SQL files that own their tables"


def _helpers(writes: tuple[Write, ...]) -> Iterator[str]:
    learnt = sorted({(write.sink.name, write.sink.path or "") for write in writes if write.sink})
    for name, path in learnt:
        yield f"# learnt: {_plain(name)} of {_plain(path)}"
    yield "# [[helpers]]                         # a function that learning does not find"
    yield '# name = "insertRow"'
    yield '# language = "typescript"'
    yield "# table = 1                           # positions from 0, or keywords"
    yield "# row = 2"
    yield ""


def _django(snapshot: Snapshot) -> Iterator[str]:
    told = told_settings(snapshot)
    yield "# [django]                            # each is found by itself where it can be"
    yield f'# settings = "{_quoted(told[0]) if told else "config.settings"}"'
    yield '# python = ".venv/bin/python"         # whose site-packages are read, never run'


def _plain(text: str) -> str:
    """Return a name that cannot end the comment that it stands in."""
    return "".join(each if each.isprintable() else "?" for each in shown(text))


def _quoted(text: str) -> str:
    return _plain(text).replace("\\", "\\\\").replace('"', '\\"')
