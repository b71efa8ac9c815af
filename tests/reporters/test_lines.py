"""The formats of one line a finding: concise and GitHub's workflow commands."""

import re
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.reporters import render
from scanner.reporters.style import Style
from tests.reporters import hostile, sample

STYLES = [sample.LIST, sample.SCAN, sample.CHECK, sample.SCHEMA]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.command)
@pytest.mark.parametrize("name", ["concise", "github"])
def test_hostile_names_stay_on_their_line_and_command_nothing(name: str, style: Style):
    shown = render(name, hostile.REPORT, style)
    assert shown.replace("\n", "").isprintable()
    starts = r"::(error|warning|notice) (file=|title=writers::)" if name == "github" else r"(?!\s*::)"
    for line in shown.splitlines():
        assert re.match(starts, line) or line.startswith("Read "), line
        assert "##[" not in line


def test_concise_puts_the_place_first_and_the_writer_last():
    first = render("concise", sample.REPORT, sample.SCAN).splitlines()[0]
    assert first.startswith("shop/models.py:38:1: error not-null-omitted null value in column")
    assert first.endswith("(written at worker/src/orders.rs:57)")


def test_concise_lists_a_write_a_line():
    rows = render("concise", sample.REPORT, sample.LIST).splitlines()
    assert rows[2] == "jobs/load.py:80:9: copy shop_order (?)"
    assert rows[5] == "worker/src/orders.rs:90:9: update shop_order (total)"
    assert rows[6] == "worker/src/sync.rs:18:9: insert ? (?)"


def test_concise_lists_a_column_a_line():
    rows = render("concise", sample.REPORT, sample.SCHEMA).splitlines()
    assert (
        "shop/models.py:39:1: shop_order.channel varchar(16): migrated NOT NULL run_sql, models required"
        in rows
    )


def test_github_properties_and_data_are_escaped():
    odd = replace(
        sample.FINDINGS[0],
        table="a,b:c%d",
        message="50% of\r\nit",
        origin=Origin("a:b,c.py", 3),
        writes=(),
    )
    line = render("github", replace(sample.REPORT, findings=(odd,)), sample.SCAN).splitlines()[0]
    head, _, data = line.removeprefix("::error ").partition("::")
    assert head == "file=a%3Ab%2Cc.py,line=3,title=a%2Cb%3Ac%25d.currency%3A not-null-omitted"
    assert data.startswith("50%25 of%0Ait%0AAdd")
    assert unquote(head).startswith("file=a:b,c.py")


def test_github_annotates_a_column_once_for_all_its_writers():
    both = tuple(replace(sample.FINDINGS[0], writes=(index,)) for index in (0, 4))
    rows = render("github", replace(sample.REPORT, findings=both), sample.SCAN).splitlines()
    assert len(rows) == 2
    assert rows[0].endswith("Written at api/src/checkout.ts:44, worker/src/orders.rs:57")


def test_github_shows_ten_of_a_kind_and_says_how_many_more():
    many = tuple(replace(sample.FINDINGS[0], column=f"c{n}") for n in range(14))
    rows = render(
        "github", replace(sample.REPORT, findings=(sample.FINDINGS[2], *many)), sample.SCAN
    ).splitlines()
    assert [row.split(" ")[0] for row in rows[:11]] == ["::error"] * 10 + ["::warning"]
    assert rows[9] == "::error title=writers::and 5 more errors: the other formats of this run hold them all"


def test_github_annotates_what_is_new():
    rows = render("github", sample.CHECKED, sample.CHECK).splitlines()
    assert not [row for row in rows if row.startswith("::notice")]
