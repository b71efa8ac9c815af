"""The probe says of the shop what Postgres says, without a database."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scanner.adapters import postgres, probe
from scanner.model.catalog import Catalog, Constraint
from scanner.model.failure import CannotRun
from tests.postgres.server import Server
from tests.postgres.shop import ROOT, build

Facts = dict[tuple[str, str], tuple[bool, bool]]
"""Table and column: NOT NULL, and whether Postgres has a value of its own."""


@pytest.fixture(scope="module")
def probed() -> Catalog:
    return probe.load(sys.executable, "shop.settings", ROOT)


def facts(catalog: Catalog, *, migrated: bool) -> Facts:
    held: dict[tuple[str, str], Constraint | None] = {
        (name, column.name): column.migrated if migrated else column.models
        for name, table in catalog.tables.items()
        for column in table.columns
    }
    return {place: (one.not_null, one.default is not None) for place, one in held.items() if one}


def really(server: Server, name: str, *, migrated: bool) -> Facts:
    catalog = postgres.load(build(server, name, migrated=migrated))
    server.drop(name)
    own = ("django_migrations", "fulfilment_inbox")
    return {place: one for place, one in facts(catalog, migrated=True).items() if place[0] not in own}


def test_the_models_are_what_a_syncdb_makes_of_them(server: Server, probed: Catalog) -> None:
    assert facts(probed, migrated=False) == really(server, "probe_models", migrated=False)


def test_the_migrations_are_what_migrate_makes_of_them(server: Server, probed: Catalog) -> None:
    assert facts(probed, migrated=True) == really(server, "probe_migrated", migrated=True)
    assert probed.diagnostics == ()


def test_a_model_says_which_file_its_fact_is_from(probed: Catalog) -> None:
    column = probed.tables["orders_order"].column("gift")
    assert column is not None
    assert column.migrated is not None
    assert column.migrated.origin is not None
    assert column.migrated.origin.path == "orders/migrations/0004_gifts_and_discounts.py"


@pytest.mark.parametrize(
    ("python", "settings", "says"),
    [
        ("/nowhere/python", "shop.settings", "does not start: No such file"),
        (sys.executable, "shop.no_settings", "could not load shop.no_settings: ModuleNotFoundError"),
        (sys.executable, "orders.models", "could not load orders.models: .*AppRegistryNotReady"),
    ],
)
def test_what_does_not_load_is_said_in_one_line(python: str, settings: str, says: str) -> None:
    with pytest.raises(CannotRun, match=says) as raised:
        probe.load(python, settings, ROOT)
    assert "\n" not in raised.value.message


def test_a_project_that_never_ends_is_ended(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text("import time\ntime.sleep(600)\n")
    with pytest.raises(CannotRun, match="longer than 1 seconds"):
        probe.load(sys.executable, "endless", tmp_path, seconds=1)


def test_what_the_project_prints_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text(
        "print('hello')\nINSTALLED_APPS = ['django.contrib.contenttypes']\n"
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'x'}}\n"
    )
    catalog = probe.load(sys.executable, "loud", tmp_path)
    assert list(catalog.tables) == ["django_content_type"]
    column = catalog.tables["django_content_type"].column("id")
    assert column is not None
    assert column.models is not None
    assert column.models.default == "identity"
