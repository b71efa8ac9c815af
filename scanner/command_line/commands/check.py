"""`writers check`: the gate."""

from __future__ import annotations

from scanner.command_line.exits import FINDINGS, OK, nothing
from scanner.command_line.schema_options import Gating


def command(options: Gating) -> int:
    """Say what is new since the base revision, and exit 1 when that includes an error."""
    from scanner.command_line.run import prepare

    run = prepare("check", options)  # git is at work from now on, while the rest is imported
    from scanner.command_line.gating import compared, passed
    from scanner.command_line.judging import judging

    run = judging(run, options)
    found = compared(run, options)
    run.show(found.report)
    if not found.judged:
        return nothing(f"no Django model below {run.root}")
    return OK if passed(run, options, found.report) else FINDINGS
