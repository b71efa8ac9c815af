"""Every rule's page: complete, and true."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.pages import page
from scanner.config import load as load_config
from scanner.model.finding import Report
from scanner.pipeline import Question, scan
from scanner.reading.source import Source
from scanner.rules import rules
from scanner.schema import load
from tests.mdtest import Example, disagreements, examples, headings

PAGES = sorted(Path(__file__).with_name("rules").glob("*.md"))
SECTIONS = ["What it does", "Why is this bad?", "Example", "Use instead", "How to suppress"]

TWO_REVISIONS = frozenset({"deploy-skew"})
"""Rules that a page of one tree cannot break; `tests/gate` shows them."""

every_page = pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
every_example = pytest.mark.parametrize(
    ("slug", "example"),
    [
        pytest.param(file.stem, example, id=f"{file.stem}:{example.title}")
        for file in PAGES
        for example in examples(file.read_text(encoding="utf-8"))
    ],
)


@every_example
def test_an_example_is_judged_as_its_comments_say(slug: str, example: Example, tmp_path: Path) -> None:
    report = scanned(example, tmp_path)
    open_ = [one for one in report.findings if not one.suppressed]
    speaking = [one for one in open_ if one.severity != "note" or one.rule == slug]
    assert report.diagnostics == ()
    assert disagreements(example.assertions(), speaking, report.writes) == []


def scanned(example: Example, folder: Path) -> Report:
    """Return what `writers scan` finds in the example's files, with the configuration among them."""
    for path, text in example.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    config = load_config(folder)
    source = Source(DiskSnapshot(folder), config.helpers, jobs=1)
    catalog = load(source.snapshot, config.django)
    return scan(source, str(folder), catalog, Question(severities=config.severity))


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert [file.stem for file in PAGES] == list(rules())


@every_page
def test_a_page_has_every_section_in_order(file: Path) -> None:
    found = headings(file.read_text(encoding="utf-8"))
    assert found[0] == file.stem
    assert [title for title in found if title in SECTIONS] == SECTIONS


@every_page
def test_a_page_shows_more_good_examples_than_bad(file: Path) -> None:
    shown = list(examples(file.read_text(encoding="utf-8")))
    bad = [one for one in shown if any(wanted.rule == file.stem for wanted in one.assertions())]
    assert file.stem in TWO_REVISIONS or 0 < len(bad) < len(shown) - len(bad)


@every_page
def test_a_page_can_be_read_by_its_slug(file: Path) -> None:
    assert page(file.stem) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", ["", "no-such-rule", "../rules/unused-ignore", "README"])
def test_what_is_no_rule_has_no_page(slug: str) -> None:
    assert page(slug) is None
