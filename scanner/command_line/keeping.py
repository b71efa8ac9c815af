"""Answers that an earlier run has given to the same question about the same tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING

from msgspec.structs import replace

from scanner.adapters import git
from scanner.adapters.catalogs import Catalogs
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.reports import Answer, kept
from scanner.command_line.options import Common
from scanner.command_line.run import Run

if TYPE_CHECKING:
    from scanner.command_line.schema_options import Judging

_ELSEWHERE = frozenset(
    {
        *("root", "config", "also", "facts", "repos", "base", "baseline", "write_baseline"),
        *("output_format", "output", "color", "quiet", "verbose", "fail_on", "exit_zero", "all_"),
        *("jobs", "engine", "no_cache", "cache_dir"),
    }
)
"""Options that the report does not hang on, or that are told in another way."""

_LIVE = frozenset({"probe", "postgres"})


def answer(
    run: Run,
    options: Common,
    make: Callable[[], Answer],
    more: Sequence[str] = (),
    catalogs: Catalogs | None = None,
) -> Answer:
    """Return what `make` makes, perhaps as it is kept; `more` is what it hangs on beside the options.

    Nothing is kept of a report that hangs on more than the tree and the packages of the `catalogs`.
    """
    disk, cache = run.source.snapshot, run.source.cache
    if not isinstance(disk, DiskSnapshot) or cache is None or run.source.beside:
        return make()
    if getattr(options, "schema", "auto") in _LIVE:
        return make()
    given = {each.name: getattr(options, each.name) for each in fields(options)}
    asked = {name: value for name, value in given.items() if name not in _ELSEWHERE}
    folder = run.root.relative_to(git.enclosing(run.root) or run.root).as_posix()
    question = repr((run.command, run.root.name, folder, run.config, asked, *more))
    found = kept(cache, disk, catalogs or Catalogs(cache), question, make)
    return replace(found, report=replace(found.report, root=str(run.root)))


def known_findings(run: Run, options: Judging) -> str:
    """Return the name and the content of the file with the known findings, nothing without one."""
    file = run.baseline(options.baseline)
    if file is None:
        return ""
    with suppress(OSError):  # whoever needs it says so
        return repr((file.name, b"" if options.write_baseline else file.read_bytes()))
    return repr((file.name, b""))
