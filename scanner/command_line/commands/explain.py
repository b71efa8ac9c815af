"""`writers explain`: a rule's page."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner.command_line.exits import OK


def command(rule: Annotated[str, typer.Argument(metavar="RULE")]) -> int:
    """Show a rule's page: what it finds, why that breaks, and what to do."""
    from scanner.command_line.judging import page
    from scanner.command_line.output import show

    show(page(rule))
    return OK
