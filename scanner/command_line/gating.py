"""The gate on the command line: which states are compared, and the verdict."""

from __future__ import annotations

import os

from scanner.adapters.base import base_commit
from scanner.adapters.reports import Answer
from scanner.command_line.keeping import answer, known_findings
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Gating
from scanner.model.finding import Report
from scanner.reporters.selection import blocks


def compared(run: Run, options: Gating) -> Answer:
    """Return the report on what the head does to the base, and whether the head has any table at all."""
    asked = "HEAD" if options.staged and options.base is None else options.base
    commit, catalogs = base_commit(run.root, asked, os.environ), run.catalogs()

    def made() -> Answer:
        from scanner.command_line import comparing  # with all that reads and judges

        return comparing.compared(run, options, commit, catalogs)

    return answer(run, options, made, (known_findings(run, options), commit), catalogs)


def passed(run: Run, options: Gating, report: Report) -> bool:
    """Tell whether nothing that counts is at or above what fails the run."""
    counting = [
        finding
        for finding in report.findings
        if finding.suppressed is None
        and (finding.state == "new" or (options.all_ and finding.state != "absent"))
    ]
    return options.exit_zero or not blocks(counting, options.fail_on or run.config.fail_on)
