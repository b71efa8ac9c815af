"""What breaks, said once for all writers, with the remedy to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.finding import Finding, Report
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint, cells
from scanner.reporters.selection import problems
from scanner.reporters.style import Style
from scanner.reporters.words import place


def told(findings: Sequence[Finding], report: Report, style: Style, paint: Paint) -> Iterator[str]:
    """Yield one block for each problem; all notes of a rule are one block unless verbose."""
    said: set[str] = set()
    quiet = [finding for finding in findings if finding.severity == "note" and style.verbosity < 1]
    loud = [finding for finding in findings if finding.severity != "note" or style.verbosity > 0]
    for problem in problems(loud, report):
        yield from _headline(problem.first, problem.first.column or "", paint)
        yield from paint.prose(problem.first.message, 4)
        if problem.first.help not in said:
            yield from paint.prose(problem.first.help, 4, "ok", lead="help: ")
        said.add(problem.first.help)
        yield ""
    for rule in dict.fromkeys(finding.rule for finding in quiet):
        yield from _notes(rule, [finding for finding in quiet if finding.rule == rule], style, paint)
        yield ""


def _notes(rule: str, notes: Sequence[Finding], style: Style, paint: Paint) -> Iterator[str]:
    columns = ", ".join(dict.fromkeys(note.column for note in notes if note.column))
    summary = next((text.summary for text in style.rules if text.slug == rule), "")
    yield f"  {paint('note', f'note[{rule}]')}"
    yield from paint.prose(": ".join(filter(None, (columns, summary))), 4)


def _headline(finding: Finding, columns: str, paint: Paint) -> Iterator[str]:
    slug = f"{finding.severity}[{finding.rule}]"
    head = f"  {paint(finding.severity, slug)} {paint('strong', columns)}".rstrip()
    used = cells(escape.visible(f"  {slug} {columns}".rstrip()))
    at = place(finding.origin.path, finding.origin.line)
    if used + 2 + cells(escape.visible(at)) <= paint.width:
        yield f"{head}  {paint('place', at)}"
    else:
        yield head
        yield f"    {paint('place', at)}"
