"""Texts made to hang, recurse or fill the memory: the reader's time grows with their length alone."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.model.template import Interpolation, Position, Template, Text
from scanner.sql import read, read_ddl
from tests.sql.texts import said, template

SIZE = 60_000
PIECES = [
    "(", "[", "'", '"', "$", "{", "${", "{{", "`", "/*", "%(", "$a$ $b$ ", "E'\\", "a.", "\ue000", "\\x\n",
    "1",
    "AS 'x' ", "INSERT INTO ", "INSERT INTO t ", "INSERT INTO t (", "INSERT INTO t SELECT 1 ",
    "UPDATE t SET a = 1 ",
    "INSERT INTO t (a) VALUES (1) ", "UPDATE t SET ", "UPDATE a.b.c AS ", "DELETE FROM t ",
    "DELETE FROM t;\n",
    "TRUNCATE a, ", "COPY t FROM stdin;\n", "MERGE INTO t USING s ", "REPLACE INTO ", "ALTER TABLE t ",
    "execute ",
    "MERGE INTO t USING s WHEN MATCHED THEN UPDATE SET ", "execute 'x' || ", "execute (", "execute 'x' || (",
    "execute format('%I', ", "x := execute x ", "DO $$ ", "DO 'insert ", "CREATE TABLE t (",
    "CREATE TABLE t (a int); ",
    "ALTER TABLE t ADD a int, ", "CHECK (", "CREATE TEMP TABLE t (a int); DELETE FROM t; ",
]  # fmt: skip
STARTS = ["insert ", "INSERT INTO t VALUES (", "INSERT INTO t ", "UPDATE t SET a = ", "DO $$ BEGIN "]
WORDS = [
    ",", ")", "]", ";", ".", "=", "::", "||", "NULL ", "a ", '"A"', "$1", "«x»", "«=y»", "«{% if z %}»",
    "«{% else %}»",
    "«{% endif %}»", "VALUES ", "SELECT ", "SET ", "FROM ", "INTO ", "WITH ", "AS ", "ON CONFLICT ",
    "DO UPDATE SET ",
    "DEFAULT ", "UNION ", "WHEN MATCHED THEN ", "ADD COLUMN ", "DROP ", "ALTER ", "RENAME ", "TO ",
    "NOT NULL ",
    "PRIMARY KEY ", "CONSTRAINT ", "IF ", "END ", "BEGIN ", "LOOP ", "EXCEPTION WHEN ", "EXECUTE ", "$$ ",
    "'", "TABLE ",
    "CREATE ", "TRIGGER ", "BEFORE INSERT ", "DOMAIN ", "LIKE ", "PARTITION OF ", "ONLY ", "*", "CAST(",
    "MERGE INTO ",
]  # fmt: skip


def seconds(text: str) -> float:
    whole = Template((Text(text, Position(1, 1)),))
    began = time.process_time()
    read(whole)
    read_ddl(whole)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(piece):
    short, long = (seconds("insert; alter " + piece * (size // len(piece))) for size in (SIZE // 4, SIZE))
    assert long < 9 * short + 0.5


@settings(max_examples=700, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=25).map("".join))
def test_no_text_is_too_strange(text):
    for whole in (template(text), template("INSERT INTO t " + text), template("ALTER TABLE t " + text)):
        lines = text.count("\n") + 1
        assert all(1 <= one.at.line <= one.end_line <= lines for one in read(whole))
        assert all(1 <= one.at.line <= lines for one in read_ddl(whole))


@pytest.mark.parametrize("start", STARTS)
def test_depth_has_no_bound(start):
    nested = Template((Text(start + "(" * 50_000 + "NULL" + ")" * 50_000, Position(1, 1)),))
    assert len(read(nested)) <= 1
    assert len(read_ddl(nested)) <= 1


def test_characters_that_stand_for_holes_are_replaced():
    (statement,) = read(Template((Text("INSERT INTO t\ue000 (a\ue001)", Position(1, 1)),)))
    assert said("INSERT INTO t\ufffd (a\ufffd)") == ["insert t\ufffd (a\ufffd)"]
    assert statement.digest == "insert into t\ufffd ( a\ufffd )"


def test_a_template_of_holes():
    assert read(Template(())) == ()
    assert read(Template((Interpolation("x", Position(1, 1)),))) == ()
    assert said("«a»«b»INSERT INTO «c» «d»") == ["insert <c> unread d"]


def test_positions_in_a_long_text():
    statements = read(template("SELECT 1;\n" * 20_000 + "  DELETE FROM t WHERE a;"))
    assert [statement.at for statement in statements] == [Position(20_001, 3)]
