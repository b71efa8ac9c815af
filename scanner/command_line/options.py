"""The options of the commands, each written once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

Color = Literal["auto", "always", "never"]
Engine = Literal["processes", "ray"]

CacheDir = Annotated[
    Path | None,
    typer.Option(
        "--cache-dir",
        metavar="DIR",
        envvar="WRITERS_CACHE_DIR",
        help="Where to keep what was read. [default: the user's cache folder]",
    ),
]


@dataclass(frozen=True, eq=False, repr=False)
class Common:
    """What every command that reads a tree can be told."""

    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="DIR", help="What to read. [default: the enclosing repository]"),
    ] = None
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", envvar="WRITERS_CONFIG", help="The configuration file."),
    ] = None
    output_format: Annotated[
        list[str] | None,
        typer.Option("--output-format", metavar="FORMAT[:FILE]", help="How to show it: text, json, …"),
    ] = None
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="[FORMAT:]FILE", help="Where to write it. May be repeated."),
    ] = None
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, metavar="N", help="How many processes to use.")
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing.")] = (
        False
    )
    cache_dir: CacheDir = None
    color: Annotated[Color, typer.Option("--color", help="Whether to use colour.")] = "auto"
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only what matters most.")] = False
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, help="Say more; twice for all.", show_default=False)
    ] = 0


@dataclass(frozen=True, eq=False, repr=False)
class Joining(Common):
    """What a command that looks for writers can be told of those outside the tree."""

    also: Annotated[
        list[Path] | None,
        typer.Option("--also", metavar="DIR", help="Another tree with writers. May be repeated."),
    ] = None
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine", help="Where files are read: in processes here, or on the Ray cluster of RAY_ADDRESS."
        ),
    ] = "processes"
    facts: Annotated[
        list[Path] | None,
        typer.Option(
            "--facts",
            metavar="FILE",
            help="What `writers list -o json:FILE` said elsewhere. May be repeated.",
        ),
    ] = None


@dataclass(frozen=True, eq=False, repr=False)
class Listing(Joining):
    """What the command that lists every write can be told."""

    repos: Annotated[
        Path | None,
        typer.Option(
            "--repos",
            metavar="FILE",
            help="Read the repositories that FILE (- for stdin) lists, one `PATH` or `NAME = PATH` a line.",
        ),
    ] = None
