"""What one file needs of another: the names it wants, the functions that write for it."""

import grammars
from scanner.extract import extract
from scanner.extract.answers import answers
from scanner.extract.writes import writes
from scanner.model.facts import Argument, Known, Wanted
from scanner.model.statement import ColumnList, Named, Unread
from scanner.model.template import Template
from scanner.reading.imports import settled_text
from scanner.reading.learnt import learnt

PYTHON = next(grammar for grammar in grammars.discover() if grammar.name == "python")


def facts(source: str, known: Known | None = None):
    return extract("app/x.py", source.encode(), PYTHON, "python", (), known or Known())


def test_an_imported_table_is_wanted_and_then_known():
    source = 'from app.tables import ITEM\ncur.execute(f"DELETE FROM {ITEM}")\n'
    assert facts(source).wanted == (Wanted("ITEM", "from app.tables import ITEM"),)
    (write,) = writes(facts(source, Known(texts={"ITEM": "shop_item"})))
    assert write.statement.target == Named("shop_item")


def test_a_parameter_is_not_wanted():
    assert facts('def f(cur, table):\n    cur.execute(f"DELETE FROM {table}")\n').wanted == ()


def test_a_name_is_found_at_the_top_of_its_module_and_in_its_class():
    source = b'ITEM = "shop_item"\nclass T:\n    users = "shop_user"\ndef f():\n    OTHER = "x"\n'
    asked = [("text", name) for name in ("ITEM", "tables.ITEM", "T.users", "other.ITEM", "OTHER")]
    found = answers("app/tables.py", source, PYTHON, "python", asked, Known())
    assert found.texts == {"ITEM": "shop_item", "tables.ITEM": "shop_item", "T.users": "shop_user"}


def test_where_files_differ_the_import_decides():
    found = {"app/tables.py": "a", "app/others.py": "b"}
    assert settled_text(Wanted("ITEM", "from app.tables import ITEM"), "app/x.py", found) == "a"
    assert settled_text(Wanted("ITEM"), "app/x.py", found) is None


def test_of_files_with_one_name_the_import_s_folders_decide():
    found = {"src/db/postgres/models/items.rs": "a", "src/db/parquet/models/items.rs": "b"}
    asked = Wanted("Item", "crate::db::postgres::models::items::Item")
    assert settled_text(asked, "src/store.rs", found) == "a"


def test_a_grouped_import_tells_where_one_of_its_names_is_from():
    rust = next(grammar for grammar in grammars.discover() if grammar.name == "rust")
    source = """
use crate::{db::{parquet::Other, postgres::models::{items::TABLE, prices::{PRICE, Price}}}, schema};

fn add(client: &Client) { client.execute(&format!("DELETE FROM {TABLE}; DELETE FROM {PRICE}"), &[]); }
"""
    found = extract("src/x.rs", source.encode(), rust, "rust", (), Known())
    assert {each.name: each.imported for each in found.wanted} == {
        "PRICE": "crate::db::postgres::models::prices::PRICE",
        "TABLE": "crate::db::postgres::models::items::TABLE",
    }


def test_a_function_that_writes_what_it_is_given_is_learnt():
    source = """
def add(cur, table, row):
    keys, values = zip(*row.items())
    cur.execute(f"INSERT INTO {table} ({', '.join(keys)}) VALUES (%s)", values)

def add_item(cur, row):
    add(cur, "shop_item", row)
"""
    first = learnt(facts(source).sinks)
    assert [(sink.name, sink.table, sink.row) for sink in first] == [
        ("add", Argument(1, "table"), (Argument(2, "row"),))
    ]
    second = learnt((*first, *facts(source, Known(sinks=first)).sinks))
    assert [sink.name for sink in second] == ["add", "add_item"]
    called = 'def f(cur):\n    add_item(cur, {"id": 1, "name": None})\n'
    (write,) = writes(facts(called, Known(sinks=second)))
    assert write.statement.target == Named("shop_item")
    assert write.statement.columns == ColumnList(("id", "name"), nulls=("name",))
    assert (write.via, write.kind) == ("add_item", "helper")


def test_a_sink_is_listed_as_what_it_is():
    (write,) = writes(
        facts('def put(cur, table):\n    cur.execute(f"INSERT INTO {table} (id) VALUES (1)")\n')
    )
    assert isinstance(write.statement.target, Unread)
    assert write.sink_of == "put"


def test_a_function_that_writes_several_tables_of_its_own_is_no_helper():
    source = """
def reset(cur, extra):
    for row in extra["items"]:
        cur.execute(f"INSERT INTO shop_item ({', '.join(row)}) VALUES (1)")
    for row in extra["users"]:
        cur.execute(f"INSERT INTO shop_user ({', '.join(row)}) VALUES (1)")
"""
    made = facts(source).sinks
    assert {sink.table.literal for sink in made if isinstance(sink.table, Template)} == {
        "shop_item",
        "shop_user",
    }
    assert learnt(made) == ()


def test_a_curried_function_is_given_its_table_by_its_second_call():
    typescript = next(grammar for grammar in grammars.discover() if grammar.name == "typescript")

    def read(source: str, known: Known | None = None):
        return extract("src/x.ts", source.encode(), typescript, "typescript", (), known or Known())

    defined = """
export const buildInsertInto = (pool: Pool) => (entity: Entity, config?: Config) => {
    const { table, fields } = identifiers(entity)
    return async (data: Row) => {
        const keys = Object.keys(fields).filter((key) => key in data)
        await pool.query(sql`insert into ${table} (${sql.join(keys, sql`, `)}) values (${data})`)
    }
}
"""
    (sink,) = learnt(read(defined).sinks)
    assert (sink.name, sink.table) == ("buildInsertInto", Argument(0, level=1))
    used = "const a = buildInsertInto(pool)\nconst insert = buildInsertInto(pool)('shop_user', { a: 1 })\n"
    (write,) = writes(read(used, Known(sinks=(sink,))))
    assert (write.statement.at.line, write.statement.target) == (2, Named("shop_user"))
    assert isinstance(write.statement.columns, Unread)
