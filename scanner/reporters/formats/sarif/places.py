"""Places and texts in SARIF's terms."""

from __future__ import annotations

from urllib.parse import quote

from scanner.reporters.documents import Json
from scanner.reporters.escape import visible


def location(path: str, line: int | None, column: int | None = None, end_line: int | None = None) -> Json:
    """Return a location, relative to SRCROOT unless it is outside; without a line it is the whole file."""
    uri = quote(path, safe="/", errors="surrogateescape")
    outside = path.startswith("/")
    artifact = {"uri": f"file://{uri}"} if outside else {"uri": uri, "uriBaseId": "SRCROOT"}
    physical: Json = {"artifactLocation": artifact}
    if line is not None:
        physical["region"] = {"startLine": line}
        if column is not None:
            physical["region"]["startColumn"] = column
        if end_line is not None and end_line >= line:
            physical["region"]["endLine"] = end_line
    return {"physicalLocation": physical}


def plain(text: str) -> str:
    """Return a plain text message: brackets would be links (3.11.6)."""
    return visible(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
