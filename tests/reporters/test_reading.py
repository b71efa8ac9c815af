"""A document that is read is the document that was written, and nothing else is read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scanner.model.catalog import Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic, Write
from scanner.model.failure import CannotRun
from scanner.model.finding import Finding, Report, SchemaChange, Stats
from scanner.model.statement import ColumnList, Named, Positional, Statement, Unread
from scanner.model.template import Position
from scanner.reporters import comment, reading, render
from scanner.reporters.style import Style
from tests.reporters import sample
from tests.reporters.test_json import REPORTS, STYLES

WORD = st.text(min_size=1, max_size=8)
WORDS = st.lists(WORD, max_size=3).map(tuple)
LINE = st.integers(1, 10**6)
LISTS = st.builds(ColumnList, WORDS, WORDS, st.booleans(), WORDS, WORDS, st.none() | WORD)
UNREAD = st.builds(Unread, st.just("") | WORD)
STATEMENTS = st.builds(
    Statement,
    target=st.builds(Named, WORD, st.none() | WORD | UNREAD) | UNREAD,
    columns=LISTS | st.builds(Positional) | UNREAD,
    at=st.builds(Position, LINE, LINE),
    end_line=LINE,
    conflict=st.none() | LISTS,
).filter(lambda statement: statement.inserts or statement.conflict is None)
WRITES = st.lists(
    st.builds(Write, path=WORD, statement=STATEMENTS, database=st.just("postgres"), reason=st.none() | WORD),
    min_size=1,
    max_size=4,
).map(tuple)
INDEXES = st.just(()) | st.just((0,))
ORIGINS = st.builds(Origin, WORD, st.none() | LINE)
CONSTRAINTS = st.none() | st.builds(Constraint, origin=st.none() | ORIGINS)
COLUMNS = st.builds(Column, migrated=CONSTRAINTS, models=CONSTRAINTS, origin=st.none() | ORIGINS)
REPORT = st.builds(
    Report,
    writes=WRITES,
    diagnostics=st.lists(st.builds(Diagnostic, WORD, st.none() | LINE, WORD), max_size=2).map(tuple),
    stats=st.builds(Stats, *[st.integers(0, 9)] * 6, st.floats(0, 9), st.integers(0, 9)),
    tables=st.lists(
        st.builds(Table, WORD, st.lists(COLUMNS, max_size=2).map(tuple), origin=st.none() | ORIGINS),
        max_size=2,
    ).map(tuple),
    findings=st.lists(
        st.builds(Finding, rule=st.just("a-b"), message=WORD, origin=ORIGINS, writes=INDEXES), max_size=2
    ).map(tuple),
    writers=st.dictionaries(WORD, INDEXES, max_size=1),
    changes=st.none()
    | st.lists(st.builds(SchemaChange, origin=st.none() | ORIGINS, writes=INDEXES), max_size=2).map(tuple),
)


def read(text: str) -> Report:
    return reading.report(text.encode())


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("command", STYLES)
def test_a_document_is_read_and_written_again(name: str, command: str):
    report = REPORTS[name] if command == "check" else replace(REPORTS[name], changes=None)
    text = render("json", report, STYLES[command])
    assert render("json", read(text), STYLES[command]) == text


@settings(max_examples=50, deadline=None)
@given(REPORT)
def test_any_document_is_read_and_written_again(report: Report):
    text = render("json", report, sample.CHECK)
    assert render("json", read(text), sample.CHECK) == text


def test_a_comment_of_what_is_read_is_the_comment_of_the_report():
    text = render("json", sample.CHECKED, sample.CHECK)
    assert comment.render(read(text), sample.CHECK) == comment.render(sample.CHECKED, sample.CHECK)


def spoilt(*route: str | int, value: object) -> str:
    document = json.loads(render("json", sample.CHECKED, sample.CHECK))
    inner = document
    for step in route[:-1]:
        inner = inner[step]
    inner[route[-1]] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[]", "no object"),
        ("null", "no object"),
        ('{"version": 2}', "its version is '2', not 1"),
        ("{" * 10, "no JSON"),
        ("[" * 1_000_000, "nested too deeply"),
        ('{"version": 1, "root": "x"}', "is a required property"),
        ('{"version": NaN}', "no report"),
        ('{"version": 1e999}', "no JSON"),
        ('{"version": 1, "root": "\\ud800"}', "no Unicode"),
        ('{"version": 1, "root": ' + "9" * 5000 + "}", "no JSON"),
        (spoilt("writes", 0, "operation", value="drop"), r"at \$\.writes\[0\]\.operation"),
        (spoilt("writes", 0, "line", value=0), r"at \$\.writes\[0\]\.line"),
        (spoilt("writes", 0, "line", value=True), r"at \$\.writes\[0\]\.line"),
        (spoilt("findings", 0, "writes", value=[99]), "it speaks of write 99 and has 7"),
        (spoilt("findings", 0, "writes", value=[-1]), r"at \$\.findings\[0\]\.writes\[0\]"),
        (spoilt("changes", 0, "writes", value=[7]), "it speaks of write 7 and has 7"),
        (spoilt("tables", 0, "writers", value=[1e300]), "it speaks of write 1,000"),
        (spoilt("findings", 0, "more", value=1), "Additional properties are not allowed"),
    ],
)
def test_what_is_no_report_is_refused_with_its_reason(text: str, said: str):
    with pytest.raises(CannotRun, match=said) as raised:
        read(text)
    assert len(raised.value.message) < 1000


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(CannotRun, match="no Unicode"):
        reading.report(b"\xff\xfe{")


def test_a_whole_number_may_be_written_as_a_fraction():
    report = read(spoilt("findings", 0, "line", value=38.0))
    assert "#L38)" in comment.render(report, Style("check", source=sample.SOURCE))
