"""Ways to write a table whose name the file does not hold, or holds beside others: one table finds each."""

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import run

MODELS = """
from django.db import models


class Order(models.Model):
    total = models.IntegerField(db_default=0)
    note = models.TextField()


class Item(models.Model):
    name = models.TextField()

    class Meta:
        db_table = "stock_items"
"""

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("total", models.IntegerField(db_default=0)),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())],
            options={"db_table": "old_items"},
        ),
        migrations.AlterModelTable("Item", "stock_items"),
    ]
"""

FILES = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n",
    "config/__init__.py": "",
    "config/settings.py": "INSTALLED_APPS = ['shop']\n",
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_initial.py": MIGRATION,
    "web/tables.ts": "export const ORDERS = 'shop_order'\nexport const ITEMS = 'stock_items'\n",
    "web/constant.ts": "import { ORDERS } from './tables'\n"
    "client.query(`INSERT INTO ${ORDERS} (note) VALUES ($1)`, [n])\n",
    "web/constant_items.ts": "import { ITEMS } from './tables'\n"
    "client.query('INSERT INTO ' + ITEMS + ' (name) VALUES ($1)', [n])\n",
    "web/rows.ts": "export function insertRow(db: Db, table: string, row: object) {\n"
    "  const keys = Object.keys(row)\n"
    "  return db.query(`INSERT INTO ${table} (${keys.join(', ')}) VALUES (${marks(keys)})`)\n}\n"
    "export function keep(db: Db, table: string, row: object) {\n"
    "  const keys = Object.keys(row)\n"
    "  return db.query(`INSERT INTO ${table} (${keys.join(', ')}) VALUES (${marks(keys)})`)\n}\n"
    "export function putOrder(db: Db, row: object) {\n"
    "  const keys = Object.keys(row)\n"
    "  return db.query(`INSERT INTO shop_order (${keys.join(', ')}) VALUES (${marks(keys)})`)\n}\n"
    "export function putItem(db: Db, row: object) {\n"
    "  const keys = Object.keys(row)\n"
    "  return db.query(`INSERT INTO stock_items (${keys.join(', ')}) VALUES (${marks(keys)})`)\n}\n",
    "web/helper.ts": "import { insertRow } from './rows'\ninsertRow(db, 'shop_order', { note: 1 })\n",
    "web/helper_items.ts": "import { insertRow } from './rows'\ninsertRow(db, 'stock_items', { name: 1 })\n",
    "web/helper_constant.ts": "import {\n  insertRow,\n} from './rows'\nimport { ORDERS } from './tables'\n"
    "insertRow(db, ORDERS, { note: 1 })\n",
    "web/keeper.ts": "import { keep } from './rows'\nkeep(db, 'shop_order', { note: 1 })\n",
    "web/keeper_items.ts": "import { keep } from './rows'\nimport { ITEMS } from './tables'\n"
    "keep(db, ITEMS, { name: 1 })\n",
    "web/fixed.ts": "import { putOrder } from './rows'\nputOrder(db, { note: 1 })\n",
    "web/fixed_items.ts": "import { putItem } from './rows'\nputItem(db, { name: 1 })\n",
    "web/several.ts": "client.query('DELETE FROM stock_items WHERE id = 1')\n"
    "client.query('UPDATE\\n  shop_order\\n SET note = 1')\n",
    "web/conflict.ts": "const PUT = 'INSERT INTO shop_order (note) VALUES ($1)'\n"
    "client.query(PUT + ' ON CONFLICT (id) DO UPDATE SET note = 1')\n",
    "web/puts.ts": "export const PUT_ORDER = 'INSERT INTO shop_order (note) VALUES ($1)'\n",
    "web/conflict_elsewhere.ts": "import { PUT_ORDER } from './puts'\n"
    "client.query(PUT_ORDER + ' on conflict (id) do update set note = 1')\n",
    "web/rest.ts": "const SET = ' SET note = 1'\nclient.query('UPDATE shop_order' + SET)\n",
    "web/emptied.ts": "client.query('truncate stock_items, shop_order')\n",
    "web/former.ts": "client.query('INSERT INTO old_items (name) VALUES ($1)', [n])\n",
    "web/knex.ts": "import { knex } from 'knex'\nimport { ORDERS } from './tables'\n"
    "knex('stock_items').insert({ name: 1 })\nknex(ORDERS).insert({ note: 1 })\n",
    "jobs/mapped.py": "from sqlalchemy.orm import Mapped\n\n\nclass Orders(Base):\n"
    "    __tablename__ = 'shop_order'\n    id: Mapped[int]\n    note: Mapped[str]\n",
    "jobs/core.py": "from sqlalchemy import insert\nfrom jobs.mapped import Orders\n\n\n"
    "def run(session):\n    session.execute(insert(Orders).values(note=1))\n",
    "jobs/plain.py": "def run(cursor):\n    cursor.execute('COPY stock_items (name) FROM STDIN')\n"
    "    # writers: ignore[positional-insert]\n",
    "sql/template.sql.j2": "INSERT INTO {{ schema }}.shop_order (note) VALUES (1);\n",
    "sql/seed.sql": "TRUNCATE stock_items, shop_order;\ninsert\ninto only_here (a) values (1);\n",
    "go/main.go": 'package main\n\nfunc main() {\n\tdb.Exec("INSERT INTO stock_items (name) VALUES (1)")\n'
    '\tdb.Exec(fmt.Sprintf("INSERT INTO %s (note) VALUES (1)", name))\n}\n',
}

ORDERS = {
    "go/main.go", "jobs/core.py", "jobs/mapped.py", "sql/seed.sql", "sql/template.sql.j2",
    "web/conflict.ts", "web/conflict_elsewhere.ts", "web/constant.ts", "web/emptied.ts", "web/fixed.ts",
    "web/helper.ts", "web/helper_constant.ts", "web/keeper.ts", "web/knex.ts", "web/puts.ts", "web/rest.ts",
    "web/rows.ts", "web/several.ts",
}  # fmt: skip
ITEMS = {
    "go/main.go", "jobs/plain.py", "sql/seed.sql", "web/constant_items.ts", "web/emptied.ts",
    "web/fixed_items.ts",
    "web/helper_items.ts", "web/keeper_items.ts", "web/knex.ts", "web/rows.ts", "web/several.ts",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def scanned(root: Path, *arguments: str) -> dict[str, Any]:
    file = root.parent / "report.json"
    asked = ["scan", "--root", str(root), "--output-format", "json", "-o", str(file), *arguments]
    assert run(asked) in (0, 1)
    document: dict[str, Any] = json.loads(file.read_text())
    return document


def said(document: dict[str, Any], table: str) -> tuple[list[str], list[str]]:
    writes = [json.dumps(write) for write in document["writes"] if write["table"] in (table, None)]
    found = [
        json.dumps({**each, "writes": [document["writes"][index] for index in each["writes"]]})
        for each in document["findings"]
        if each["table"] == table
    ]
    return writes, found


@pytest.mark.parametrize(("table", "paths"), [("shop_order", ORDERS), ("stock_items", ITEMS)])
def test_each_way_to_write_a_table(root: Path, tmp_path: Path, table: str, paths: set[str]):
    whole, one = scanned(root, "--no-cache"), scanned(root, table, "--no-cache")
    kept = ["--cache-dir", str(tmp_path)]
    assert {write["path"] for write in one["writes"]} == paths
    assert said(one, table) == said(whole, table)
    mistakes = [each for each in whole["diagnostics"] if "suppression" in each["message"]]
    assert mistakes
    assert [each for each in one["diagnostics"] if each in mistakes] == mistakes
    for document in (scanned(root, table, *kept), scanned(root, *kept), scanned(root, table, *kept)):
        assert said(document, table) == said(whole, table)


def test_the_table_of_a_model_by_the_models_own_word(root: Path, tmp_path: Path):
    job = "def run(cursor):\n    cursor.execute(f'INSERT INTO {Order._meta.db_table} (note) VALUES (1)')\n"
    for path, text in {**FILES, "jobs/of_model.py": job}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = [write["path"] for write in scanned(tmp_path, "Order", "--no-cache")["writes"]]
    assert {*found} == ORDERS | {"jobs/of_model.py"}


def test_what_the_table_was_called(root: Path):
    for asked in ([], ["stock_items"]):
        said = [each["message"] for each in scanned(root, *asked, "--no-cache")["diagnostics"]]
        assert [each for each in said if "old_items" in each] == [
            "there is no table old_items any more: a migration renamed it to stock_items (shop.Item)"
        ]
