"""What is looked at before a file is parsed: places of writes, used libraries, settings."""

import pytest

import grammars
from grammars import Grammar
from scanner.extract import see
from scanner.model.facts import Argument, Sink

GRAMMARS = {grammar.name: grammar for grammar in grammars.discover()}


def seen(source: str, language: str = "typescript", learnt: tuple[Sink, ...] = ()) -> list[str]:
    data = source.encode()
    return [data[hit.start : hit.end].decode() for hit in see(data, GRAMMARS[language], (), learnt).hits]


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("typescript", "// INSERT INTO t (a) VALUES (1)\n"),
        ("typescript", "f()\n    /// what does it: INSERT INTO t (a) VALUES (1)\n"),
        ("typescript", "import Delete from './icons'\n"),
        ("typescript", "expect(q).toHaveBeenCalledWith('DELETE FROM t')"),
        ("typescript", "it(\n  'should delete from t and then', () => {})"),
        ("python", 'raise ValueError(f"delete from {t} failed")'),
        ("rust", 'panic!(r#"\n DELETE FROM t"#)'),
        ("python", "x = 1\n    # INSERT INTO t (a) VALUES (1)\n"),
        ("python", "import sqlalchemy as sa\nsa.text('')\n"),
        ("python", "from sqlalchemy import text\n# we delete(the rest)\n"),
        ("python", "import sqlalchemy\nupdate in names\n"),
        ("rust", "    // DELETE FROM t\n"),
    ],
)
def test_a_remark_or_an_import_is_no_write_but_makes_a_candidate(language: str, source: str):
    assert seen(source, language) == []
    assert see(source.encode(), GRAMMARS[language], (), ()).is_candidate


@pytest.mark.parametrize(
    ("language", "source", "found"),
    [
        ("typescript", "db.query('INSERT INTO t') // insert", ["INSERT"]),
        ("typescript", "q(`\n  INSERT INTO t`)", ["INSERT"]),
        ("typescript", "-- x\n", []),
        ("typescript", "log(sql`DELETE FROM t`)", ["DELETE"]),
        ("typescript", "it('x'); db.query('DELETE FROM t')", ["DELETE"]),
        ("typescript", "log(\"don't \" + q('DELETE FROM t'))", ["DELETE"]),
        ("python", "match(row, 'DELETE FROM t')", ["DELETE"]),
        ("python", "'''\nINSERT INTO t\n'''", ["INSERT"]),
        ("python", "import sqlalchemy\nsa.insert(t)\nup.update\\\n(x)", ["insert", "update"]),
        ("python", "import sqlalchemy\n__tablename__ = 't'", ["__tablename__"]),
        ("rust", 'q(r#"\n  #\n  DELETE FROM t"#)', ["DELETE"]),
        ("ruby", "<<~SQL\n  #{head} INSERT INTO t\n", ["INSERT"]),
        ("typescript", "import knex from 'k'\n(knex('t').insert as any)(x)", ["knex", "insert"]),
        ("typescript", "/*\n// x */ q('DELETE FROM t')", ["DELETE"]),
        ("typescript", " " * 3000 + "// INSERT INTO t", ["INSERT"]),
    ],
)
def test_what_may_be_a_write_is_seen(language: str, source: str, found: list[str]):
    assert seen(source, language) == found


def test_a_common_name_counts_where_its_library_is_used():
    assert seen("import {x} from 'sequelize'\nqueryInterface.bulkInsert('t')\nUser.update({})") == [
        "bulkInsert",
        "update",
    ]
    assert seen("cache.delete(key); other.update(x)") == []


def test_a_learnt_function_is_seen_where_it_is_called():
    sink = Sink("store", "typescript", Argument(0), (Argument(1),))
    assert seen("import { store } from './store'\nstore('t', {a})", learnt=(sink,)) == ["store"]
    assert seen("import { store, load } from './store'\nmap(store, rows); x = store;", learnt=(sink,)) == []
    assert seen("import store from './store'\nstore('t', {a})", learnt=(sink,)) == ["store"]
    assert seen("I store the rest", learnt=(sink,)) == []


LIBRARIES = [each for one in GRAMMARS.values() if isinstance(one, Grammar) for each in one.libraries]
CUED = [(each.cues, each.marks) for each in LIBRARIES if each.cues and each.marks is not None]


@pytest.mark.parametrize(
    "source",
    (
        "import typeorm|x.createQueryBuilder()|Repository<User>|getRepository(User)|@Entity()"
        "|manager.insert(User)|entityManager.delete(User)|drizzle(pool)|pgTable('t')|sqliteTable("
        "|mysqlTable(|db.insert(t).values(|db.update(t).set(|db.delete(t).where(|Sequelize"
        "|sequelize|queryInterface|QueryInterface|helpers.insert(|helpers.update(|ColumnSet"
        "|import peewee|from tortoise import x|from playhouse import y"
    ).split("|"),
)
def test_a_cue_stands_wherever_its_marks_do(source: str):
    marked = [cues for cues, marks in CUED if marks.search(source.encode())]
    assert marked
    assert all(any(cue in source.encode() for cue in cues) for cues in marked)


def test_a_setting_holds_its_word():
    assert see(b"new CamelCasePlugin()", GRAMMARS["typescript"], (), ()).folding == {"kysely"}
    assert see(b"drizzle(pool, { casing: 'snake_case' })", GRAMMARS["typescript"], (), ()).folding == {
        "drizzle"
    }
    assert see(b"new SnakeNamingStrategy()", GRAMMARS["typescript"], (), ()).folding == {"typeorm"}
