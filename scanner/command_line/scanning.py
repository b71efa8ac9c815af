"""A scan on the command line: the tables, and what their writers would break on."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.adapters.reports import Answer
from scanner.command_line.keeping import answer, known_findings
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Judging
from scanner.command_line.sources import told


def scanned(run: Run, options: Judging, tables: Sequence[str]) -> Answer:
    """Return the report on the tables (none named: every Django table), and whether there is any table."""
    catalogs = told(run, options).catalogs()

    def made() -> Answer:
        from scanner.command_line.asking import question, with_stale  # with all that reads and judges
        from scanner.command_line.sources import catalog
        from scanner.pipeline import scan

        asked, known = question(run, options, tables), catalog(run, options, tables, catalogs)
        report = run.watched(lambda source: scan(source, str(run.root), known, asked))
        return Answer(with_stale(run, options, asked, report), bool(known.tables))

    return answer(run, options, made, (known_findings(run, options), *tables), catalogs)
