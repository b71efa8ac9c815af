"""`writers fix`: the model fields that get a database default, and what has to follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from scanner.command_line.run import Run
from scanner.model.catalog import Catalog, Column
from scanner.model.failure import CannotRun
from scanner.model.finding import Finding, Report
from scanner.model.snapshot import Skipped
from scanner.rules.vocabulary.remedy import IMPORTS, database_default
from scanner.schema.edit import with_database_default

RULES = frozenset({"not-null-omitted", "default-only-in-migrations"})
"""What a database default mends."""


class Fix(Struct, frozen=True):
    """A field and the database default that it gets."""

    model: str
    column: Column
    path: str
    line: int
    default: str


class Fixed(Struct, frozen=True):
    """A file before and after its fields got their defaults."""

    path: str
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...]


def fixes(report: Report, catalog: Catalog) -> tuple[Fix, ...]:
    """Return the fields of the report's findings whose Python default a database default can say."""
    tables = {table.qualified: table for table in catalog.tables.values()}
    found: dict[tuple[str, int], Fix] = {}
    for finding in _mendable(report):
        table = tables.get(finding.table)
        column = table.column(finding.column) if table and finding.column else None
        default = database_default(column.default_source) if column else None
        place = column.origin if column else None
        if (
            table
            and column
            and default
            and place
            and place.line
            and not place.path.startswith("site-packages/")
        ):
            fix = Fix(table.model or table.name, column, place.path, place.line, default)
            found.setdefault((place.path, place.line), fix)
    return tuple(sorted(found.values(), key=lambda each: (each.path, each.line)))


def _mendable(report: Report) -> Iterator[Finding]:
    yield from (each for each in report.findings if each.rule in RULES and each.suppressed is None)


def fixed(run: Run, wanted: tuple[Fix, ...]) -> Iterator[Fixed]:
    """Yield each file with the defaults put in, from the last line to the first."""
    for path in sorted({each.path for each in wanted}):
        before = run.source.snapshot.read(path)
        if isinstance(before, Skipped):
            continue
        after, done = before, []
        for fix in sorted((each for each in wanted if each.path == path), key=lambda each: -each.line):
            edited = with_database_default(after, fix.line, fix.default, IMPORTS.get(fix.default))
            if edited is not None:
                done.append(fix)
                after = edited
        if done:
            yield Fixed(path, before, after, tuple(reversed(done)))


def write(root: Path, files: tuple[Fixed, ...]) -> None:
    """Write the files; CannotRun for one that cannot be written."""
    for each in files:
        try:
            (root / each.path).write_bytes(each.after)
        except OSError as error:
            raise CannotRun(f"{each.path} cannot be written: {error.strerror}") from error


def difference(file: Fixed) -> str:
    """Return a file's change as a unified diff."""
    before, after = (
        text.decode("utf-8", "replace").splitlines(keepends=True) for text in (file.before, file.after)
    )
    return "".join(difflib.unified_diff(before, after, f"a/{file.path}", f"b/{file.path}"))


def told(files: tuple[Fixed, ...], left: int) -> Iterator[str]:
    """Yield what was done, what has to follow, and what a database default cannot mend."""
    apps = set()
    for file in files:
        for fix in file.fixes:
            apps.add(fix.model.partition(".")[0])
            yield f"{file.path}:{fix.line}: {fix.model}.{fix.column.name} gets db_default={fix.default}"
    if apps:
        yield f"now run: python manage.py makemigrations {' '.join(sorted(apps))}"
        yield "its AlterField sets the DEFAULT in Postgres; db_default= needs Django 5.0"
    if left:
        yield f"{left} finding{'s need' if left > 1 else ' needs'} a person: `writers scan` says what to do"
    if not apps and not left:
        yield "nothing to fix"
