"""Statements in functions, DO blocks and executed strings, with the places where they are written."""

import pytest

from scanner.model.template import Position
from scanner.sql import read
from tests.sql.texts import said, template

FUNCTION = """CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE r record;
BEGIN
  IF NEW.a THEN INSERT INTO a (b) VALUES (NULL); ELSE DELETE FROM c WHERE d; END IF;
  FOR r IN UPDATE e SET f = 1 RETURNING * LOOP
    RETURN QUERY UPDATE g SET h = 1;
  END LOOP;
  EXECUTE format('INSERT INTO %I.%I (a, b) VALUES (%L, ''x'')', s, lower(t), 1) USING r;
  EXECUTE 'DELETE FROM ' || quote_ident(t) || ' WHERE a = 1';
  statement := 'UPDATE i SET j = 1';
  EXECUTE statement;
  RAISE NOTICE 'DELETE FROM x';
END $body$;
UPDATE last SET a = 1;"""


def test_a_function():
    statements = read(template(FUNCTION))
    assert said(FUNCTION) == [
        "insert a (b=NULL)",
        "delete c",
        "update e (f)",
        "update g (h)",
        "insert <lower(t)> (a, b)",
        "delete <quote_ident(t)>",
        "update i (j)",
        "update last (a)",
    ]
    assert [statement.at for statement in statements] == [
        Position(4, 17), Position(4, 55), Position(5, 12), Position(6, 18),
        Position(8, 19), Position(9, 12), Position(10, 17), Position(14, 1),
    ]  # fmt: skip
    assert {statement.dialect for statement in statements} == {"postgres"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DO $$ BEGIN DELETE FROM t; END $$", ["delete t"]),
        ("DO LANGUAGE plpgsql $$ BEGIN DELETE FROM t; END $$", ["delete t"]),
        ("DO 'BEGIN INSERT INTO t (a) VALUES (''it''''s'', NULL); END'", ["insert t (a)"]),
        ("CREATE FUNCTION f() RETURNS void AS 'DELETE FROM t;' LANGUAGE sql", ["delete t"]),
        (
            "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t (a) VALUES (1); DELETE FROM u; END",
            ["insert t (a)", "delete u"],
        ),
        ("DO $a$ BEGIN EXECUTE $b$ DELETE FROM t $b$; END $a$", ["delete t"]),
        ("DO $$ BEGIN EXECUTE 'INSERT INTO tmp_' || x || ' (a) VALUES (1)'; END $$", ["insert <x> (a)"]),
        (
            "DO $$ BEGIN EXECUTE format('UPDATE %2$I SET %1$I = %L, b = 1', c, t, v); END $$",
            ["update <t> (b, …)"],
        ),
        ("CREATE FUNCTION f() AS $$ BEGIN INSERT INTO t (a) VALUES (1);", ["insert t (a)"]),
        ("SELECT $$ DELETE FROM t $$", []),
        ("INSERT INTO log (text) VALUES ('DELETE FROM x'), ($$ DELETE FROM y $$)", ["insert log (text)"]),
        ("CREATE TEMP TABLE t (a int); INSERT INTO t (a) VALUES (1)", ["insert t (a) temporary"]),
        ("SELECT 1 INTO TEMP x; DELETE FROM x", ["delete x temporary"]),
        ("INSERT INTO t (a) VALUES (1); CREATE TEMPORARY TABLE IF NOT EXISTS t (a int)", ["insert t (a)"]),
        ("INSERT INTO pg_temp.t (a) VALUES (1)", ["insert pg_temp.t (a) temporary"]),
    ],
)
def test_a_body(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("INSERT INTO t (a) VALUES ($1)", "postgres"),
        ("INSERT INTO t (a) SELECT b::int FROM c", "postgres"),
        ("INSERT INTO t (a) VALUES (1)", "unknown"),
        ("INSERT INTO t (a) VALUES ({a:String})", "clickhouse"),
        ("INSERT INTO t (a) FORMAT JSONEachRow", "clickhouse"),
        ("INSERT INTO t SETTINGS async_insert = 1 VALUES (1)", "clickhouse"),
        ("ALTER TABLE t DELETE WHERE a = 1", "clickhouse"),
        ("INSERT OR IGNORE INTO t (a) VALUES (1)", "sqlite"),
        ("INSERT INTO `t` (`a`) VALUES (1)", "mysql"),
        ("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2", "mysql"),
        ("INSERT OVERWRITE TABLE t SELECT 1", "trino"),
    ],
)
def test_the_dialect_that_a_text_tells(text, dialect):
    assert [statement.dialect for statement in read(template(text))] == [dialect]


def test_the_executor_knows_better():
    (statement,) = read(template("INSERT INTO t (a) VALUES ($1)"), "clickhouse")
    assert statement.dialect == "clickhouse"


def test_a_digest_knows_no_white_space_and_no_holes():
    one, two = (read(template(text))[0] for text in ("INSERT INTO «x»  (a) -- b", "insert into «y»\n(A)"))
    assert one.digest == two.digest == "insert into ? ( a )"
