"""What becomes of findings: suppression, severity, fingerprint, order."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from scanner.findings import judge
from scanner.findings.suppress import unknown_rules
from scanner.model.facts import Suppression
from scanner.model.options import SeverityRule
from scanner.model.template import Position
from tests.build import facts, write


def ignore(path: str, line: int, *slugs: str) -> Suppression:
    return Suppression(path, line, slugs or ("not-null-omitted",), "the trigger fills it", line + 1)


OMITS = write(("note",))
"""Lines 3 and 4 of src/worker.rs leave out `name`, the field at shop/models.py:14."""


@pytest.mark.parametrize(
    ("path", "line", "covered"),
    [
        ("src/worker.rs", 1, False),
        ("src/worker.rs", 2, True),
        ("src/worker.rs", 3, True),
        ("src/worker.rs", 4, True),
        ("src/worker.rs", 5, False),
        ("shop/models.py", 12, False),
        ("shop/models.py", 13, True),
        ("shop/models.py", 14, True),
        ("shop/models.py", 15, False),
        ("src/other.rs", 3, False),
    ],
)
def test_a_suppression_covers_the_writer_and_the_field(path: str, line: int, covered: bool) -> None:
    found = judge(facts(OMITS, suppressions=(ignore(path, line),)))
    omission = next(one for one in found if one.rule == "not-null-omitted")
    assert omission.suppressed == ("the trigger fills it" if covered else None)
    unused = [(one.origin.path, one.origin.line) for one in found if one.rule == "unused-ignore"]
    assert unused == ([] if covered else [(path, line)])


def test_a_suppression_reaches_over_the_lines_that_open_a_call() -> None:
    above = replace(ignore("src/worker.rs", 1), until=3)
    assert [one.suppressed for one in judge(facts(OMITS, suppressions=(above,)))] == ["the trigger fills it"]


def test_a_note_on_many_writers_is_suppressed_at_the_field_alone() -> None:
    two = (write(("name",)), write(("name",), line=20))
    at_field = judge(facts(*two, suppressions=(ignore("shop/models.py", 14, "required-column"),)))
    assert [(one.rule, bool(one.suppressed)) for one in at_field] == [("required-column", True)]
    at_writer = judge(facts(*two, suppressions=(ignore("src/worker.rs", 3, "required-column"),)))
    assert [(one.rule, one.suppressed) for one in at_writer] == [
        ("unused-ignore", None),
        ("required-column", None),
    ]


def test_each_rule_of_a_suppression_is_used_or_not_by_itself() -> None:
    comment = ignore("src/worker.rs", 2, "not-null-omitted", "unknown-column", "required-column")
    found = judge(
        facts(OMITS, suppressions=(comment,)), {"not-null-omitted", "unknown-column", "unused-ignore"}
    )
    unused = [one.message for one in found if one.rule == "unused-ignore"]
    assert unused == [
        "this suppression of unknown-column suppresses nothing (its reason: the trigger fills it)"
    ]


def test_no_suppression_is_called_unused_unless_that_is_asked() -> None:
    assert judge(facts(suppressions=(ignore("a.py", 1),)), {"not-null-omitted"}) == ()


def test_a_name_that_is_no_rule_is_a_diagnostic() -> None:
    one, other = unknown_rules([ignore("a.py", 4, "not-null-omited", "unknown-column", "E501")])
    assert other.message == "the suppression names no known rule: E501"
    assert (one.path, one.line) == ("a.py", 4)
    assert (
        one.message == "the suppression names no known rule: not-null-omited; did you mean not-null-omitted?"
    )


@pytest.mark.parametrize(
    ("overrides", "severity"),
    [
        ([], "error"),
        ([SeverityRule("not-null-omitted", "warning")], "warning"),
        ([SeverityRule("unknown-column", "note")], "error"),
        ([SeverityRule("not-null-omitted", "warning", "src/**")], "warning"),
        ([SeverityRule("not-null-omitted", "warning", "tests/**")], "error"),
        ([SeverityRule("not-null-omitted", "ignore", "*.rs")], None),
        (
            [SeverityRule("not-null-omitted", "ignore"), SeverityRule("not-null-omitted", "note", "src/")],
            "note",
        ),
    ],
)
def test_the_last_override_that_matches_holds(overrides: list[SeverityRule], severity: str | None) -> None:
    found = judge(facts(OMITS), None, overrides)
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_an_override_by_path_needs_every_writer_there() -> None:
    override = SeverityRule("required-column", "warning", "src/**")
    both = (write(("name",)), write(("name",), path="lib/x.rs"))
    assert [one.severity for one in judge(facts(*both), None, [override])] == ["note"]
    assert [one.severity for one in judge(facts(both[0]), None, [override])] == ["warning"]


def test_a_fingerprint_survives_a_move_and_an_edit_above() -> None:
    [here] = judge(facts(OMITS))
    statement = replace(OMITS.statement, at=Position(90, 1), end_line=95)
    [moved] = judge(facts(replace(OMITS, path="lib/moved.rs", statement=statement)))
    assert here.fingerprint == moved.fingerprint
    assert len(here.fingerprint) == 16


def test_a_fingerprint_tells_statements_symbols_and_repeats_apart() -> None:
    other_symbol = replace(OMITS, symbol="load")
    other_text = replace(OMITS, statement=replace(OMITS.statement, digest="insert into it twice"))
    found = judge(facts(OMITS, OMITS, other_symbol, other_text))
    assert len({one.fingerprint for one in found}) == 4


def test_a_fingerprint_of_an_unused_suppression_is_that_of_its_rule_and_reason() -> None:
    one, other = ignore("a.py", 1), ignore("b.py", 7, "unknown-column")
    [alone] = judge(facts(suppressions=(other,)))
    assert [each.fingerprint == alone.fingerprint for each in judge(facts(suppressions=(one, other)))] == [
        False,
        True,
    ]
    [moved] = judge(facts(suppressions=(replace(other, path="c.py", line=70),)))
    assert moved.fingerprint == alone.fingerprint


def test_a_fingerprint_of_a_column_hangs_on_none_of_its_writers() -> None:
    one = write(("name",))
    another = replace(one, symbol="seed", statement=replace(one.statement, digest="insert more"))
    found = [judge(facts(*writers)) for writers in ((one,), (another,), (one, another))]
    assert len({finding.fingerprint for [finding] in found}) == 1


def test_findings_come_in_the_order_of_table_and_column() -> None:
    found = judge(facts(write(("zz", "aa")), write(("zz",))))
    assert [(one.column, one.writes) for one in found] == [
        ("aa", (0,)),
        ("name", (0,)),
        ("name", (1,)),
        ("zz", (0,)),
        ("zz", (1,)),
    ]
