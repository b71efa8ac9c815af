"""The exit codes, the same for every command and format, and what is said beside the results."""

from __future__ import annotations

import typer

OK, FINDINGS, CANNOT_RUN, NOTHING_TO_LOOK_AT, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130


def nothing(what: str) -> int:
    """Say on stderr that there was nothing to look at, and return the exit code for that."""
    complain("nothing to look at", what)
    return NOTHING_TO_LOOK_AT


def complain(message: str, hint: str | None = None) -> None:
    """Write a line to stderr, in which nothing of a scanned repository can hide."""
    from scanner.reporters.escape import visible

    typer.echo(visible(f"{message}: {hint}" if hint else message), err=True)
