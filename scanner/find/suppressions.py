"""Comments that suppress findings: `writers: ignore[slug, slug] -- reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.facts import Diagnostic, Suppression

MARKER = b"writers:"
COMMENT = re.compile(r"(?://|#|--|/\*|\*)[\s!/#*-]*writers:\s*ignore\b(?P<rest>.*)")
"""A comment's opening in any language we read (SQL's too), the marker, and the rest of its line."""

REST = re.compile(r"\s*\[(?P<rules>[^\]]*)\](?:\s*--\s*(?P<reason>.*))?")
OPENING = re.compile(r"[(\[{=\"'`\\]\s*$")
"""The end of a line that goes on in the next: `query!(`, `r#"`, `execute(\"\"\"`, `sql = \\`."""

MOST_OPENING = 6
"""Lines after the comment that may open what it speaks of."""

CLOSING = re.compile(r"\s*(?:\*/|#\}|-->).*$")


def find_suppressions(path: str, source: bytes) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """Return the file's suppressions, and a diagnostic for each one that lacks its rules or its reason."""
    if MARKER not in source:
        return (), ()
    found = list(_read(path, source.decode(errors="replace")))
    return (
        tuple(one for one in found if isinstance(one, Suppression)),
        tuple(one for one in found if isinstance(one, Diagnostic)),
    )


def _read(path: str, text: str) -> Iterator[Suppression | Diagnostic]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if comment := COMMENT.search(line):
            yield _parse(path, number, comment["rest"], _until(lines, number))


def _until(lines: list[str], comment: int) -> int:
    """Return the last line that a comment on line `comment` covers, past those that only open."""
    following = lines[comment : comment + MOST_OPENING]
    opening = next((n for n, line in enumerate(following) if not OPENING.search(line)), len(following))
    return comment + 1 + opening


def _parse(path: str, line: int, rest: str, until: int) -> Suppression | Diagnostic:
    parsed = REST.match(CLOSING.sub("", rest))
    rules = tuple(slug.strip() for slug in parsed["rules"].split(",") if slug.strip()) if parsed else ()
    reason = (parsed["reason"] or "").strip() if parsed else ""
    if rules and reason:
        return Suppression(path, line, rules, reason, until)
    lacks = "its reason" if rules else "its rules"
    return Diagnostic(path, line, f"a suppression lacks {lacks}: `writers: ignore[rule] -- reason`")
