"""Any Markdown page is a test: its fenced files are scanned, its comments say what must be found.

A fence with a path (```` ```python path=shop/models.py ````) is a file of its section's example; the
files under the page's title belong to every section, each of which stands alone otherwise.
`error[slug] "text"` in a comment demands a finding of that rule and severity whose message holds
the text, on the comment's line, or on the next when the comment is all there is on its line. The
idea is ty's: https://github.com/astral-sh/ruff/blob/main/crates/ty_test/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scanner.model.facts import Write
from scanner.model.finding import Finding

HEADING = re.compile(r"#+ (?P<title>.+)")
FENCE = re.compile(r"(?P<ticks>`{3,})\w*(?: path=(?P<path>\S+))?\s*")
ASSERTION = re.compile(
    r"(?://|#|--|/\*)\s*(?P<severity>error|warning|note)\[(?P<rule>[a-z-]+)\] \"(?P<text>.+)\""
)

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a comment demands, and of which line."""

    place: Place
    severity: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """The files of one section, with those under the title of the page."""

    title: str
    files: Mapping[str, str]

    def assertions(self) -> list[Assertion]:
        return [one for path, text in self.files.items() for one in _assertions(path, text)]


def headings(markdown: str) -> list[str]:
    """Return the titles of the page, outside of its fences."""
    return [title for title, _ in _sections(markdown) if title]


def examples(markdown: str) -> Iterator[Example]:
    """Yield each section that shows a file, with the files under the page's title."""
    (_, around), *sections = [section for section in _sections(markdown) if section[0]]
    yield from (Example(title, {**around, **files}) for title, files in sections if files)


def disagreements(
    wanted: Sequence[Assertion], findings: Sequence[Finding], writes: Sequence[Write]
) -> list[str]:
    """Return what was demanded and not found, and what was found and not demanded."""
    missing = [one for one in wanted if not any(_meets(one, finding, writes) for finding in findings)]
    surplus = [one for one in findings if not any(_meets(demand, one, writes) for demand in wanted)]
    return [
        *(f"not found: {one.place} {one.severity}[{one.rule}] {one.text}" for one in missing),
        *(f"surplus: {_places(one, writes)} {one.severity}[{one.rule}] {one.message}" for one in surplus),
    ]


def _places(finding: Finding, writes: Sequence[Write]) -> Collection[Place]:
    """Return the lines that a finding points to: the model field and its writers."""
    writers = [(writes[index].path, writes[index].statement.at.line) for index in finding.writes]
    return [(finding.origin.path, finding.origin.line or 0), *writers]


def _meets(demand: Assertion, finding: Finding, writes: Sequence[Write]) -> bool:
    return (
        (demand.rule, demand.severity) == (finding.rule, finding.severity)
        and demand.text in finding.message
        and demand.place in _places(finding, writes)
    )


def _assertions(path: str, text: str) -> Iterator[Assertion]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        for match in ASSERTION.finditer(line):
            target = number
            while ASSERTION.match(lines[target - 1].strip()):
                target += 1
            yield Assertion((path, target), match["severity"], match["rule"], match["text"])


def _sections(markdown: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each section's title and the files directly in it; the title is empty before the first."""
    title = ""
    files: dict[str, str] = {}
    lines = iter(markdown.split("\n"))
    for line in lines:
        if heading := HEADING.fullmatch(line):
            yield title, files
            title, files = heading["title"], {}
        elif fence := FENCE.fullmatch(line):
            body = _until(lines, fence["ticks"])
            if fence["path"]:
                files[fence["path"]] = body
    yield title, files


def _until(lines: Iterator[str], ticks: str) -> str:
    body: list[str] = []
    for line in lines:
        if line == ticks:
            return "".join(f"{each}\n" for each in body)
        body.append(line)
    raise ValueError("a fence is not closed")
