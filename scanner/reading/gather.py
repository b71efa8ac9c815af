"""The outcomes of all files as one reading, in an order that is the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scanner.find.selection import matcher
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.finding import Stats
from scanner.model.outcome import Outcome
from scanner.model.statement import ColumnList, Unread


class Reading(Struct, frozen=True):
    """What the source files say, before any schema is asked."""

    writes: tuple[Write, ...]
    diagnostics: tuple[Diagnostic, ...]
    suppressions: tuple[Suppression, ...]
    stats: Stats


def gather(
    outcomes: Sequence[Outcome], files: int, test_paths: Sequence[str], more: Iterable[Diagnostic] = ()
) -> Reading:
    """Return all that the files say; `files` is how many there are, read or not.

    What matches `test_paths`, in gitignore syntax, is test code whatever its own path says; `more` is
    said of the whole tree.
    """
    contents = [outcome.content for outcome in outcomes]
    is_test = matcher(test_paths) if test_paths else None
    writes = sorted((_located(write, is_test) for content in contents for write in content.writes), key=order)
    diagnostics = {*more} | {each for content in contents for each in content.diagnostics}
    suppressions = {each for content in contents for each in content.suppressions}
    return Reading(
        writes=tuple(writes),
        diagnostics=tuple(sorted(diagnostics, key=place)),
        suppressions=tuple(sorted(suppressions, key=lambda each: (each.path, each.line, each.rules))),
        stats=Stats(
            files=files,
            candidates=sum(content.candidate for content in contents),
            writes=len(writes),
            partial=sum(_is_partial(write) for write in writes),
            opaque=sum(_is_opaque(write) for write in writes),
            skipped=sum(outcome.unread for outcome in outcomes),
            cache_hits=sum(outcome.cached for outcome in outcomes),
        ),
    )


def _located(write: Write, is_test: Callable[[str], bool] | None) -> Write:
    return replace(write, in_tests=True) if is_test is not None and is_test(write.path) else write


def order(write: Write) -> tuple[str, int, int, str, str]:
    """Return what writes are sorted by."""
    statement = write.statement
    return (write.path, statement.at.line, statement.at.column, statement.operation, repr(statement.target))


def place(diagnostic: Diagnostic) -> tuple[str, int, str]:
    """Return what diagnostics are sorted by."""
    return (diagnostic.path, diagnostic.line or 0, diagnostic.message)


def _is_opaque(write: Write) -> bool:
    return isinstance(write.statement.target, Unread) or isinstance(write.statement.columns, Unread)


def _is_partial(write: Write) -> bool:
    columns = write.statement.columns
    return not _is_opaque(write) and isinstance(columns, ColumnList) and not columns.complete
