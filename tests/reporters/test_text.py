"""What a person reads: escaped, within the width, coloured only when asked to be."""

import re

import pytest
from msgspec.structs import replace

from scanner.model.facts import Diagnostic
from scanner.model.finding import Report
from scanner.reporters import render
from scanner.reporters.formats.text.paint import cells
from scanner.reporters.style import Style
from tests.reporters import hostile, sample

ANSI = re.compile(r"\x1b\[[0-9;]*m")
STYLES = [sample.LIST, sample.SCAN, sample.CHECK, sample.SCHEMA]


def text(report: Report, style: Style) -> str:
    return render("text", report, style)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.command)
@pytest.mark.parametrize("color", [False, True])
def test_nothing_of_the_repository_reaches_the_terminal(style: Style, color: bool):
    shown = text(hostile.REPORT, replace(style, color=color))
    assert ANSI.sub("", shown).replace("\n", "").isprintable()
    assert "\x1b[31mred" not in shown
    assert not re.search(r"^\s*::", shown, re.MULTILINE)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.command)
def test_colour_adds_nothing_but_colour(style: Style):
    colored = text(sample.CHECKED, replace(style, color=True))
    assert "\x1b[" in colored
    assert ANSI.sub("", colored) == text(sample.CHECKED, style)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.command)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_rows_keep_to_the_width(style: Style, width: int):
    for row in text(sample.CHECKED, replace(style, width=width)).splitlines():
        assert cells(row) <= max(width, 80 if style.command == "schema" else 0)


def test_each_writer_has_its_place_call_and_what_it_leaves_out():
    rows = text(sample.REPORT, sample.SCAN).splitlines()
    at = rows.index("  error     worker/src/orders.rs:57:9  rust, sqlx::query!, UPSERT")
    assert rows[at + 1 : at + 3] == ["            leaves out currency", "            puts NULL into total"]
    assert "  warning   api/test/seed.ts:12:9      typescript, insertRow, in tests" in rows


def test_a_remedy_stands_once_and_its_code_is_never_broken():
    rows = text(sample.REPORT, sample.SCAN).splitlines()
    assert rows.count('    help: Add `db_default="EUR"` to the field at shop/models.py:38 and run') == 1
    assert "    `INSERT INTO shop_order (…, currency) VALUES (…)`." in rows


def test_a_table_without_problems_is_one_row():
    rows = text(sample.REPORT, sample.SCAN).splitlines()
    assert rows[:3] == ["nothing breaks  1 table", "  shop_tag  1 writer    shop.Tag", ""]


def test_a_table_that_is_not_known_in_full_says_so():
    doubtful = replace(
        sample.REPORT, tables=(sample.ORDER, replace(sample.TAG, unread="its base was not found"))
    )
    assert "  shop_tag  1 writer    shop.Tag  columns may be missing\n" in text(doubtful, sample.SCAN)


def test_a_check_is_silent_about_tables_without_problems():
    assert "shop_tag" not in text(sample.CHECKED, sample.CHECK)


def test_a_message_about_code_speaks_for_tests_too():
    seed = replace(sample.FINDINGS[0], writes=(1,), message="this INSERT in test code leaves out currency")
    shown = text(replace(sample.REPORT, findings=(seed, sample.FINDINGS[0])), sample.SCAN)
    assert "this INSERT in test code leaves" not in shown
    assert "this INSERT leaves out currency" in shown


def test_a_table_that_was_asked_for_shows_its_writers():
    asked = replace(sample.CLEAN, tables=(sample.TAG,), changes=None)
    assert "worker/fixtures/tags.sql:1:9" in text(asked, sample.SCAN)


def test_the_last_row_counts_what_was_read():
    last = text(sample.REPORT, replace(sample.SCAN, width=200)).splitlines()[-1]
    counts = "7 writes, 1 understood in part, 1 not understood; 1 skipped, 1 suppressed."
    assert last == f"Read 14 of 212 files in 0.8 s: {counts}"


def test_quiet_leaves_only_what_breaks():
    shown = text(sample.REPORT, replace(sample.SCAN, verbosity=-1))
    assert "shop_tag" not in shown
    assert "Read 14" not in shown
    assert "worker/src/orders.rs:57:9" in shown


def test_verbose_spells_notes_and_every_diagnostic_out():
    many = replace(sample.REPORT, diagnostics=tuple(Diagnostic(f"f{n}.py", None, "why") for n in range(9)))
    assert "f8.py" not in text(many, sample.SCAN)
    assert "and 4 more" in text(many, sample.SCAN)
    verbose = text(many, replace(sample.SCAN, verbosity=1))
    assert "f8.py" in verbose
    assert "every INSERT INTO shop_order must name customer_id" in verbose


def test_a_check_is_silent_about_what_was_there_before():
    assert "required-column" not in text(sample.CHECKED, sample.CHECK)
    assert "required-column" in text(sample.CHECKED, replace(sample.CHECK, verbosity=1))
    assert "leaves out region" not in text(sample.CHECKED, sample.CHECK)


def test_a_finding_about_no_listed_table_is_not_lost():
    stray = replace(sample.FINDINGS[0], table="elsewhere_table", message="`x` suppresses nothing")
    assert "`x` suppresses nothing" in text(replace(sample.REPORT, findings=(stray,)), sample.SCAN)


def test_a_schema_marks_what_the_two_disagree_about():
    rows = text(sample.REPORT, sample.SCHEMA).splitlines()
    assert "! channel      varchar(16)    NOT NULL run_sql   required" in rows
    assert "  currency     varchar(3)     required           required" in rows
    assert "    from shop/migrations/0001_initial.py:26 and shop/models.py:38" in rows


def test_what_does_not_fail_the_run_says_so():
    mild = replace(sample.REPORT, findings=(sample.FINDINGS[2],))
    assert "Found 1 warning in 1 table; none fails the run (--fail-on error)." in text(mild, sample.SCAN)
    assert "in 1 table.\n" in text(mild, replace(sample.SCAN, fail_on="warning"))


def test_every_writer_that_is_only_in_the_base_is_said():
    skew = replace(sample.REPORT.findings[0], rule="deploy-skew", column="note", writes=())
    report = replace(
        sample.REPORT,
        findings=tuple(replace(skew, message=f"{path} still runs") for path in ("a.py", "b.py")),
    )
    shown = text(report, sample.SCAN)
    assert "a.py still runs" in shown
    assert "b.py still runs" in shown
