"""JSON, version 1: the document that other programs read, one line for each write, table and finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from scanner.model.finding import Report
from scanner.reporters import documents
from scanner.reporters.documents import encoded
from scanner.reporters.style import Style

_Noun = TypeVar("_Noun")


def render(report: Report, style: Style) -> str:
    """Return the command's document; ASCII only, so that no terminal or encoding can spoil it."""
    members = [("version", "1"), ("root", encoded(report.root))]
    written = documents.fact if style.command == "list" else documents.write
    if style.command != "schema":
        members.append(("writes", _array(report.writes, written)))
    if style.command != "list":
        tables = [documents.table(table, report.writers_of(table)) for table in report.tables]
        members.append(("tables", _array(tables, dict)))
    if style.command in {"scan", "check"}:
        members.append(("findings", _array(report.findings, documents.finding)))
    if report.changes is not None:
        members.append(("changes", _array(report.changes, documents.change)))
    members.append(("diagnostics", _array(report.diagnostics, documents.diagnostic)))
    if style.command == "list" and report.suppressions:
        members.append(("suppressions", _array(report.suppressions, documents.suppression)))
    if style.command != "schema":
        members.append(("stats", encoded(documents.stats(report.stats))))
    return "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in members) + "\n}\n"


def _array(items: Iterable[_Noun], document: Callable[[_Noun], Any]) -> str:
    rows = ",\n".join("    " + encoded(document(item)) for item in items)
    return f"[\n{rows}\n  ]" if rows else "[]"
