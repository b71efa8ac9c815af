"""The options of the commands that ask for the schema, each written once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from scanner.command_line.options import Common, Joining

FailOn = Literal["error", "warning", "never"]
Schema = Literal["auto", "models", "migrations", "probe", "postgres"]

Tables = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TABLE]...",
        help="A table (shop_order, public.shop_order), a model (shop.Order), or a class name.",
    ),
]


@dataclass(frozen=True, eq=False, repr=False)
class Describing(Common):
    """What a command that asks for the schema can be told."""

    schema: Annotated[Schema, typer.Option("--schema", help="Where the tables' columns are known from.")] = (
        "auto"
    )
    python: Annotated[
        Path | None,
        typer.Option("--python", help="The project's interpreter; run by --schema probe alone."),
    ] = None
    settings: Annotated[
        str | None, typer.Option("--settings", metavar="MODULE", help="The project's settings module.")
    ] = None
    dsn: Annotated[
        str | None,
        typer.Option("--dsn", help="For --schema postgres. [default: WRITERS_DSN, then DATABASE_URL]"),
    ] = None


@dataclass(frozen=True, eq=False, repr=False)
class Judging(Describing, Joining):
    """What a command that has findings can be told."""

    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Only these rules. May be repeated.")
    ] = None
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Not these rules. May be repeated.")
    ] = None
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="The severity that makes the exit code 1. [default: error]"),
    ] = None
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 also when there are findings.")] = (
        False
    )
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Findings to leave out of the verdict.")
    ] = None
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write all present findings to the baseline.")
    ] = False


@dataclass(frozen=True, eq=False, repr=False)
class Gating(Judging):
    """What the gate can be told."""

    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="REF", help="Compare with where HEAD left REF. [default: the CI's base]"
        ),
    ] = None
    staged: Annotated[
        bool, typer.Option("--staged", help="Look at what is staged, not at the files on disk.")
    ] = False
    all_: Annotated[
        bool, typer.Option("--all", help="Let every finding count, also those that are not new.")
    ] = False
