"""The command line: the only print, the only exit code.

Each command imports what it needs when it runs, so that a run pays for nothing else.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from click import Abort, ClickException

from scanner import __version__
from scanner.command_line.commands import CONTEXT, Commands, command
from scanner.command_line.options import CacheDir, Common, Comparing, Fixing, Gating, Judging, Listing, Tables
from scanner.model.failure import CannotRun

OK, FINDINGS, CANNOT_RUN, NOTHING_TO_LOOK_AT, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130
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


@command
def list_(options: Listing) -> int:
    """List every write found in the tree, with no schema at all."""
    if options.repos is not None:
        return _fleet(options, options.repos)
    from scanner.command_line.run import prepare
    from scanner.listing import listing

    run = prepare("list", options)
    report = run.watched(lambda source: listing(source, str(run.root)))
    run.show(report)
    return OK if report.stats.files else _nothing(f"no source file below {run.root}")


def _fleet(options: Listing, file: Path) -> int:
    from scanner.command_line import fleet

    found = fleet.fleet(file)
    run = fleet.prepare(options, found)
    report, failed = run.watched(lambda source: fleet.listing(source, options, found))
    run.show(report)
    for name in failed:
        _complain(f"error: the repository {name} could not be read")
    if failed:
        return CANNOT_RUN
    return OK if report.stats.files else _nothing("no source file in the repositories of the list")


@command
def scan(options: Judging, tables: Tables = None) -> int:
    """Say who writes the tables (none named: every Django table) from outside, and what would break."""
    from scanner.command_line.judging import failed, judging, question, with_stale, write_baseline
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog
    from scanner.pipeline import scan

    run = judging(prepare("scan", options), options)
    asked, known = question(run, options, tables or ()), catalog(run, options)
    report = run.watched(lambda source: scan(source, str(run.root), known, asked))
    run.show(with_stale(run, options, asked, report))
    if not known.tables:
        return _nothing(f"no Django model below {run.root}")
    if options.write_baseline:
        _complain(f"wrote {write_baseline(run, options, report)}")
        return OK
    return FINDINGS if failed(run, options, report) else OK


@command
def check(options: Gating) -> int:
    """Say what is new since the base revision, and exit 1 when that includes an error."""
    from scanner.command_line.gating import compared, passed
    from scanner.command_line.judging import judging
    from scanner.command_line.run import prepare

    run = judging(prepare("check", options), options)
    report, looked = compared(run, options)
    run.show(report)
    if not looked:
        return _nothing(f"no Django model below {run.root}")
    return OK if passed(run, options, report) else FINDINGS


@command
def fix(options: Fixing, tables: Tables = None) -> int:
    """Give the model fields that writers leave out a `db_default=` that says what their default does."""
    from scanner.command_line import fixing
    from scanner.command_line.judging import question
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog
    from scanner.pipeline import scan

    run = prepare("scan", options)
    asked, known = question(run, options, tables or ()), catalog(run, options)
    report = run.watched(lambda source: scan(source, str(run.root), known, asked))
    files = tuple(fixing.fixed(run, fixing.fixes(report, known)))
    mended = {(each.path, each.line) for file in files for each in file.fixes}
    problems = [each for each in report.findings if each.severity == "error" and each.suppressed is None]
    left = sum((each.origin.path, each.origin.line) not in mended for each in problems)
    if options.diff:
        typer.echo("".join(fixing.difference(file) for file in files), nl=False)
    else:
        fixing.write(run.root, files)
    for line in fixing.told(files, left):
        _complain(line)
    if not known.tables:
        return _nothing(f"no Django model below {run.root}")
    return FINDINGS if left else OK


@command
def init(options: Common) -> int:
    """Write a commented configuration after a look at the repository."""
    from scanner.command_line.run import prepare
    from scanner.command_line.starting import write
    from scanner.listing import listing

    run = prepare("list", options)
    report = run.watched(lambda source: listing(source, str(run.root)))
    _complain(f"wrote {write(run, report)}")
    return OK


@command
def schema(options: Comparing, tables: Tables = None) -> int:
    """Say what is believed of each column in both schemas, and from which file and line."""
    from scanner.command_line.run import prepare
    from scanner.command_line.sources import catalog, compared
    from scanner.pipeline import schemas

    run = prepare("schema", options)
    report = schemas(str(run.root), catalog(run, options), tuple(tables or ()))
    if options.against:
        run, report = compared(run, report, options, options.against)
    run.show(report)
    if not options.against:
        return OK if report.tables else _nothing(f"no Django model below {run.root}")
    return FINDINGS if report.diagnostics else OK


@command
def comment(
    options: Gating,
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A JSON report of a check that ran; needs no checkout."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the comment, and post nothing.")] = False,
    provider: Annotated[
        Literal["auto", "github", "gitlab"], typer.Option("--provider", help="Whose pull request it is.")
    ] = "auto",
    repository: Annotated[
        str | None, typer.Option("--repository", metavar="OWNER/NAME", help="[default: the CI run's]")
    ] = None,
    pull_request: Annotated[
        int | None, typer.Option("--pull-request", metavar="N", min=1, help="[default: the CI run's]")
    ] = None,
    token_env: Annotated[
        str | None, typer.Option("--token-env", metavar="NAME", help="The variable that holds the token.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="For the whole exchange.")
    ] = 120,
) -> int:
    """Say in the pull request's one comment what would break, and keep it up to date."""
    from scanner.command_line import commenting
    from scanner.command_line.forge import Asked
    from scanner.command_line.output import show

    report = commenting.read(from_) if from_ else commenting.checked(options)
    if dry_run:
        show(commenting.body(report)[0])
    else:
        asked = Asked(provider, repository, pull_request, token_env)
        _complain(commenting.post(report, asked, timeout))
    return OK


@command
def cache(
    action: Annotated[Literal["info", "clear"], typer.Argument(help="Say what there is, or delete it.")],
    cache_dir: CacheDir = None,
) -> int:
    """Say where the cache is and how large, or delete it."""
    from scanner.command_line import caching

    typer.echo(caching.info(cache_dir) if action == "info" else caching.clear(cache_dir))
    return OK


@command
def explain(rule: Annotated[str, typer.Argument(metavar="RULE")]) -> int:
    """Show a rule's page: what it finds, why that breaks, and what to do."""
    from scanner.command_line.judging import page
    from scanner.command_line.output import show

    show(page(rule))
    return OK


def _nothing(what: str) -> int:
    _complain("nothing to look at", what)
    return NOTHING_TO_LOOK_AT


def _complain(message: str, hint: str | None = None) -> None:
    from scanner.reporters.escape import visible

    typer.echo(visible(f"{message}: {hint}" if hint else message), err=True)


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
        _complain(f"error: {error.message}")
        if error.hint:
            _complain(f"hint: {error.hint}")
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the only place: our own bug gets one line
        if {"-v", "-vv", "--verbose"}.intersection(arguments):
            import traceback

            traceback.print_exc()
        _complain(f"a bug of ours: {type(error).__name__}: {error}", f"please report it at {ISSUES}, with -v")
        return OUR_BUG
    return CANNOT_RUN


if __name__ == "__main__":
    main()
