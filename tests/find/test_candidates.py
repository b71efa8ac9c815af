"""The pattern that files are opened by finds all that `hits` does, and little else."""

import random
import re

import pytest

from scanner.find.candidates import LIKELY, calls, definitions, is_likely, pattern
from scanner.find.hits import hits

PATTERN = re.compile(pattern({"insertRow"}).encode(), re.IGNORECASE | re.MULTILINE)
SEED = 7
PIECES = (
    *"insert Insert INSERT update Update UPDATE copy COPY delete DELETE merge replace".split(),
    *"TRUNCATE truncate ALTER alter into INTO Into set SET from FROM table only or ignore".split(),
    *"delayed cascade stdin t a.b my-table where ( ) () ; = ? - / -- $1 {t} ${t} ${f(x)} %s %(t)s".split(),
    *(" ", " ", " ", "\n", "\r\n", "\t", "\\n", "\\", '"', "'", "`", '" + "', '" f"', '"\n  f"', ", "),
    *("-- c\n", "// c\n", "# c\n", "/* c */", "/* c\n */", "{{ t }}", "delete where", "update x ="),
)


def found(source: str) -> bool:
    return PATTERN.search(source.encode()) is not None


def test_whatever_is_a_hit_is_a_candidate():
    chance = random.Random(SEED)
    tried = 0
    while tried < 3_000:
        source = "".join(chance.choices(PIECES, k=chance.randint(2, 12)))
        if any(hits(source.encode(), ())):
            tried += 1
            assert found(source), source


@pytest.mark.parametrize(
    "source",
    [
        "// insert the row, then go on",
        "const rows = update(state)",
        "delete cache[key]",
        "we update the list of users whenever the page is shown",
        "copy the text of the field to the clipboard when asked",
        "replace all of it",
        'className="truncate text-sm"',
        "x.insert(1)",
        "InsertRow(db)",
        "insertRows(db)",
        "altered; updated; copyright",
    ],
)
def test_code_and_prose_are_passed_over(source: str):
    assert not found(source)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("source", ["INSERT INTO t (a)", "delete from t"])
def test_a_statement_in_utf16_is_a_candidate(source: str, encoding: str):
    assert PATTERN.search(source.encode(encoding))


@pytest.mark.parametrize("source", ["insertRow(db)", "-- writers: ignore[x] -- y"])
def test_names_and_suppressions_are_candidates(source: str):
    assert found(source)


@pytest.mark.parametrize(
    "name",
    ["insertRow", "InsertRow", "insert_row", "simple_insert", "bulkInsert", "upsert_many", "_upsertAll2"],
)
@pytest.mark.parametrize(
    "call", ["({0}(db))", "db.{0} (", "{0}<Row>(db)", "{0}!(db)", "{0}::<T>(x)", "= {0}"]
)
def test_the_calls_of_likely_helpers_are_candidates(name: str, call: str):
    line = call.format(name).encode()
    assert is_likely(name)
    assert re.search(calls([name]).encode(), line, re.MULTILINE)
    assert re.search(LIKELY.encode(), line, re.MULTILINE)


@pytest.mark.parametrize("name", ["insert", "upsert", "reinserted", "save", "Insert", "update_row"])
def test_other_names_are_not_likely(name: str):
    assert not is_likely(name)


@pytest.mark.parametrize(
    ("line", "defines"),
    [
        ("const T = 'x'", True),
        ("  T: 'x',", True),
        ('"T": "x"', True),
        ("T := load()", True),
        ("'T' => 'x'", True),
        ("  T =", True),
        ("T::new()", False),
        ("if T == x", False),
        ("MyT = 1", False),
    ],
)
def test_lines_that_give_a_name_a_value(line: str, defines: bool):
    assert bool(re.search(definitions(["T"]).encode(), line.encode(), re.MULTILINE)) is defines
