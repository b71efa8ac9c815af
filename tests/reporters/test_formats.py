"""The JSON of other programs: valid by their schemas, and about the right places."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.model.finding import Report
from scanner.reporters import render
from scanner.reporters.style import Style
from tests.reporters import hostile, sample

DATA = Path(__file__).parent / "data"
SARIF = Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text()))
STRICT = {
    "sarif": SARIF,
    "gitlab": Draft202012Validator(json.loads((DATA / "gitlab.json").read_text())),
    "rdjson": Draft202012Validator(json.loads((DATA / "rdjson.json").read_text())),
}
REPORTS = {
    "full": (sample.REPORT, sample.SCAN),
    "listed": (sample.REPORT, sample.LIST),
    "checked": (sample.CHECKED, sample.CHECK),
    "empty": (sample.EMPTY, replace(sample.SCAN, source=None, rules=())),
    "hostile": (hostile.REPORT, sample.CHECK),
}


def document(name: str, report: Report = sample.REPORT, style: Style = sample.SCAN) -> Any:
    return json.loads(render(name, report, style))


def sarif_results(report: Report = sample.REPORT, style: Style = sample.SCAN) -> Any:
    return document("sarif", report, style)["runs"][0]["results"]


@pytest.mark.parametrize("name", STRICT)
@pytest.mark.parametrize("case", REPORTS)
def test_every_document_is_valid(name: str, case: str):
    STRICT[name].validate(document(name, *REPORTS[case]))
    assert render(name, *REPORTS[case]).isascii()


def test_sarif_stands_at_the_model_field_and_relates_the_writers():
    first = sarif_results()[0]
    (place,) = first["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "shop/models.py", "uriBaseId": "SRCROOT"}
    assert place["physicalLocation"]["region"] == {"startLine": 38}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "shop_order.currency", "kind": "member"}]
    (writer,) = first["relatedLocations"]
    assert writer["physicalLocation"]["artifactLocation"]["uri"] == "worker/src/orders.rs"
    assert writer["physicalLocation"]["region"] == {"startLine": 57, "startColumn": 9, "endLine": 60}
    assert "[worker/src/orders.rs:57](1)" in first["message"]["text"]
    assert first["partialFingerprints"] == {"writers/v1": sample.FINDINGS[0].fingerprint}


def test_sarif_rules_carry_their_pages():
    driver = document("sarif")["runs"][0]["tool"]["driver"]
    rule = driver["rules"][sarif_results()[0]["ruleIndex"]]
    assert rule["id"] == "not-null-omitted"
    assert rule["help"]["markdown"].startswith("# not-null-omitted")
    assert [rule["id"] for rule in driver["rules"]][-2:] == ["opaque-columns", "unused-ignore"]


def test_sarif_says_what_is_new_and_what_is_suppressed():
    results = sarif_results(sample.CHECKED, sample.CHECK)
    assert {result["baselineState"] for result in results} == {"new", "unchanged"}
    suppressed = [result["suppressions"] for result in results if "suppressions" in result]
    assert suppressed == [[{"kind": "inSource", "justification": "a trigger fills it"}]]


def test_sarif_notes_what_was_not_understood():
    (invocation,) = document("sarif")["runs"][0]["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes][1] == "over 4 MB, not read"
    assert notes[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 18}


def test_sarif_spells_paths_as_addresses_and_text_without_links():
    odd = replace(
        sample.FINDINGS[0], origin=Origin("a b/c:d/\udcffé.py", None), message="[x](http://e.example)"
    )
    (result,) = sarif_results(replace(sample.REPORT, findings=(odd,)))
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%20b/c%3Ad/%FF%C3%A9.py", "uriBaseId": "SRCROOT"}}
    assert result["message"]["text"].startswith("\\[x\\](http://e.example)")


def test_gitlab_tells_equal_fingerprints_apart():
    twice = (sample.FINDINGS[0], sample.FINDINGS[0])
    entries = document("gitlab", replace(sample.REPORT, findings=twice))
    assert len({entry["fingerprint"] for entry in entries}) == 2
    assert entries[0]["location"] == {"path": "shop/models.py", "lines": {"begin": 38}}
    assert entries[0]["severity"] == "critical"


def test_rdjson_places_a_finding_on_its_line():
    first = document("rdjson")["diagnostics"][0]
    assert first["location"] == {"path": "shop/models.py", "range": {"start": {"line": 38}}}
    assert (first["severity"], first["code"]) == ("ERROR", {"value": "not-null-omitted"})


def test_a_path_without_a_line_has_no_range():
    odd = replace(sample.FINDINGS[0], origin=Origin("models.py", None))
    (only,) = document("rdjson", replace(sample.REPORT, findings=(odd,)))["diagnostics"]
    assert only["location"] == {"path": "models.py"}


def test_a_file_outside_the_root_keeps_its_whole_address():
    odd = replace(sample.FINDINGS[0], origin=Origin("/usr/lib/python3/django/models.py", 3))
    (result,) = sarif_results(replace(sample.REPORT, findings=(odd,)))
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///usr/lib/python3/django/models.py"}


@pytest.mark.parametrize("path", ["(postgres)", "/usr/lib/x.py", "../billing/x.py", ""])
def test_what_is_no_file_of_the_repository_has_no_address(path: str):
    assert sample.SOURCE.url(path, 3) == ""
    report = replace(sample.EMPTY, findings=(replace(sample.FINDINGS[0], origin=Origin(path, 3), writes=()),))
    for name in ("html", "markdown"):
        assert sample.SOURCE.home not in render(name, report, sample.SCAN)
