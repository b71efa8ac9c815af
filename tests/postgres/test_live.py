"""A live database as a source: what it says of each column, and what it never says aloud."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from scanner.adapters.postgres import address, load
from scanner.model.catalog import Catalog, Column, Constraint, Default, Origin, Table
from scanner.model.failure import CannotRun
from scanner.schema.observed import observe
from tests.postgres.server import Server

ALL = Path(__file__).with_name("live.sql")


@pytest.fixture
def catalog(database: str) -> Catalog:
    with psycopg.connect(database) as connection:
        connection.execute(ALL.read_bytes())
    return load(database)


def facts(catalog: Catalog, table: str) -> dict[str, tuple[bool, Default | None]]:
    held = {column.name: column.migrated for column in catalog.tables[table].columns}
    return {name: (one.not_null, one.default) for name, one in held.items() if one}


def test_a_column_is_what_postgres_makes_of_it(catalog: Catalog) -> None:
    assert facts(catalog, "part") == {
        "id": (True, "serial"),
        "number": (True, "identity"),
        "half": (False, "generated"),
        "domain_filled": (True, "run_sql"),
        "domain_present": (True, None),
        "default_null": (True, None),
        "checked": (True, None),
        "loosely": (False, None),
        "defaulted": (True, "run_sql"),
        "required": (True, None),
        "unvalidated": (True, None),
    }


def test_only_a_trigger_that_runs_before_an_insert_may_fill(catalog: Catalog) -> None:
    filled = {
        name: [column.migrated.filled_by for column in catalog.tables[name].columns if column.migrated]
        for name in ("stamped", "unstamped")
    }
    assert filled == {"stamped": ["stamp"], "unstamped": [None]}


def test_partitions_and_views_that_take_an_insert_are_tables(catalog: Catalog) -> None:
    assert list(catalog.tables) == [
        'Odd "name',
        "caught",
        "day",
        "day_2025",
        "part",
        "simple",
        "stamped",
        "unstamped",
        "other.part",
    ]
    assert facts(catalog, "day_2025") == {"day": (True, None), "note": (True, "run_sql")}
    assert facts(catalog, "simple") == {"id": (False, None), "required": (False, None)}
    assert (catalog.tables["other.part"].name, catalog.tables["other.part"].schema) == ("part", "other")


def test_declared_tables_keep_their_models_and_places(catalog: Catalog) -> None:
    here = Origin("parts/models.py", 3)
    model = Constraint(True, "db_default", here)
    names = ("required", "defaulted", "gone")
    columns = tuple(Column(name, "IntegerField", Constraint(True, None), model, here) for name in names)
    declared = Table("part", columns, model="parts.Part", origin=here)
    lost = Table("lost", columns, model="parts.Lost", origin=here)
    both = observe(Catalog({"part": declared, "lost": lost}), catalog)
    part = both.tables["part"]
    assert (part.model, part.origin) == ("parts.Part", here)
    held = {column.name: column for column in part.columns if column.name in names}
    migrated = {name: column.migrated and column.migrated.default for name, column in held.items()}
    assert migrated == {"required": None, "defaulted": "db_default", "gone": None}
    assert {column.models for column in held.values()} == {model}
    assert part.column("number") is not None
    assert [(each.path, each.line) for each in both.diagnostics] == [("parts/models.py", 3)]


@pytest.mark.parametrize(
    ("dsn", "says"),
    [
        ("host=/nonexistent user=hunter2 password=hunter2 dbname=hunter2", "no such socket"),
        ("postgresql://hunter2:hunter2@hunter2.invalid/hunter2", "does not resolve"),
        ("host=127.0.0.1 port=1 password=hunter2", "nobody listens"),
        ("hunter2", "neither a postgresql:// URL"),
        ("host='hunter2", "neither a postgresql:// URL"),
        ("port=hunter2", "cannot be reached"),
    ],
)
def test_an_error_never_repeats_the_dsn(dsn: str, says: str) -> None:
    with pytest.raises(CannotRun, match=says) as raised:
        load(dsn)
    assert "hunter2" not in f"{raised.value.message} {raised.value.hint}"
    assert raised.value.__cause__ is None


def test_the_server_is_asked_before_it_is_believed(server: Server) -> None:
    with pytest.raises(CannotRun, match="no such database") as raised:
        load(server.dsn("hunter2"))
    assert "hunter2" not in raised.value.message


def test_the_dsn_comes_from_the_option_or_the_environment() -> None:
    assert address("a", {"WRITERS_DSN": "b", "DATABASE_URL": "c"}) == "a"
    assert address(None, {"WRITERS_DSN": "b", "DATABASE_URL": "c"}) == "b"
    assert address(None, {"WRITERS_DSN": "", "DATABASE_URL": "c"}) == "c"
    with pytest.raises(CannotRun, match="no DSN"):
        address(None, {})
