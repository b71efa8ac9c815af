"""Which write belongs to which table."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from scanner.link import link
from scanner.model.catalog import Catalog, Table
from scanner.model.facts import Write
from scanner.model.statement import Dialect, Named, Unread
from tests.build import ITEM, write

ARCHIVED = Table("shop_item", ITEM.columns, "archive.Item", schema="archive")
WEIRD = Table("Weird", ITEM.columns, "shop.Weird")
CATALOG = Catalog({"shop_item": ITEM, "archive.shop_item": ARCHIVED, "Weird": WEIRD})
HOLE = Unread("the schema is only known at run time", "schema")


def owner(one: Write, catalog: Catalog = CATALOG) -> str | None:
    return next(iter(link([one], catalog).writers), None)


@pytest.mark.parametrize(
    ("into", "expected"),
    [
        (Named("shop_item"), "shop_item"),
        (Named("shop_item", "public"), "shop_item"),
        (Named("shop_item", HOLE), "shop_item"),
        (Named("shop_item", "archive"), "archive.shop_item"),
        (Named("shop_item", "elsewhere"), None),
        (Named("Weird"), "Weird"),
        (Named("weird"), None),
        (Named("shop_items"), None),
        (Unread("computed"), None),
    ],
)
def test_a_name_is_resolved_as_postgres_would(into: Named | Unread, expected: str | None) -> None:
    assert owner(write(into=into)) == expected


def test_an_unreadable_schema_matches_the_only_table_of_that_name() -> None:
    assert owner(write(into=Named("shop_item", HOLE)), Catalog({"a": ARCHIVED})) == "a"
    assert owner(write(into=Named("shop_item")), Catalog({"a": ARCHIVED})) is None


@pytest.mark.parametrize("database", ["clickhouse", "sqlite", "mysql", "trino"])
def test_another_database_has_none_of_djangos_tables(database: Dialect) -> None:
    assert owner(replace(write(), database=database)) is None


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Unread("the table's name is only known at run time", "Weird._meta.db_table"), "Weird"),
        (
            Unread('the table\'s name is only known at run time: "{…}"', "models.Weird._meta.db_table"),
            "Weird",
        ),
        (Unread("the table's name is only known at run time: {…}_old", "Weird._meta.db_table"), None),
        (Unread("the table's name is only known at run time", "Item._meta.db_table"), None),
        (Unread("the table's name is only known at run time", "self.model._meta.db_table"), None),
        (Unread("the table's name is only known at run time", "name"), None),
    ],
)
def test_the_table_of_a_model_is_known_by_its_class(target: Unread, expected: str | None) -> None:
    """Two models are an Item: neither is chosen."""
    assert owner(write(into=target)) == expected


def test_a_temporary_table_is_another_table() -> None:
    one = write()
    assert owner(replace(one, statement=replace(one.statement, temporary=True))) is None


@pytest.mark.parametrize(
    "path",
    [
        "shop/migrations/0004_fill.py",
        "web/drizzle/0001_fill.sql",
        "shop/db_migrations/0004_fill.py",
        "migrations/20240102030405_fill.sql",
        "services/x/migrations/2020-01-01-000000_fill/up.sql",
        "flyway/sql/V2__fill.sql",
        "src/main/resources/db/migration/V1_2__fill.sql",
        "app/alembic/versions/ae1027a6acf_fill.py",
        "db/migrations/1587000000_fill.ts",
    ],
)
def test_a_migration_is_listed_and_not_judged(path: str) -> None:
    linked = link([write(path=path)], CATALOG)
    assert linked.writers == {}
    assert linked.writes[0].path == path


@pytest.mark.parametrize(
    "path",
    [
        "shop/migrations/helpers.py",
        "shop/tests/test_migrations.py",
        "migrator/src/lib.rs",
        "fixtures/001_items.sql",
        "shop/views/0001.py",
        "src/2024/worker.py",
    ],
)
def test_what_only_looks_like_a_migration_is_judged(path: str) -> None:
    assert owner(write(path=path)) == "shop_item"


def test_run_sql_is_a_migration_wherever_it_stands() -> None:
    assert owner(replace(write(path="shop/operations.py"), via="RunSQL")) is None


def test_updates_and_deletes_are_writers_too() -> None:
    linked = link([write(operation="delete"), write(operation="update"), write(into="Weird")], CATALOG)
    assert linked.writers == {"Weird": (2,), "shop_item": (0, 1)}
