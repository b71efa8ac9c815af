"""Summaries and comments: inert through GitHub's own renderer, within the limits, worth reading."""

import re

import pytest
from msgspec.structs import replace

from scanner.model.finding import Report
from scanner.reporters import comment, render
from scanner.reporters.style import Style
from tests.reporters import hostile, sample
from tests.reporters.test_escape import github, outside_code

STYLES = [sample.LIST, sample.SCAN, sample.CHECK, sample.SCHEMA]
TAGS = set("h3 p table thead tbody tr th td strong br ul li sub details summary a".split())


def bodies(report: Report) -> list[str]:
    return [*(render("markdown", report, style) for style in STYLES), comment.render(report, sample.CHECK)]


def many(number: int) -> Report:
    findings = tuple(replace(sample.FINDINGS[0], column=f"column_{n}", state="new") for n in range(number))
    return replace(sample.CHECKED, findings=findings)


@pytest.mark.parametrize("report", [hostile.REPORT, sample.CHECKED], ids=["hostile", "checked"])
def test_only_our_own_elements_are_formed(report: Report):
    for body in bodies(report):
        html = outside_code(github(body).replace(comment.MARKER, ""))
        assert set(re.findall(r"</?([a-z0-9]+)", html)) <= TAGS
        assert set(re.findall(r'(?:href|src)="([^"]*)"', html)) == set(
            re.findall(r'href="(https://github\.com/acme/shop/blob/0123456789abcdef[^"]*)"', html)
        )
        assert "@" not in html
        assert "<!--" not in html


@pytest.mark.parametrize("report", [hostile.REPORT, sample.CHECKED], ids=["hostile", "checked"])
def test_what_is_opened_is_closed(report: Report):
    for body in bodies(report):
        html = outside_code(github(body))
        for tag in ("details", "summary", "table", "sub"):
            assert html.count(f"<{tag}>") == html.count(f"</{tag}>")


def test_the_overview_names_what_breaks_where_and_by_whom():
    body = render("markdown", sample.REPORT, sample.SCAN)
    row = next(line for line in body.splitlines() if "`shop_order.currency`" in line)
    lines = f"{sample.SOURCE.home}/blob/{sample.SOURCE.sha}"
    assert f"[`shop/models.py:38`]({lines}/shop/models.py#L38)" in row
    assert f"[`worker/src/orders.rs:57`]({lines}/worker/src/orders.rs#L57)" in row
    assert '- `shop_order.currency`: Add `db_default="EUR"` to the field' in body


def test_without_an_address_places_are_no_links():
    body = render("markdown", sample.REPORT, replace(sample.SCAN, source=None))
    assert "](" not in body
    assert "`worker/src/orders.rs:57`" in body


def test_a_comment_begins_with_its_marker_and_nothing_else_forms_it():
    forged = replace(hostile.REPORT.findings[0], message=comment.MARKER, table=comment.MARKER)
    body = comment.render(replace(hostile.REPORT, findings=(forged,)), sample.CHECK)
    assert body.startswith(comment.MARKER)
    assert f"\n{comment.MARKER}" not in body


@pytest.mark.parametrize("number", [1, 300, 5000])
def test_a_comment_fits_and_says_what_was_cut(number: int):
    body = comment.render(many(number), sample.CHECK)
    assert len(body) <= 65_000
    assert ("Cut to the size that is accepted here" in body) == (number > 1)
    assert re.search(r"\| … and [\d,]+ more \|", body) is not None or number == 1
    assert body.rstrip().endswith("</sub>")


def test_a_huge_name_is_cut():
    long = replace(sample.FINDINGS[0], table="t" * 100_000, column="c" * 100_000)
    assert len(comment.render(replace(sample.CHECKED, findings=(long,)), sample.CHECK)) < 5_000


def test_notes_alone_are_not_worth_a_comment():
    notes = tuple(replace(one, state="new") for one in sample.FINDINGS if one.severity == "note")
    assert not comment.worth_saying(replace(sample.CHECKED, findings=notes), sample.CHECK)
    assert comment.worth_saying(sample.CHECKED, sample.CHECK)


def test_nothing_left_says_what_the_change_repairs():
    body = comment.render(replace(sample.CHECKED, findings=(sample.GONE,)), sample.CHECK)
    assert "### Nothing left: no writer outside Django breaks" in body
    assert "This change also repairs `shop_order.region`." in body
    assert "would break" not in body


def test_a_list_too_long_for_a_summary_is_cut():
    report = replace(sample.REPORT, writes=sample.WRITES * 3000)
    body = render("markdown", report, sample.LIST)
    assert len(body.encode()) <= 1_000_000
    assert re.search(r"\| … and [\d,]+ more \|", body)


def test_a_schema_is_a_table():
    body = render("markdown", sample.REPORT, Style("schema"))
    assert "| `channel` | `varchar(16)` | NOT NULL run_sql | required | `shop/models.py:39` |" in body
