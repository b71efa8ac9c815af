"""The body of the pull request's one comment; who posts it and when is decided elsewhere.

A body begins with MARKER, and nothing of the repository can put it there: a comment is ours when
its author is and its body starts so.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.finding import Report
from scanner.reporters.markdown.fit import fit
from scanner.reporters.markdown.parts import footer, parts
from scanner.reporters.markdown.words import about
from scanner.reporters.selection import shown
from scanner.reporters.style import Style

MARKER = "<!-- writers: comment, version 1 -->"
LIMIT = 65_000
"""Bytes, hence at most as many characters; GitHub refuses a body above 65,536."""


def worth_saying(report: Report, style: Style) -> bool:
    """Return whether a comment has to be created: nobody is bothered with notes alone."""
    return any(finding.severity != "note" for finding in shown(report, style))


def render(report: Report, style: Style) -> str:
    """Return the body, which says that nothing is left when there is nothing worth saying."""
    body = parts(report, style, LIMIT) if worth_saying(report, style) else _nothing_left(report)
    return f"{MARKER}\n{fit(body, footer(report, style), LIMIT - len(MARKER) - 1)}"


def _nothing_left(report: Report) -> Iterator[str]:
    yield "### Nothing left: no writer outside Django breaks"
    gone = dict.fromkeys(about(finding) for finding in report.findings if finding.state == "absent")
    if gone:
        yield f"This change also repairs {', '.join(list(gone)[:20])}."
