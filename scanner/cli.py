"""The command line: the only print, the only exit code.

Each command imports what it needs when it runs, so that a run pays for nothing else.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Annotated, NoReturn

import typer
from click import Abort, ClickException

from scanner import __version__
from scanner.command_line.exits import CANNOT_RUN, INTERRUPTED, OK, OUR_BUG, complain
from scanner.command_line.group import CONTEXT, Commands
from scanner.model.failure import CannotRun

ISSUES = "https://github.com/external-writers/external-writers/issues"

app = typer.Typer(
    name="writers",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
    suggest_commands=False,
)


@app.callback(invoke_without_command=True)
def writers(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Find who writes your Django tables from outside, and what a schema change breaks there."""
    if version:
        typer.echo(f"writers {__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line and exit, with one of the README's exit codes.

    A third of a run would go into looking for garbage and into freeing what the end frees anyway.
    """
    gc.disable()
    _open_streams()
    code = run(sys.argv[1:])
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _open_streams() -> None:
    """Stand in for streams that the caller closed (`>&-`), for which Python has None."""
    if sys.stdout is None or sys.stderr is None:
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        return app(arguments, prog_name="writers", standalone_mode=False) or OK
    except ClickException as error:
        error.show()
    except CannotRun as error:
        complain(f"error: {error.message}")
        if error.hint:
            complain(f"hint: {error.hint}")
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the only place: our own bug gets one line
        if {"-v", "-vv", "--verbose"}.intersection(arguments):
            import traceback

            traceback.print_exc()
        complain(f"a bug of ours: {type(error).__name__}: {error}", f"please report it at {ISSUES}, with -v")
        return OUR_BUG
    return CANNOT_RUN


if __name__ == "__main__":
    main()
