"""What a finding tells a person to paste."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from scanner.model.catalog import Column, Origin
from scanner.rules.vocabulary.remedy import database_default, let_postgres_fill, listed, name_it, quoted
from tests.build import REQUIRED, column, table


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("False", "False"),
        ("-1", "-1"),
        ('""', '""'),
        ("'open'", "'open'"),
        ("[]", "[]"),
        ('{"a": 1}', '{"a": 1}'),
        ("{\n  'a': 1,\n}", "{'a': 1}"),
        ("dict", "{}"),
        ("timezone.now", "Now()"),
        ("uuid.uuid4", "RandomUUID()"),
        ("Status.OPEN", "Status.OPEN"),
        ("Status.OPEN.value", "Status.OPEN.value"),
        ("DEFAULT_SIZE", "DEFAULT_SIZE"),
        ("60 * 60", "60 * 60"),
        ("None", None),
        ("1 if x else 2", None),
        ("make_token", None),
        ("lambda: 1", None),
        ("settings.get('X')", None),
        ("(" * 100_000, None),
        (None, None),
    ],
)
def test_a_default_is_carried_over_when_it_means_the_same(source: str | None, expected: str | None) -> None:
    assert database_default(source) == expected


def test_an_unknown_default_is_left_open_and_the_place_is_named() -> None:
    fill = "where one value is right for all, add `db_default=…` to the field"
    assert let_postgres_fill(column("token", REQUIRED, default_source="make_token")) == (
        f"{fill} at shop/models.py:15"
    )
    packaged = Column("token", None, REQUIRED, None, Origin("django.contrib.auth", None))
    assert let_postgres_fill(packaged) == f"{fill} in django.contrib.auth"
    assert let_postgres_fill(Column("token", None, REQUIRED, None, None)) == fill


def test_a_function_comes_with_its_import() -> None:
    assert let_postgres_fill(column("made", REQUIRED, default_source="timezone.now")) == (
        "add `db_default=Now()` (`from django.db.models.functions import Now`) "
        "to the field at shop/models.py:14 and run makemigrations"
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [("name", "name"), ("Name", '"Name"'), ('a"b', '"a""b"'), ("1a", '"1a"')],
)
def test_a_name_is_quoted_where_sql_needs_it(name: str, written: str) -> None:
    assert quoted(name) == written


def test_names_are_listed_as_a_sentence_does() -> None:
    a, b, c = (column(name, REQUIRED) for name in ("a", "b", "C"))
    assert [listed([a]), listed([a, b]), listed([a, b, c])] == ["a", "a and b", 'a, b and "C"']


def test_a_table_of_another_schema_is_named_with_it() -> None:
    item = replace(table(column("price", REQUIRED)), schema="Tenant")
    assert name_it(item, item.columns[0]) == (
        f'name it: `INSERT INTO "Tenant".{item.name} (…, price) VALUES (…)`'
    )
