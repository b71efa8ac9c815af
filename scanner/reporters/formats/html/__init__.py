"""One static HTML file without scripts: to keep as an artifact, and to read in light or dark."""

from __future__ import annotations

from importlib.resources import files

from scanner.model.finding import Report
from scanner.reporters.escape import html
from scanner.reporters.formats.html.facts import schemas, writes
from scanner.reporters.formats.html.findings import findings
from scanner.reporters.formats.html.words import linked, row, sentence, table
from scanner.reporters.selection import shown
from scanner.reporters.style import Style
from scanner.reporters.words import count, reading, tally

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report, style: Style) -> str:
    """Return the page of the command's report."""
    match style.command:
        case "list":
            title, cards = count(len(report.writes), "write"), writes(report, style)
        case "schema":
            title, cards = count(len(report.tables), "table"), schemas(report, style)
        case "scan" | "check":
            title, cards = tally(shown(report, style)) or "nothing breaks", findings(report, style)
    return _page(title, report, style, "\n".join(cards))


def _page(title: str, report: Report, style: Style, cards: str) -> str:
    css = files(__name__).joinpath("page.css").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>writers {style.command}: {title}</title>
<style>
{css}</style>
</head>
<body>
<h1>{title}</h1>
<p class="lead">writers {style.command} of {html(report.root)}{_commit(style)}</p>
<main>
{cards}
{_unread(report, style)}
</main>
<footer>{html(reading(report))} writers {html(style.version)}</footer>
</body>
</html>
"""


def _commit(style: Style) -> str:
    return f" at {html(style.source.sha[:12])}" if style.source else ""


def _unread(report: Report, style: Style) -> str:
    if not report.diagnostics:
        return ""
    rows = [
        row([linked(one.path, one.line, style.source), sentence(one.message)]) for one in report.diagnostics
    ]
    summary = f"{count(len(rows), 'place')} not understood"
    body = table(("Where", "Why"), rows)
    return f'<section class="card"><details><summary>{summary}</summary>{body}</details></section>'
