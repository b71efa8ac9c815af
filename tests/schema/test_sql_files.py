"""Tables that ordered SQL files own, and the copies of Django's tables that they keep."""

from scanner.model.catalog import Catalog
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

MODELS = (
    "from django.db import models\nclass Item(models.Model):\n    name = models.TextField()\n"
    "    size = models.IntegerField(default=1)\n"
    "class Job(models.Model):\n    class Meta:\n        managed = False\n        db_table = 'job'\n"
    "    state = models.TextField()\n"
)
DJANGO = {"shop/__init__.py": "", "shop/models.py": MODELS}


def read(files: dict[str, str], *ddl: str) -> Catalog:
    return load(Memory({**DJANGO, **files}), DjangoOptions(), (), ddl)


def facts(catalog: Catalog, table: str) -> dict[str, tuple[bool, str | None]]:
    return {
        column.name: (column.migrated.not_null, column.migrated.default)
        for column in catalog.tables[table].columns
        if column.migrated
    }


def test_files_run_in_the_order_of_their_numbers_and_undo_files_do_not() -> None:
    files = {
        "svc/migrations/10_default.sql": "ALTER TABLE task ALTER COLUMN n SET DEFAULT 1;",
        "svc/migrations/9_make.sql": "CREATE TABLE task (id bigserial PRIMARY KEY, n int NOT NULL);",
        "svc/migrations/11_x.down.sql": "DROP TABLE task;",
        "svc/migrations/U12__x.sql": "DROP TABLE task;",
    }
    catalog = read(files)
    assert facts(catalog, "task") == {"id": (True, "serial"), "n": (True, "run_sql")}
    made = catalog.tables["task"].column("n")
    assert made is not None
    assert made.migrated is not None
    assert made.migrated.origin is not None
    assert (made.migrated.origin.path, made.migrated.origin.line) == ("svc/migrations/10_default.sql", 1)
    assert not catalog.tables["task"].managed
    assert catalog.diagnostics == ()


def test_the_way_back_of_a_file_is_not_run() -> None:
    text = "-- +goose Up\nCREATE TABLE task (n int NOT NULL);\n-- +goose Down\nDROP TABLE task;\n"
    assert facts(read({"svc/migrations/001_a.sql": text}), "task") == {"n": (True, None)}


def test_folders_of_a_migration_each() -> None:
    files = {
        "svc/migrations/2024-01-01-000000_a/up.sql": "CREATE TABLE task (n int NOT NULL);",
        "svc/migrations/2024-01-01-000000_a/down.sql": "DROP TABLE task;",
        "svc/migrations/2024-01-02-000000_b/up.sql": "ALTER TABLE task ALTER n DROP NOT NULL;",
    }
    assert facts(read(files), "task") == {"n": (False, None)}


def test_a_configured_folder_owns_its_tables_whatever_it_is_called() -> None:
    files = {"db/sql/make.sql": "CREATE TABLE task (n int NOT NULL);"}
    assert "task" not in read(files).tables
    assert facts(read(files, "db/sql"), "task") == {"n": (True, None)}


def test_a_model_that_django_does_not_manage_meets_the_table_that_sql_makes() -> None:
    files = {
        "svc/migrations/1_job.sql": "CREATE TABLE job (id int PRIMARY KEY, state text NOT NULL DEFAULT '')"
    }
    job = read(files).tables["job"]
    assert job.model == "shop.Job"
    state = job.column("state")
    assert state is not None
    assert (state.migrated and state.migrated.default, state.models and state.models.default) == (
        "run_sql",
        None,
    )


def test_a_table_of_tests_is_a_copy_and_never_the_truth() -> None:
    files = {"svc/tests/migrations/1_item.sql": "CREATE TABLE shop_item (id serial, name text)"}
    catalog = read(files)
    assert [copy.name for copy in catalog.copies] == ["shop_item"]
    assert facts(catalog, "shop_item")["name"] == (True, None)


def test_another_table_of_the_same_name_is_no_copy() -> None:
    files = {"svc/migrations/1_item.sql": "CREATE TABLE shop_item (uuid uuid, body jsonb, at timestamptz)"}
    assert read(files).copies == ()


def test_other_databases_and_folders_of_django_are_left_alone() -> None:
    files = {
        "svc/sqlite/migrations/1_a.sql": "CREATE TABLE lite (n int)",
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_a.sql": "CREATE TABLE mine (n int)",
    }
    assert not {"lite", "mine"} & read(files).tables.keys()
