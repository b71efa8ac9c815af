"""`writers init`: a configuration to begin with."""

from __future__ import annotations

from scanner.command_line.exits import OK, complain
from scanner.command_line.options import Common


def command(options: Common) -> int:
    """Write a commented configuration after a look at the repository."""
    from scanner.command_line.run import prepare
    from scanner.command_line.starting import write
    from scanner.listing import listing

    run = prepare("list", options)
    report = run.watched(lambda source: listing(source, str(run.root)))
    complain(f"wrote {write(run, report)}")
    return OK
