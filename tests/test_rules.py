"""What each rule makes of facts that a page's examples cannot easily bring about."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

import scanner.rules
from scanner.model.catalog import Column, Constraint, Table
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding
from scanner.model.statement import ColumnList, Positional, Unread
from scanner.rules import check, rules
from tests.build import (
    DB_DEFAULT,
    ITEM,
    NULLABLE,
    REQUIRED,
    RUN_SQL,
    SERIAL,
    column,
    facts,
    holds,
    table,
    updated,
    upsert,
    write,
)


def found(slug: str, *writes: Write, of: Table = ITEM) -> list[Finding]:
    return list(check(facts(*writes, of=of), {slug}))


def columns(slug: str, *writes: Write, of: Table = ITEM) -> list[str | None]:
    return [finding.column for finding in found(slug, *writes, of=of)]


def test_every_module_is_the_rule_of_its_name() -> None:
    modules = Path(scanner.rules.__file__).parent.glob("[a-z]*.py")
    assert list(rules()) == sorted(module.stem.replace("_", "-") for module in modules)
    assert "not-null-omitted" in rules()


def test_an_omission_names_the_error_the_field_and_the_writer() -> None:
    [finding] = found("not-null-omitted", write(("note",)))
    assert finding.message.startswith(
        'null value in column "name" of relation "shop_item" violates not-null constraint: '
        "this INSERT leaves out name"
    )
    assert finding.help == (
        "Name it: `INSERT INTO shop_item (…, name) VALUES (…)`; "
        "or where one value is right for all, add `db_default=…` to the field at shop/models.py:14."
    )
    assert (finding.origin.path, finding.origin.line, finding.writes) == ("shop/models.py", 14, (0,))
    assert (finding.severity, finding.table, finding.column) == ("error", "shop_item", "name")


def test_a_known_default_is_the_remedy() -> None:
    flags = table(column("id", SERIAL), column("done", REQUIRED, default_source="False"))
    [finding] = found("not-null-omitted", write(("id",)), of=flags)
    assert "(Django fills it in itself)" in finding.message
    assert finding.help.startswith("Add `db_default=False` to the field at shop/models.py:14")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (write(("name",)), []),
        (write(("note",)), ["name"]),
        (write(()), ["name"]),
        (write(("note",), "copy"), ["name"]),
        (write(("note",), "merge"), ["name"]),
        (write((), "merge"), []),
        (write(("note",), "update"), []),
        (write((), "delete"), []),
        (write(ColumnList(("note",), possible=("name",))), []),
        (write(ColumnList(("note",), complete=False)), []),
        (write(ColumnList(("name",), defaults=("name",))), ["name"]),
        (write(ColumnList(("name", "active"), defaults=("active",))), []),
        (updated(ColumnList(("name",), defaults=("name",))), ["name"]),
        (updated(ColumnList(("active",), defaults=("active",))), []),
        (upsert(ColumnList(("note",)), ColumnList(("name",))), ["name"]),
        (upsert(ColumnList(("name",)), ColumnList(("name",), defaults=("name",))), ["name"]),
        (write(Unread("computed")), []),
        (write(Positional(1)), []),
    ],
)
def test_only_a_certain_omission_is_an_error(one: Write, expected: list[str]) -> None:
    assert columns("not-null-omitted", one) == expected


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        (column("x", REQUIRED, REQUIRED), "not-null-omitted"),
        (column("x", REQUIRED, NULLABLE), "not-null-omitted"),
        (Column("x", None, REQUIRED, None, None), "not-null-omitted"),
        (Column("x", None, None, REQUIRED, None), "not-null-omitted"),
        (column("x", REQUIRED, DB_DEFAULT), "default-only-in-models"),
        (column("x", RUN_SQL, REQUIRED), "default-only-in-migrations"),
        (column("x", NULLABLE, REQUIRED), "default-only-in-migrations"),
        (column("x", RUN_SQL, DB_DEFAULT), None),
        (column("x", holds(True, "generated")), None),
        (column("x", NULLABLE, NULLABLE), None),
        (Column("x", None, None, None, None), None),
    ],
)
def test_one_rule_at_most_speaks_of_an_omission(differing: Column, slug: str | None) -> None:
    found = check(facts(write(("id",)), of=table(column("id", SERIAL), differing)))
    assert [(finding.rule, finding.column) for finding in found] == ([(slug, "x")] if slug else [])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (write(ColumnList(("name", "note"), nulls=("note",))), []),
        (write(ColumnList(("name",), nulls=("name",))), ["name"]),
        (write(ColumnList(("name", "active"), nulls=("active",))), ["active"]),
        (write(ColumnList(("id", "name"), nulls=("id",))), ["id"]),
        (updated(ColumnList(("name",), nulls=("name",))), ["name"]),
        (upsert(ColumnList(("name",)), ColumnList(("name",), nulls=("name",))), ["name"]),
        (upsert(ColumnList(("name",)), ColumnList(("name",))), []),
    ],
)
def test_a_null_is_refused_where_the_column_is_not_null(one: Write, expected: list[str]) -> None:
    assert columns("null-into-not-null", one) == expected


def test_a_null_that_only_a_schema_of_the_models_refuses_is_a_warning() -> None:
    loose = table(column("x", NULLABLE, REQUIRED), column("g", holds(True, "generated")))
    [finding] = found("null-into-not-null", write(ColumnList(("x", "g"), nulls=("x", "g"))), of=loose)
    assert (finding.column, finding.severity) == ("x", "warning")


def test_a_trigger_may_replace_what_an_insert_omits_or_nulls_but_not_what_an_update_does() -> None:
    kept = table(column("x", Constraint(True, None, filled_by="fill_x")))
    null = ColumnList(("x",), nulls=("x",))
    for slug, one in [("not-null-omitted", write(())), ("null-into-not-null", write(null))]:
        assert [finding.severity for finding in found(slug, one, of=kept)] == ["note"]
    assert [finding.severity for finding in found("null-into-not-null", updated(null), of=kept)] == ["error"]


def test_the_remedy_for_a_null_in_a_defaulted_column_is_default() -> None:
    [finding] = found("null-into-not-null", write(ColumnList(("name", "active"), nulls=("active",))))
    assert finding.help == "Leave active out or write DEFAULT, and Postgres fills it; or give it a value."


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (write(("name", "note", "ctid")), []),
        (write(("name", "nmae")), ["nmae"]),
        (write(("Name",)), ["Name"]),
        (updated(ColumnList((), possible=("old",))), ["old"]),
        (upsert(ColumnList(("name",)), ColumnList(("seen",))), ["seen"]),
        (write(Unread("computed")), []),
    ],
)
def test_a_column_that_neither_schema_has_is_unknown(one: Write, expected: list[str]) -> None:
    assert columns("unknown-column", one) == expected


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("isActive", "Did you mean active?"),
        ("nmae", "Did you mean name?"),
        ("Note", "Did you mean note?"),
        ("notes", "Did you mean note?"),
        ("colour", "Is name, which this INSERT leaves out, its new name? Else take colour out."),
    ],
)
def test_the_closest_name_is_offered_when_it_is_close(name: str, remedy: str) -> None:
    [finding] = found("unknown-column", write((name,)))
    assert finding.message.startswith(f'column "{name}" of relation "shop_item" does not exist')
    assert finding.help.startswith(remedy)
    assert (finding.origin.path, finding.origin.line) == ("src/worker.rs", 3)


def test_with_nothing_close_and_nothing_lacking_a_name_is_taken_out() -> None:
    [finding] = found("unknown-column", write(("name", "colour")))
    assert finding.help == "Take colour out of the statement."
    assert [one.help for one in found("unknown-column", write(("colour", "weight")))] == [
        "Take colour out of the statement.",
        "Take weight out of the statement.",
    ]


def test_nothing_is_unknown_in_a_table_that_could_not_be_read_whole() -> None:
    assert columns("unknown-column", write(("x",)), of=replace(ITEM, unread="a base is missing")) == []


@pytest.mark.parametrize(
    ("row", "severity", "said"),
    [
        (Positional(None), "warning", "the next column"),
        (Positional(4), "warning", "the next column"),
        (Positional(5), "error", "INSERT has more expressions than target columns (5 for 4)"),
        (Positional(3), "warning", "the next column"),
        (Positional(1), "error", "3 columns left out, 2 may be"),
        (Positional(2, nulls=(0, 1)), "error", "2 NULLs, 1 nullable columns"),
        (Positional(2, nulls=(1,)), "warning", "the next column"),
    ],
)
def test_a_row_without_names_is_an_error_when_it_fits_in_no_order(
    row: Positional, severity: str, said: str
) -> None:
    [finding] = found("positional-insert", write(row))
    assert finding.severity == severity
    assert said in finding.message
    assert finding.help == "Name the columns that the values are for, out of (id, name, note, active)."


def test_a_table_not_read_whole_has_room_for_any_row() -> None:
    unread = replace(ITEM, unread="a base is missing")
    assert [one.severity for one in found("positional-insert", write(Positional(9)), of=unread)] == [
        "warning"
    ]


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            write(Unread("the row is an argument")),
            "must name name, and its columns cannot be read (the row is",
        ),
        (write(ColumnList(("note",), complete=False, reason="a spread")), "must name name"),
        (write(ColumnList(("name",), complete=False)), None),
        (write(ColumnList((), possible=("name",), complete=False)), None),
        (write(Unread("computed"), "update"), None),
        (write(("note",)), None),
        (write(Positional(1)), None),
    ],
)
def test_a_list_that_cannot_be_read_is_told_what_it_must_name(one: Write, said: str | None) -> None:
    assert [said in finding.message for finding in found("opaque-columns", one) if said] == [True] * bool(
        said
    )
    assert len(found("opaque-columns", one)) == bool(said)


@pytest.mark.parametrize(
    ("writes", "expected"),
    [
        ([write(("name",))], ["name"]),
        ([write(("name",)), write(("note",))], []),
        ([write(("name",)), write(Unread("computed"))], []),
        ([write(("name",)), write(Positional(4))], []),
        ([write(ColumnList(("name",), defaults=("name",)))], []),
        ([write(("name",), "update"), write((), "delete")], []),
        ([write(("name",)), write(("note",), "update")], ["name"]),
    ],
)
def test_a_required_column_that_every_inserter_names_is_noted(
    writes: list[Write], expected: list[str]
) -> None:
    assert columns("required-column", *writes) == expected


def test_a_note_carries_every_inserter_and_says_when_all_are_tests() -> None:
    service, test = write(("name",)), write(("name",), path="tests/seed.rs")
    [both] = found("required-column", service, write(("name",), "update"), test)
    assert both.writes == (0, 2)
    assert "all 2 outside writers name it today; " in both.message
    [only] = found("required-column", test)
    assert "its one outside writer names it today, in test code only; " in only.message


def test_a_table_that_nobody_read_makes_is_not_judged() -> None:
    view = Table("shop_item", (Column("x", None, None, REQUIRED, None),), managed=False)
    assert list(check(facts(write(("y",)), of=view))) == []
    created = Table("shop_item", (Column("x", None, REQUIRED, None, None),), managed=False)
    assert columns("not-null-omitted", write(()), of=created) == ["x"]


def test_findings_come_for_an_empty_project() -> None:
    assert list(check(Facts((), facts().catalog, {}))) == []
