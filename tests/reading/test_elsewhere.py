"""Rows that functions of other files return: followed where an import or the whole tree tells which."""

from scanner.model.facts import Write
from scanner.model.statement import ColumnList, Named, Unread
from scanner.reading.rounds import read
from scanner.reading.source import Source
from tests.schema.memory import Memory

KNEX = "import knex from 'knex'\n"
SQLALCHEMY = "from sqlalchemy import insert\n"


def written(files: dict[str, str]) -> list[Write]:
    return [*read(Source(Memory(files), jobs=1)).writes]


def columns(files: dict[str, str]) -> list[tuple[str, ...] | None]:
    """Return the columns of each write, `a?` for a possible one, `...` where there may be more."""
    found: list[tuple[str, ...] | None] = []
    for write in written(files):
        match write.statement.columns:
            case ColumnList(certain, possible, complete):
                found.append((*certain, *(f"{name}?" for name in possible), *(() if complete else ("...",))))
            case _:
                found.append(None)
    return found


def test_a_function_that_an_import_tells():
    files = {
        "src/a.ts": f"{KNEX}import {{ makeRow as mk }} from './rows'\nknex('t').insert(mk(x))\n",
        "src/rows.ts": "export const makeRow = (x: Item) => ({ id: x.id, note: null })\n",
        "lib/rows.ts": "export function makeRow(x: Item) { return { other: 1 } }\n",
    }
    assert columns(files) == [("id", "note")]
    (write,) = written(files)
    assert isinstance(write.statement.columns, ColumnList)
    assert write.statement.columns.nulls == ("note",)


def test_through_a_third_file_and_an_index_with_what_the_call_gives():
    files = {
        "src/a.ts": f"{KNEX}import {{ makeRow }} from './rows'\nknex('t').insert(makeRow({{ c: 1 }}))\n",
        "src/rows/index.ts": "export * from './make'\n",
        "src/rows/make.ts": "import { base } from '../base'\n"
        "export function makeRow(more = {}) { return { ...base({ b: 1 }), ...more } }\n",
        "src/base.ts": "import { DEFAULTS } from './defaults'\n"
        "export const base = (own) => Object.freeze({ a: 1, ...DEFAULTS, ...own })\n",
        "src/defaults.ts": "export const DEFAULTS = { state: 'new' } as const\n",
    }
    assert columns(files) == [("a", "state", "b", "c")]


def test_where_files_differ_and_no_import_tells_the_row_is_unread():
    files = {
        "src/a.ts": f"{KNEX}knex('t').insert(this.mapper.toItemRow(x))\n",
        "src/one.ts": "class One {\n  toItemRow(x) { return { a: 1 } }\n}\n",
        "src/two.ts": "class Two {\n  toItemRow(x) { return { b: 1 } }\n}\n",
    }
    assert columns(files) == [None]
    del files["src/two.ts"]
    assert columns(files) == [("a",)]


def test_a_receiver_that_the_file_declares_tells_the_class():
    files = {
        "src/a.ts": f"{KNEX}class Store {{\n  constructor(private readonly mapper: ItemMapper) {{}}\n"
        "  save(x) { return knex('t').insert(this.mapper.toRow(x)) }\n}\n",
        "src/one.ts": "export class ItemMapper {\n  toRow(x) { return { a: 1 } }\n}\n",
        "src/two.ts": "export class UserMapper {\n  toRow(x) { return { b: 1 } }\n}\n",
    }
    assert columns(files) == [("a",)]


def test_a_function_of_a_package_is_not_one_of_the_tree():
    files = {
        "src/a.ts": f"{KNEX}import {{ shape }} from 'shapes'\nknex('t').insert(shape(x))\n",
        "src/own.ts": "export const shape = (x) => ({ a: 1 })\n",
    }
    assert columns(files) == [None]


def test_functions_that_call_each_other_end():
    files = {
        "src/a.ts": f"{KNEX}import {{ one }} from './b'\nknex('t').insert(one(x))\n",
        "src/b.ts": "import { two } from './c'\nexport const one = (x) => ({ a: 1, ...two(x) })\n",
        "src/c.ts": "import { one } from './b'\nexport const two = (x) => ({ b: 1, ...one(x) })\n",
    }
    assert columns(files) == [("a", "b", "...")]


def test_python_modules_and_their_factories():
    files = {
        "app/a.py": f"{SQLALCHEMY}from .rows import make_row as mk\nfrom app import other\n"
        "insert(items).values(**mk(b=None, fake=f))\ninsert(items).values(other.pair())\n",
        "app/rows.py": "def make_row(a=1, fake=None, **overrides):\n    row = dict(a=a)\n"
        "    row.update(overrides)\n    return row\n",
        "app/other.py": "from app.more import extra\ndef pair():\n    return {'x': 1, **extra(1)}\n",
        "app/more.py": "def extra(y):\n    if y:\n        return {'y': y}\n    return {'y': 0, 'z': 1}\n",
    }
    assert columns(files) == [("a", "b"), ("x", "y", "z?")]


def test_a_rest_that_is_itself_spread_leaves_the_list_open():
    files = {
        "app/a.py": f"{SQLALCHEMY}from app.rows import make_row\n\ndef save(given):\n"
        "    insert(items).values(make_row(**given))\n",
        "app/rows.py": "def make_row(**overrides):\n    return {'a': 1, **overrides}\n",
    }
    assert columns(files) == [("a", "...")]


def test_what_nobody_defines_stays_unread_with_its_reason():
    (write,) = written({"src/a.ts": f"{KNEX}import {{ f }} from './gone'\nknex('t').insert(f(x))\n"})
    assert write.statement.columns == Unread("the row is f(x), whose keys are not known here", "f(x)")


def test_a_name_that_was_sought_for_another_file_is_told_to_a_later_one():
    files = {
        "src/a.ts": f"{KNEX}import {{ one }} from './b'\nknex('t').insert(one(x))\n",
        "src/b.ts": "import { two } from './c'\nexport const one = (x) => ({ a: 1, ...two(x) })\n",
        "src/c.ts": "export const two = (x) => ({ b: 1 })\n",
        "src/d.ts": f"{KNEX}import {{ two }} from './c'\nknex('t').insert(two(x))\n",
    }
    assert columns(files) == [("a", "b"), ("b",)]


def test_an_element_of_an_imported_list_of_names_is_a_table_and_no_row():
    files = {
        "src/a.ts": "import postgres from 'postgres'\nimport { TABLES } from './tables'\n"
        "for (const table of TABLES) {\n  await sql`UPDATE ${sql(table)} SET a = 1`\n}\n",
        "src/tables.ts": "export const TABLES = ['one', 'two'] as const\n",
    }
    (write,) = written(files)
    assert isinstance(write.statement.target, Unread)
    assert write.statement.columns == ColumnList(("a",))


def test_a_function_of_another_file_says_which_struct_it_returns():
    diesel = "use diesel::prelude::*;\nuse crate::node::Node;\nuse crate::rows::new_item;\n"
    files = {
        "src/a.rs": f"{diesel}fn save(node: &Node) {{\n"
        "    diesel::insert_into(items::table).values(node.to_row()).execute(conn);\n"
        "    diesel::insert_into(items::table).values(new_item(1)).execute(conn);\n}\n",
        "src/node.rs": "impl Node {\n    pub fn to_row(&self) -> NewItem<'_> { NewItem { id: 1 } }\n}\n",
        "src/other.rs": "impl Other {\n    pub fn to_row(&self) -> Other { Other { x: 1 } }\n}\n",
        "src/rows.rs": "#[derive(Insertable)]\npub struct NewItem<'a> { id: i64, name: &'a str }\n"
        "pub fn new_item(id: i64) -> Result<NewItem<'static>, Error> { todo!() }\n",
    }
    assert columns(files) == [("id", "name"), ("id", "name")]


def tables(files: dict[str, str]) -> list[str]:
    """Return the table of each write, or the expression that it is."""
    targets = [write.statement.target for write in written(files)]
    return [each.expression or "?" if isinstance(each, Unread) else each.name for each in targets]


def test_a_setting_names_a_table_by_its_text_or_its_default():
    files = {
        "app/a.py": "from django.conf import settings\n"
        'cur.execute(f"DELETE FROM {settings.ITEM_TABLE}")\n'
        "cur.execute('DELETE FROM %s' % getattr(settings, 'USER_TABLE', 'other'))\n"
        "cur.execute('DELETE FROM %s' % getattr(settings, 'GONE_TABLE', 'shop_gone'))\n"
        'cur.execute(f"DELETE FROM {settings.ENV_TABLE}")\n'
        'cur.execute(f"DELETE FROM {settings.LOST_TABLE}")\n',
        "project/settings.py": "import os\nITEM_TABLE = 'shop_item'\nUSER_TABLE = 'shop_user'\n"
        "ENV_TABLE = os.environ.get('ENV_TABLE', 'shop_env')\nLOST_TABLE = env('LOST_TABLE')\n",
    }
    assert tables(files) == ["shop_item", "shop_user", "shop_gone", "shop_env", "settings.LOST_TABLE"]


def test_a_model_is_named_through_a_class_attribute_and_a_variable():
    source = "class Store:\n    model = Item\n\n    def save(self, cur):\n"
    source += '        cur.execute(f"DELETE FROM {self.model._meta.db_table}")\n'
    source += "        table = Order._meta.db_table\n        cur.execute(f'DELETE FROM {table}')\n"
    (one, other) = written({"app/a.py": source})
    found = [each.statement.target for each in (one, other)]
    assert [each.expression for each in found if isinstance(each, Unread)] == [
        "Item._meta.db_table",
        "Order._meta.db_table",
    ]


GO = """package store

import (
\t"example.com/shop/rows"
\tsq "github.com/Masterminds/squirrel"
\t"gorm.io/gorm"
)

func Save(db *gorm.DB) {
\tledger, err := rows.NewLedger("a")
\tdb.Create(ledger)
\tsq.Insert("items").Columns("old").SetMap(rows.Values("a")).ToSql()
}
"""


def test_a_constructor_of_another_package_says_which_struct_it_returns():
    files = {
        "store/a.go": GO,
        "rows/ledger.go": "package rows\n\ntype Ledger struct {\n\tName string\n}\n\n"
        "func NewLedger(name string) (*Ledger, error) {\n\treturn &Ledger{Name: name}, nil\n}\n",
        "rows/values.go": "package rows\n\nfunc Values(name string) map[string]any {\n"
        '\treturn map[string]any{"name": name, "size": 1}\n}\n',
    }
    assert columns(files) == [("name",), ("name", "size")]


def test_a_class_of_another_file_that_is_given_for_a_table_is_named_by_it():
    files = {
        "models.py": "class Room(Base):\n    __tablename__ = 'room'\n    note = Column(Text())\n\n"
        "    def __repr__(self):\n        return f'{self.__class__}(note={self.note!r})'\n",
        "store.py": f"{SQLALCHEMY}from models import Room\n\n\ndef keep(table, rows):\n"
        "    return insert(table).values(rows)\n\n\n"
        "def run(rows):\n    keep(Room, rows)\n    keep(Gone, rows)\n",
    }
    found = [(each.path, each.statement.at.line, each.statement.target) for each in written(files)]
    assert ("store.py", 10, Named("room")) in found
    assert not any(line == 11 for path, line, _ in found if path == "store.py")
