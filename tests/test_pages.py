"""Every rule's page: complete, and true."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.adapters.pages import page
from scanner.rules import rules
from tests.mdtest import examples, headings

PAGES = sorted(Path(__file__).with_name("rules").glob("*.md"))
SECTIONS = ["What it does", "Why is this bad?", "Example", "Use instead", "How to suppress"]

every_page = pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)


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
    assert 0 < len(bad) < len(shown) - len(bad)


@every_page
def test_a_page_can_be_read_by_its_slug(file: Path) -> None:
    assert page(file.stem) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", ["", "no-such-rule", "../rules/unused-ignore", "README"])
def test_what_is_no_rule_has_no_page(slug: str) -> None:
    assert page(slug) is None
