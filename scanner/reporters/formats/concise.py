"""One line each, `path:line:column: severity rule message`: for editors, grep and pre-commit."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.finding import Report
from scanner.model.statement import Named
from scanner.reporters import documents, escape
from scanner.reporters.selection import shown
from scanner.reporters.style import Style
from scanner.reporters.words import fact, sentence


def render(report: Report, style: Style) -> str:
    """Return one line for each finding; for `list` one a write, for `schema` one a column."""
    match style.command:
        case "list":
            rows = _writes(report)
        case "scan" | "check":
            rows = _findings(report, style)
        case "schema":
            rows = _columns(report)
    return escape.log("".join(escape.visible(row) + "\n" for row in rows))


def _findings(report: Report, style: Style) -> Iterator[str]:
    for finding in shown(report, style):
        at = finding.origin
        yield f"{at.path}:{at.line or 1}:1: {finding.severity} {finding.rule} {sentence(finding, report)}"


def _writes(report: Report) -> Iterator[str]:
    for write in report.writes:
        statement = write.statement
        table = statement.target.name if isinstance(statement.target, Named) else "?"
        named = documents.write(write)["columns"]
        columns = "?" if named is None else ", ".join(named)
        at = f"{write.path}:{statement.at.line}:{statement.at.column}"
        yield f"{at}: {statement.operation} {table} ({columns})"


def _columns(report: Report) -> Iterator[str]:
    for table in report.tables:
        for column in table.columns:
            at = column.origin or table.origin
            place = f"{at.path}:{at.line or 1}:1: " if at else ""
            facts = [
                f"{name} {fact(held)}"
                for name, held in (("migrated", column.migrated), ("models", column.models))
            ]
            yield f"{place}{table.name}.{column.name} {column.type or '?'}: {', '.join(facts)}"
