"""A name that may mean more than one table is said with both."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from scanner.adapters.disk import DiskSnapshot
from scanner.ambiguity import ambiguities
from scanner.link import is_rivals
from scanner.model.catalog import Catalog, Origin, Table
from scanner.model.facts import Write
from scanner.model.finding import Report
from scanner.model.options import DjangoOptions
from scanner.model.statement import Named, Unread
from scanner.pipeline import Question, scan
from scanner.reading.source import Source
from scanner.schema import load
from tests.build import ITEM, write

ARCHIVED = Table("shop_item", ITEM.columns, "archive.Item", schema="archive")
LEGACY = Table("shop_legacy", ITEM.columns, "archive.Legacy", schema="archive")
CATALOG = Catalog(
    {"shop_item": ITEM, "archive.shop_item": ARCHIVED, "archive.shop_legacy": LEGACY},
    former={"shop_thing": "shop_item", "shop_gone": None},
)


def said(one: Write, *keys: str) -> list[str]:
    found = [*ambiguities([one], CATALOG, keys)]
    assert all((each.path, each.line) == (one.path, one.statement.at.line) for each in found)
    return [each.message for each in found]


@pytest.mark.parametrize(
    ("into", "expected"),
    [
        (
            Named("shop_item"),
            "shop_item is taken for shop_item (shop.Item), not for archive.shop_item (archive.Item)",
        ),
        (
            Named("shop_item", Unread("a hole")),
            "the schema of shop_item is not known here: taken for shop_item (shop.Item), "
            "may be archive.shop_item (archive.Item)",
        ),
        (
            Named("shop_legacy"),
            "shop_legacy is written without the schema of archive.shop_legacy (archive.Legacy): "
            "it counts for none, as long as no search_path is known",
        ),
        (
            Named("shop_thing"),
            "there is no table shop_thing any more: a migration renamed it to shop_item (shop.Item)",
        ),
        (Named("shop_gone"), "there is no table shop_gone any more: a migration dropped it"),
        (
            Named("shop_tiem"),
            "there is no table shop_tiem that is known of; the closest is shop_item (shop.Item)",
        ),
    ],
)
def test_both_tables_are_named(into: Named, expected: str):
    assert said(write(into=into)) == [expected]


@pytest.mark.parametrize(
    "into",
    [
        Named("shop_item", "public"),
        Named("shop_item", "archive"),
        Named("shop_items"),
        Named("shop_item2"),
        Named("another_table"),
        Named("shop_thing", "elsewhere"),
        Unread("computed"),
    ],
)
def test_what_is_clear_or_another_table_is_not_spoken_of(into: Named | Unread):
    assert said(write(into=into)) == []


def test_a_migration_and_another_database_are_not_spoken_of():
    old = write(into=Named("shop_thing"))
    assert said(replace(old, database="clickhouse")) == []
    assert said(replace(old, path="shop/migrations/0002_fill.py")) == []


def test_only_the_tables_that_are_asked_for_are_spoken_of():
    assert said(write(into=Named("shop_thing")), "shop_item") != []
    assert said(write(into=Named("shop_thing")), "archive.shop_legacy") == []
    assert said(write(into=Named("shop_item")), "archive.shop_legacy") == []


MODELS = """from django.db import models

class Item(models.Model):
    name = models.CharField(max_length=20)
"""
INITIAL = """from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Thing",
            [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=20))],
        ),
        migrations.RenameModel("Thing", "Item"),
    ]
"""
TEST = """def test_a_copy(cur):
    cur.execute("CREATE TEMP TABLE shop_item (id int)")
    cur.execute("INSERT INTO shop_item (id) VALUES (1)")

def test_the_real_one(cur):
    cur.execute("INSERT INTO shop_item (id) VALUES (1)")
    cur.execute("INSERT INTO shop_thing (id) VALUES (1)")
"""


def scanned(root: Path, writers: dict[str, str]) -> Report:
    """Scan a project with these files beside its models and migrations."""
    project = {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": INITIAL,
    }
    for path, text in {**project, **writers}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    snapshot = DiskSnapshot(root)
    return scan(Source(snapshot, jobs=1), "root", load(snapshot, DjangoOptions()), Question())


def test_a_whole_tree(tmp_path: Path):
    report = scanned(tmp_path, {"tests/test_items.py": TEST})
    assert [(each.line, each.message) for each in report.diagnostics if each.path.startswith("tests/")] == [
        (3, "shop_item is taken for the temporary table that line 2 makes, not for shop_item (shop.Item)"),
        (7, "there is no table shop_thing any more: a migration renamed it to shop_item (shop.Item)"),
    ]
    (broken,) = [each for each in report.findings if each.rule == "not-null-omitted"]
    assert [report.writes[index].statement.at.line for index in broken.writes] == [6]


BOATS, CARS = "examples/boats/db/migrations/01_boats.sql", "examples/cars/db/migrations/01_cars.sql"
INSERT = "db.query('INSERT INTO item (id) VALUES (1)')\n"


def test_a_writer_is_judged_by_the_nearest_of_the_tables_that_sql_files_make(tmp_path: Path):
    for name, text in {
        BOATS: "CREATE TABLE item (id serial PRIMARY KEY, sail text NOT NULL);",
        CARS: "CREATE TABLE item (id serial PRIMARY KEY, wheel text NOT NULL);",
        **dict.fromkeys((f"examples/{each}/server.js" for each in ("boats", "cars", "planes")), INSERT),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    snapshot = DiskSnapshot(tmp_path)
    report = scan(Source(snapshot, jobs=1), "root", load(snapshot, DjangoOptions()), Question())
    judged = [(report.writes[each.writes[0]].path, each.column) for each in report.findings]
    assert judged == [("examples/boats/server.js", "sail")]
    message = (
        "item counts for no table here: SQL files of examples/cars/db/migrations "
        f"make another one of that name than {BOATS} does"
    )
    told = [(each.path, each.message) for each in report.diagnostics]
    assert told == [("examples/cars/server.js", message), ("examples/planes/server.js", message)]


@pytest.mark.parametrize(
    ("path", "expected"), [("rust/src/a.rs", True), ("web/src/a.ts", False), ("server/shop/a.py", False)]
)
def test_beside_a_table_of_django_only_a_nearer_one_is_meant(path: str, expected: bool):
    table = replace(ITEM, origin=Origin("server/shop/models.py", 3), rivals=("rust/migrations",))
    assert is_rivals(path, table) is expected


CONNECTIONS = """from django.db import DEFAULT_DB_ALIAS, connections

def of_another():
    with connections["archive"].cursor() as cursor:
        cursor.execute("INSERT INTO shop_item (code) VALUES (1)")

def of_a_setting():
    conn = connections[settings.ARCHIVE_ALIAS]
    conn.cursor().execute("INSERT INTO shop_item (code) VALUES (1)")

def with_the_same_columns():
    with connections["archive"].cursor() as cursor:
        cursor.execute("INSERT INTO shop_item (id) VALUES (1)")

def of_the_default():
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO shop_item (code, name) VALUES (1, 'x')")

def of_any(alias):
    with connections[alias].cursor() as cursor:
        cursor.execute("INSERT INTO shop_item (code, name) VALUES (1, 'x')")
"""


def test_another_table_of_another_connection(tmp_path: Path):
    report = scanned(tmp_path, {"jobs.py": CONNECTIONS})
    errors = [each for each in report.findings if each.severity == "error"]
    assert [(each.rule, report.writes[each.writes[0]].statement.at.line) for each in errors] == [
        ("unknown-column", 17),
        ("unknown-column", 21),
        ("not-null-omitted", 13),
    ]
    said = (
        "shop_item counts for no table here: it is written through the connection {}, and has other columns"
    )
    told = [(each.line, each.message) for each in report.diagnostics if each.path == "jobs.py"]
    assert told == [
        (5, f"{said.format('archive')} than shop_item (shop.Item)"),
        (9, f"{said.format('settings.ARCHIVE_ALIAS')} than shop_item (shop.Item)"),
    ]
