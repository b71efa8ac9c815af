"""`writers comment`: the one comment of a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scanner.command_line.exits import OK, complain
from scanner.command_line.schema_options import Gating


def command(
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
        complain(commenting.post(report, asked, timeout))
    return OK
