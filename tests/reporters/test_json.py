"""The documents hold to their JSON Schema, and say what the nouns say."""

import json
import time
import typing
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from scanner.model.finding import Report
from scanner.model.statement import Dialect, Named, Unread
from scanner.reporters import documents, escape, render
from scanner.reporters.style import Style
from tests.reporters import hostile, sample

SCHEMA = json.loads(files("scanner.reporters").joinpath("schema/v1.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
REPORTS = {
    "full": sample.REPORT,
    "checked": sample.CHECKED,
    "clean": sample.CLEAN,
    "empty": sample.EMPTY,
    "hostile": hostile.REPORT,
}
STYLES = {"list": sample.LIST, "scan": sample.SCAN, "check": sample.CHECK, "schema": sample.SCHEMA}


def document(report: Report, style: Style):
    return json.loads(render("json", report, style))


def written(index: int):
    return document(sample.REPORT, sample.LIST)["writes"][index]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("command", STYLES)
def test_every_document_is_valid(report: str, command: str):
    VALIDATOR.validate(document(replace(REPORTS[report], changes=None), STYLES[command]))


@pytest.mark.parametrize("report", ["checked", "hostile"])
def test_a_comparison_is_valid(report: str):
    VALIDATOR.validate(document(REPORTS[report], sample.CHECK))


def test_the_schema_is_strict():
    VALIDATOR.check_schema(SCHEMA)
    extra = document(sample.REPORT, sample.SCAN)
    extra["findings"][0]["extra"] = 1
    assert not VALIDATOR.is_valid(extra)
    null = document(sample.REPORT, sample.SCAN)
    null["writes"][0]["operation"] = None
    assert not VALIDATOR.is_valid(null)


def test_the_schema_knows_every_database():
    named = SCHEMA["$defs"]["write"]["properties"]["database"]["enum"]
    assert sorted(named) == sorted(typing.get_args(Dialect))


def test_each_command_has_its_own_members():
    members = {name: list(document(sample.REPORT, style)) for name, style in STYLES.items()}
    full = ["version", "root", "writes", "tables", "findings", "diagnostics", "stats"]
    assert members["list"] == ["version", "root", "writes", "diagnostics", "stats"]
    assert members["scan"] == members["check"] == full
    assert members["schema"] == ["version", "root", "tables", "diagnostics"]


def test_an_incomplete_list_keeps_what_is_certain():
    seed = written(1)
    assert seed["columns"] == ["number", "customer_id", "total"]
    assert seed["possible_columns"] == ["note"]
    assert seed["columns_complete"] is False
    assert seed["reason"] == "`...overrides` is not a literal"


def test_a_positional_write_names_no_columns():
    copied = written(2)
    assert (copied["columns"], copied["columns_complete"], copied["positional"]) == (None, False, True)
    assert copied["reason"] is None


def test_a_truncate_has_an_empty_list():
    assert (written(3)["columns"], written(3)["columns_complete"]) == ([], True)


def test_an_upsert_tells_its_parts_apart():
    upsert = written(4)
    assert upsert["explicit_nulls"] == ["total"]
    assert upsert["default_columns"] == ["number"]
    assert upsert["conflict_columns"] == ["total"]


def test_what_is_unread_is_null_with_its_reason():
    sync = written(6)
    assert (sync["table"], sync["columns"], sync["columns_complete"]) == (None, None, False)
    assert sync["reason"] == "`{table}` is only known at run time; the column list is `cols.join()`"


def test_a_schema_that_is_not_knowable_is_null():
    statement = replace(
        sample.WRITES[0].statement, target=Named("t", Unread("`${schema}` is only known at run time"))
    )
    report = replace(sample.REPORT, writes=(replace(sample.WRITES[0], statement=statement),))
    (only,) = document(report, sample.LIST)["writes"]
    assert (only["table"], only["schema"]) == ("t", None)
    assert only["reason"] == "`${schema}` is only known at run time"


def test_a_column_has_both_schemas_and_their_sources():
    order = document(sample.REPORT, sample.SCHEMA)["tables"][0]
    channel = next(column for column in order["columns"] if column["name"] == "channel")
    legacy = next(column for column in order["columns"] if column["name"] == "legacy_code")
    assert channel["migrated"] == {"not_null": True, "default": "run_sql"}
    assert channel["models"] == {"not_null": True, "default": None}
    assert channel["models_from"] == {"path": "shop/models.py", "line": 39}
    assert legacy["models"] is legacy["models_from"] is None


def test_a_path_that_is_not_utf_8_is_printable():
    report = replace(sample.REPORT, writes=(replace(sample.WRITES[0], path="a/\udcffé.py"),))
    assert document(report, sample.LIST)["writes"][0]["path"] == "a/\\xffé.py"
    assert render("json", report, sample.LIST).isascii()


def test_ten_thousand_writes_are_quick():
    report = replace(sample.REPORT, writes=sample.WRITES * 1500)
    began = time.process_time()
    render("json", report, sample.SCAN)
    assert time.process_time() - began < 2


texts = st.text(st.characters(exclude_categories=[]), max_size=9)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=9,
)


@given(values, st.sampled_from((0, 2)))
def test_what_is_written_is_what_pythons_own_encoder_writes(value: object, indent: int):
    expected = json.dumps(escape.spelt(value), indent=indent or None)
    assert documents.encoded(value, indent) == expected
