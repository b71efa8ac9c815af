"""UPDATE, DELETE, TRUNCATE, COPY and MERGE, and the English that looks like them."""

import pytest

from tests.sql.texts import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UPDATE t SET a = 1, b = NULL, c = DEFAULT WHERE d = 2", "update t (a, b=NULL, c=DEFAULT)"),
        ('update only "T" as x set "A" = 1 from s', "update T (A)"),
        ("UPDATE ONLY (t) SET a = 1", "update t (a)"),
        ("UPDATE t * SET a = 1", "update t (a)"),
        ("UPDATE s.t x SET a = x.b IS DISTINCT FROM 1, c = NULL::int", "update s.t (a, c=NULL)"),
        ("UPDATE t SET (a, b) = (NULL, DEFAULT), c = (NULL)", "update t (a=NULL, b=DEFAULT, c=NULL)"),
        ("UPDATE t SET (a, b) = ROW(1, NULL)", "update t (a, b=NULL)"),
        ("UPDATE t SET (a, b) = (SELECT NULL, x FROM s WHERE y = 1)", "update t (a=NULL, b)"),
        ("UPDATE t SET a[1] = 1, a[2] = NULL, b.c = 2", "update t (a=NULL, b)"),
        ("UPDATE t SET a = CASE WHEN b THEN NULL ELSE c END, d = COALESCE(NULL, 1)", "update t (a, d)"),
        ("UPDATE OR IGNORE t SET a = 1", "update t (a)"),
        ("ALTER TABLE t ON CLUSTER c UPDATE a = 1, b = 2 WHERE c", "update t (a, b)"),
        ("UPDATE t SET ", "update t unread the text ends before the first column"),
        ("UPDATE t SET «sets» WHERE id = 1", "update t unread sets"),
        ("UPDATE t SET «=sql(row)» WHERE id = 1", "update t unread sql(row)"),
        ("UPDATE t «sets» WHERE id = 1", "update t unread sets"),
        ("UPDATE t «sets»", "update t unread sets"),
        ("UPDATE t SET a = 1, «more» WHERE id = 1", "update t (a, …)"),
        ("UPDATE t SET a = 1 «more» WHERE id = 1", "update t (a, …)"),
        ("UPDATE t SET a = «=x», b = «y» WHERE id = 1", "update t (a, b)"),
        ("UPDATE t SET «c» = 1, b = 2", "update t (b, …)"),
        ("UPDATE t SET a_«n» = 1, b = 2", "update t (b, …)"),
        ("UPDATE «t» SET a = 1", "update <t> (a)"),
        ("DELETE FROM t", "delete t"),
        ("delete from only t as x using s where x.a = s.a returning *", "delete t"),
        ("delete from t where a = 1", "delete t"),
        ("DELETE FROM «t» «where»", "delete <t>"),
        ("DELETE FROM ${schema}.t WHERE a", "delete <${schema}>.t"),
        ("ALTER TABLE t DELETE WHERE a = 1", "delete t"),
        ("TRUNCATE t", "truncate t"),
        ("TRUNCATE TABLE a", "truncate a"),
        ("truncate table only t restart identity cascade", "truncate t"),
        ("COPY t (a, b) FROM STDIN WITH (FORMAT csv)", "copy t (a, b)"),
        ("copy t from 'x.csv'", "copy t positional None"),
        ("copy t from 'x.csv' delimiter ',' csv", "copy t positional None"),
        ("\\copy t from 'x.csv' csv header", "copy t positional None"),
        ("copy s.t (\"A\") from program 'cat x'", "copy s.t (A)"),
        ("COPY t («cols») FROM STDIN", "copy t unread cols"),
        ("COPY t «cols» FROM STDIN", "copy t unread cols"),
        ("COPY «t» FROM «file»", "copy <t> positional None"),
        (
            "MERGE INTO t x USING s ON x.a WHEN MATCHED AND s.b THEN DELETE "
            "WHEN MATCHED THEN UPDATE SET b = NULL, c = 1 "
            "WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1, NULL)",
            "merge t (a, b=NULL) sets (b=NULL, c)",
        ),
        (
            "MERGE INTO ONLY t USING s ON true WHEN NOT MATCHED AND s.b THEN INSERT (a, b) VALUES (1, 2) "
            "WHEN NOT MATCHED THEN INSERT (b) VALUES (DEFAULT)",
            "merge t (b=DEFAULT, a?)",
        ),
        (
            "MERGE INTO t USING s ON a WHEN NOT MATCHED THEN INSERT VALUES (1, NULL)",
            "merge t positional 2 null@1",
        ),
        ("MERGE INTO t USING s ON true WHEN MATCHED THEN DO NOTHING", "merge t"),
    ],
)
def test_a_write(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "update the user set",
        "Update the user set",
        "UPDATE users",
        "update users set the flag",
        "failed to update users set",
        "SELECT 1 FROM t FOR UPDATE",
        "SELECT 1 FROM t FOR UPDATE OF t SKIP LOCKED",
        "CREATE TABLE t (a int REFERENCES s ON DELETE SET NULL ON UPDATE CASCADE)",
        "CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE f()",
        "LOCK TABLE t IN EXCLUSIVE MODE",
        "delete from cache failed",
        "Delete from cache",
        "could not delete from users",
        "delete from the table",
        "Delete from «x»",
        "CREATE POLICY p ON t FOR DELETE USING (true)",
        "Truncate to 3",
        "truncate text",
        "Truncate table",
        "GRANT TRUNCATE ON t TO x",
        "copy from",
        "copy data from source",
        "copy files from './a' to './b'",
        "update «user» «name»",
        "UPDATE «user» «name» is wrong",
        "Copy «a» from «b»",
        "COPY t TO STDOUT",
        "COPY (SELECT 1) TO STDOUT",
        "COPY t (a, b) TO 'x.csv'",
        "Merge into main",
        "merge into main using squash",
        "ALTER TABLE t ADD COLUMN update int",
    ],
)
def test_no_write(text):
    assert said(text) in ([], ["merge main"])


def test_every_table_of_a_truncate():
    assert said("TRUNCATE TABLE a, s.b, «c»") == ["truncate a", "truncate s.b", "truncate <c>"]


def test_statements_come_in_order():
    text = "WITH d AS (DELETE FROM a), u AS (UPDATE b SET c = 1) INSERT INTO e (x) SELECT 1; DELETE FROM f"
    assert said(text) == ["delete a", "update b (c)", "insert e (x)", "delete f"]


def test_data_below_a_copy_is_no_sql():
    text = "COPY t (a) FROM stdin;\nit's\nDELETE FROM x;\n\\.\n\nINSERT INTO u (b) VALUES (1);\n"
    assert said(text) == ["copy t (a)", "insert u (b)"]
