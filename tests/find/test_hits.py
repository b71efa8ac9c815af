"""Every spelling that can be a statement is found at its keyword, and prose is not."""

import time

import pytest

from scanner.find.hits import Hit, hits


def keywords(source: str) -> list[tuple[int, str]]:
    data = source.encode()
    return [(hit.start, data[hit.start : hit.end].decode()) for hit in hits(data, ())]


@pytest.mark.parametrize(
    "source",
    [
        "INSERT INTO t (a) VALUES (1)",
        "insert\n  into t",
        "INSERT/*c*/INTO t",
        "INSERT /* a * b */ INTO t",
        "INSERT -- why\n INTO t",
        "INSERT OR REPLACE INTO t",
        "insert or ignore into t",
        "INSERT IGNORE INTO t",
        "INSERT {modifier} INTO t",
        "INSERT ${ignore ? 'IGNORE' : ''} INTO t",
        "INSERT %s INTO t",
        '"INSERT " + "INTO t"',
        '"INSERT "\n    f"INTO {table}"',
        '"INSERT "  # why\n    "INTO t"',
        'concat!("INSERT ", "INTO t")',
        "INSERT \\\n   INTO t",
        "INSERT\\nINTO t",
        "INSERT INTO{table}",
        "MERGE INTO t USING s",
        "merge\ninto only t",
        "REPLACE INTO t VALUES (1)",
        "DELETE FROM t",
        "DELETE\n FROM t",
        "delete from only t where a = 1",
        "UPDATE t SET a = 1",
        "update only t set a = 1",
        "update t as x set a = 1",
        "update t x\nset a = 1",
        "update t set (a, b) = (1, 2)",
        "update t set ${columns}",
        "update t set {columns}",
        "update t set ${sql({ a: 1 })}",
        "update ${name({ of: 'x' })} set ${sql({ a: { b: { c: 1 } } })}",
        'update t set " + columns',
        'update t set " + ", ".join(columns)',
        "update t set ' || quote_ident(c) || ' = 1",
        'update t set ").append(columns)',
        "update t set a_{} = 1",
        'UPDATE t" + rest + " WHERE a = 1',
        "UPDATE t {rest}",
        'INSERT " + rest',
        'update "Weird" set "a" = 1',
        "update public.t set a=1",
        "update ${table} set a = 1",
        'update " + table + " set a = 1',
        "UPDATE {} AS s -- long\n SET a = 1",
        'UPDATE t");\nquery.push("SET a = 1',
        "COPY t (a, b) FROM STDIN",
        "copy t(a, b) from stdin",
        "copy t from stdin",
        "COPY t\n(a,\nb)\nFROM '/tmp/x'",
        "copy {table} from stdin",
        "TRUNCATE t",
        "TRUNCATE TABLE a, b CASCADE",
        "truncate table a, b",
        "truncate a cascade;",
        "truncate a, b",
        "copy t from '/tmp/x.csv' csv",
        "copy t from 'x.csv'",
        "truncate public.t;",
        "truncate ${table}",
        "update {{ schema | sqlsafe }}.{{table}} set a = 1",
        "ALTER TABLE t DELETE WHERE a = 1",
        "alter table t on cluster c update a = 1 where b = 2",
    ],
)
def test_a_statement_is_found_at_its_keyword(source: str):
    for before in ("", '"', "\\n", "  ", "(", "WITH x AS ("):
        start = len(before) + len(source) - len(source.lstrip('"').removeprefix('concat!("'))
        assert start in [found for found, _ in keywords(before + source)], before


@pytest.mark.parametrize(
    "source",
    [
        "queue.insert(into)",
        "insert_into(t)",
        "insertInto('t')",
        "we insert a row into the table",
        "update(t)\n.set(x)",
        "update = 1; set = 2",
        "map.update x set y = 1",
        "please update the set of rules",
        "update the version, then set up the database",
        "x.delete(from)",
        "copy the text from the page",
        "copyright 2020, taken from stdin",
        "Math.truncate (3)",
        'className="truncate text-sm"',
        "SELECT 1 FROM t WHERE updated IN (SELECT 2)",
        "on update cascade",
        "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES b ON UPDATE CASCADE",
    ],
)
def test_prose_and_code_are_not_found(source: str):
    assert keywords(source) == []


def test_every_statement_of_a_text_is_found_in_order():
    source = "DELETE FROM a; UPDATE b SET x = 1; INSERT INTO c VALUES (1)"
    assert keywords(source) == [(0, "DELETE"), (15, "UPDATE"), (35, "INSERT")]


def test_offsets_are_bytes():
    assert [hit.start for hit in hits("é INSERT INTO t".encode(), ())] == [3]


def test_names_are_whole_words_in_their_own_case():
    source = b"insertRow(db); insertRows(db); InsertRow; this.insertRow<T>(x)"
    assert list(hits(source, {"insertRow"})) == [Hit(0, 9, "name"), Hit(47, 56, "name")]


def test_names_of_several_words_are_found_before_a_part_of_them():
    source = b"helpers.insert(x); y.insert(x); yhelpers.insert"
    found = [(0, 14), (21, 27), (41, 47)]
    assert [(hit.start, hit.end) for hit in hits(source, {"helpers.insert", "insert"})] == found


@pytest.mark.parametrize(
    "unit",
    ["UPDATE x set", "update x set ", "copy (from", "insert /*into", "UPDATE {set", 'truncate "', "'r"],
)
def test_time_is_linear_in_hostile_text(unit: str):
    source = (unit * (100_000 // len(unit))).encode()
    began = time.process_time()
    for _ in hits(source, ()):
        pass
    assert time.process_time() - began < 5
