"""`writers cache`: what is kept of earlier runs."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from scanner.command_line.exits import OK
from scanner.command_line.options import CacheDir


def command(
    action: Annotated[Literal["info", "clear"], typer.Argument(help="Say what there is, or delete it.")],
    cache_dir: CacheDir = None,
) -> int:
    """Say where the cache is and how large, or delete it."""
    from scanner.command_line import caching

    typer.echo(caching.info(cache_dir) if action == "info" else caching.clear(cache_dir))
    return OK
