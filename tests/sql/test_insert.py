"""INSERT in every spelling: table, columns, literal NULLs and what a conflict sets."""

import pytest

from scanner.model.statement import Unread
from scanner.sql import read
from tests.sql.texts import said, template


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO t (a, b) VALUES (1, 2)", "insert t (a, b)"),
        ("insert into T(A,b)values(1,2)", "insert t (a, b)"),
        ('INSERT INTO "T" ("A", b) SELECT 1, 2', "insert T (A, b)"),
        ("INSERT INTO Public.T (a) VALUES (1)", "insert public.t (a)"),
        ('INSERT INTO db."S"."T" (a) VALUES (1)', "insert S.T (a)"),
        ('INSERT INTO U&"\\0061b" (a) VALUES (1)', "insert ab (a)"),
        ("INSERT INTO t AS x (a) VALUES (1)", "insert t (a)"),
        ("INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (1)", "insert t (a)"),
        ("INSERT INTO t DEFAULT VALUES", "insert t"),
        ("INSERT INTO t VALUES (1, NULL), (1, 2)", "insert t positional 2 null@1"),
        ("INSERT INTO t VALUES ($1, $2, $3)", "insert t positional 3"),
        ("INSERT INTO t SELECT a, NULL FROM s", "insert t positional 2 null@1"),
        ("INSERT INTO t SELECT *, NULL FROM s", "insert t positional None"),
        ("INSERT INTO t SELECT NULL, s.* FROM s", "insert t positional None null@0"),
        ("INSERT INTO t TABLE s", "insert t positional None"),
        ("INSERT INTO t (SELECT 1, 2)", "insert t positional 2"),
        ("INSERT INTO t WITH x AS (SELECT 1) SELECT a, b FROM x", "insert t positional 2"),
        ("INSERT INTO t (a, b) VALUES (NULL, DEFAULT)", "insert t (a=NULL, b=DEFAULT)"),
        ("INSERT INTO t (a, b) VALUES (1, 2), ((NULL), 2)", "insert t (a=NULL, b)"),
        ("INSERT INTO t (a) VALUES (NULL::numeric(10, 2)[])", "insert t (a=NULL)"),
        ("INSERT INTO t (a) VALUES (CAST(NULL AS timestamp with time zone))", "insert t (a=NULL)"),
        (
            "INSERT INTO t (a, b, c) VALUES (COALESCE(NULL, 1), CASE WHEN x THEN NULL END, NULL IS NULL)",
            "insert t (a, b, c)",
        ),
        ("INSERT INTO t (a, b) VALUES ('NULL', ARRAY[NULL, NULL])", "insert t (a, b)"),
        ("INSERT INTO t (a, b) SELECT DISTINCT ON (x) x, NULL AS y FROM s", "insert t (a, b=NULL)"),
        (
            "INSERT INTO t (a, b) SELECT 1, 2 UNION ALL (SELECT NULL::int, 2) EXCEPT SELECT 1, NULL",
            "insert t (a=NULL, b)",
        ),
        ("INSERT INTO t (a, b) SELECT x IS DISTINCT FROM y, NULL FROM s", "insert t (a, b=NULL)"),
        ("INSERT INTO t (a.x, b[1], b[2]) VALUES (1, 2, 3)", "insert t (a, b)"),
        ("INSERT INTO t (\n  a -- the a\n  , /* b, */ c\n) VALUES (1, 2)", "insert t (a, c)"),
        ("INSERT INTO t (a, b,) VALUES (1, 2)", "insert t (a, b)"),
        ("INSERT INTO t (, a, b) VALUES (1, 2)", "insert t (a, b)"),
        ("INSERT INTO t (a, b)", "insert t (a, b)"),
        ("INSERT INTO t (a, b", "insert t (a, b, …)"),
        ("INSERT INTO t ", "insert t unread the text ends before the column list"),
        ("INSERT INTO t () VALUES ()", "insert t"),
        ("INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING", "insert t (a)"),
        (
            "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) WHERE b DO UPDATE SET b = NULL, c = 1 WHERE d",
            "upsert t (a) sets (b=NULL, c)",
        ),
        (
            "INSERT INTO t (a) VALUES (1) ON CONFLICT ON CONSTRAINT k DO UPDATE SET (b,c) = (1, DEFAULT)",
            "upsert t (a) sets (b, c=DEFAULT)",
        ),
        ("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a)", "upsert t (a) sets (a)"),
        ("INSERT OR REPLACE INTO t (a) VALUES (1)", "upsert t (a)"),
        ("INSERT OR IGNORE INTO t (a) VALUES (1)", "insert t (a)"),
        ("REPLACE INTO `t` (`a`) VALUES (1)", "upsert t (a)"),
        ("INSERT INTO [t] ([a], c) VALUES (1, 2)", "insert t (a, c)"),
        ("EXPLAIN ANALYZE INSERT INTO t (a) VALUES (1)", "insert t (a)"),
        ("PREPARE p AS INSERT INTO t (a) VALUES ($1)", "insert t (a)"),
        ("CREATE RULE r AS ON UPDATE TO v DO INSTEAD INSERT INTO t (a) VALUES (new.a)", "insert t (a)"),
        ("COPY (INSERT INTO t (a) VALUES (1) RETURNING a) TO STDOUT", "insert t (a)"),
    ],
)
def test_an_insert(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO «s».t (a) VALUES (1)", "insert <s>.t (a)"),
        ('INSERT INTO "«s»"."t" (a) VALUES (1)', "insert <s>.t (a)"),
        ("INSERT INTO :SCHEMA.t (a) VALUES (1)", "insert <:SCHEMA>.t (a)"),
        ("INSERT INTO ${schema}.t (a) VALUES (1)", "insert <${schema}>.t (a)"),
        ("INSERT INTO «t» (a) VALUES (1)", "insert <t> (a)"),
        ("INSERT INTO «=sql(t)» (a) VALUES (1)", "insert <sql(t)> (a)"),
        ('INSERT INTO :"t" (a) VALUES (1)', 'insert <:"t"> (a)'),
        ("INSERT INTO tmp_«uuid» (a) VALUES (1)", "insert <uuid> (a)"),
        ('INSERT INTO "t_«n»" (a) VALUES (1)', "insert <n> (a)"),
        ("INSERT INTO «p»t (a) VALUES (1)", "insert <p> (a)"),
        ("INSERT INTO t («cols») VALUES («values»)", "insert t unread cols"),
        ("INSERT INTO t «rest»", "insert t unread rest"),
        ("INSERT INTO t «=sql(rows, 'a')»", "insert t unread sql(rows, 'a')"),
        ("INSERT INTO t «cols» VALUES «values»", "insert t unread cols"),
        ("INSERT INTO t (a, b, «more») VALUES (NULL, 2, «values»)", "insert t (a=NULL, b, …)"),
        ("INSERT INTO t («more», a) VALUES («values», NULL)", "insert t (a=NULL, …)"),
        ("INSERT INTO t (a, b «more») VALUES (1, 2)", "insert t (a, b, …)"),
        ("INSERT INTO t (a, b_«n»_x) VALUES (1, 2)", "insert t (a, …)"),
        ("INSERT INTO t (a, b«more») VALUES (1, 2«values»)", "insert t (a, b?, …)"),
        ("INSERT INTO t (a«more») VALUES (1)", "insert t (a?, …)"),
        ("INSERT INTO t (a, b) VALUES («x», NULL)", "insert t (a, b=NULL)"),
        ("INSERT INTO t (a, b) VALUES («xs», 1, NULL)", "insert t (a, b)"),
        ("INSERT INTO t (a, b) VALUES «rows»", "insert t (a, b)"),
        ("INSERT INTO t (a, b) «body»", "insert t (a, b)"),
        ("INSERT INTO t VALUES «=sql(rows)»", "insert t positional None"),
        (
            "INSERT INTO t VALUES (%s, ?, :a, @p1, {b:String}, %(c)s, #{d}, NULL)",
            "insert t positional 8 null@7",
        ),
        ("INSERT INTO t VALUES («x», 1)", "insert t positional None"),
        ("«cte»INSERT INTO t (a)VALUES«rows»", "insert t (a)"),
        ("«cte» INSERT INTO t (a) VALUES (1)", "insert t (a)"),
        ("INSERT «mode» INTO t (a) VALUES (1)", "insert t (a)"),
        ("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET «sets»", "upsert t (a) sets (…)"),
        (
            "INSERT INTO t (a,«{% if x %}» b,«{% endif %}» c) VALUES (1,«{% if x %}» NULL,«{% endif %}» 3)",
            "insert t (a, c, b?)",
        ),
        ("INSERT INTO t (a«{% for c in d %}», b«{% endfor %}») VALUES (1)", "insert t (a, b?)"),
    ],
)
def test_an_insert_with_holes(text, expected):
    assert said(text) == [expected]


def test_the_reason_shows_the_pattern_of_a_name():
    (statement,) = read(template("INSERT INTO tmp_«uuid»_x (a) VALUES (1)"))
    assert statement.target == Unread("the table's name is only known at run time: tmp_{…}_x", "uuid")


@pytest.mark.parametrize(
    "text",
    [
        "Failed to insert into the table",
        "Could not insert into users (conflict)",
        "insert into users failed",
        "Insert into «x»",
        "failed to insert into «table»",
        "insert into users (id=5)",
        "insert into the table users",
        "please insert into",
        "-- INSERT INTO t (a) VALUES (1)",
        "/* INSERT INTO t (a) /* nested */ VALUES (1) */",
        "SELECT 'INSERT INTO t (a) VALUES (1)'",
        "GRANT INSERT, UPDATE, DELETE, TRUNCATE ON t TO u",
        "CREATE TRIGGER x AFTER INSERT OR UPDATE OF a OR DELETE OR TRUNCATE ON t EXECUTE FUNCTION f('a')",
        "CREATE POLICY p ON t FOR INSERT WITH CHECK (true)",
        "SELECT replace(a, 'b', 'c'), insert FROM t",
        "",
    ],
)
def test_no_insert(text):
    assert said(text) == []
