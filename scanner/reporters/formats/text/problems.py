"""What breaks, said once for all writers, with the remedy to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.finding import Finding
from scanner.reporters import escape
from scanner.reporters.formats.text.paint import Paint, cells
from scanner.reporters.style import Style


def problems(findings: Sequence[Finding], style: Style, paint: Paint) -> Iterator[str]:
    """Yield one block for each rule and column; notes are one row unless verbose."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        alone = "" if finding.severity == "note" and style.verbosity < 1 else finding.column or ""
        groups.setdefault((finding.severity, finding.rule, alone), []).append(finding)
    helps: set[str] = set()
    for group in groups.values():
        yield from _problem(group, style, paint, helps)
        yield ""


def _problem(group: Sequence[Finding], style: Style, paint: Paint, helps: set[str]) -> Iterator[str]:
    first = group[0]
    columns = ", ".join(dict.fromkeys(finding.column for finding in group if finding.column))
    if first.severity == "note" and style.verbosity < 1:
        summary = next((rule.summary for rule in style.rules if rule.slug == first.rule), "")
        yield from _headline(first, "", paint)
        yield from paint.prose(f"{columns}: {summary}" if summary else columns, 4)
        return
    yield from _headline(first, columns, paint)
    for message in dict.fromkeys(finding.message for finding in group):
        yield from paint.prose(message, 4)
    for remedy in dict.fromkeys(finding.help for finding in group):
        if remedy and remedy not in helps:
            helps.add(remedy)
            yield from _remedy(remedy, paint)


def _headline(finding: Finding, columns: str, paint: Paint) -> Iterator[str]:
    slug = f"{finding.severity}[{finding.rule}]"
    head = f"  {paint(finding.severity, slug)} {paint('strong', columns)}".rstrip()
    used = cells(escape.visible(f"  {slug} {columns}".rstrip()))
    at = f"{finding.origin.path}:{finding.origin.line}" if finding.origin.line else finding.origin.path
    if not columns and finding.severity == "note":
        yield head
    elif used + 2 + cells(escape.visible(at)) <= paint.width:
        yield f"{head}  {paint('place', at)}"
    else:
        yield head
        yield f"    {paint('place', at)}"


def _remedy(remedy: str, paint: Paint) -> Iterator[str]:
    sentence, _, code = remedy.partition("\n")
    yield from paint.prose(sentence, 4, "ok", lead="help: ")
    if code:
        yield from paint.verbatim(code, 8)
