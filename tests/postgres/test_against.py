"""`writers schema --against DSN`: where the belief and a live database differ."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres.server import Server
from tests.postgres.shop import ROOT, build

MODELS = "orders/models.py"
WITHOUT = "NOT NULL without a value of its own"
NULL = "NULL without a value of its own"


@pytest.fixture(scope="module")
def unmigrated(server: Server) -> Iterator[str]:
    yield build(server, "against", migrated=False)
    server.drop("against")


def against(dsn: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scanner.cli", "schema", "--root", str(ROOT), "--against", dsn, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parents[1])


def test_nothing_differs_from_the_database_that_the_models_make(unmigrated: str) -> None:
    done = against(unmigrated, "--schema", "models", "orders.Order", "catalogue.Product")
    assert (done.returncode, done.stdout.strip()) == (0, "0 differences in 2 tables.")


def test_each_difference_is_said_with_its_place(server: Server, unmigrated: str) -> None:
    with psycopg.connect(server.create("differing", template="against")) as connection:
        connection.execute("ALTER TABLE shipment ALTER COLUMN label SET DEFAULT '{}', DROP COLUMN carrier")
        connection.execute(
            "ALTER TABLE shipment ADD COLUMN extra text, ALTER COLUMN dispatched_at SET NOT NULL"
        )
    done = against(
        server.dsn("differing"), "--schema", "models", "--output-format", "json", "orders.Shipment"
    )
    server.drop("differing")
    assert done.returncode == 1
    assert [(each["path"], each["message"]) for each in json.loads(done.stdout)["diagnostics"]] == [
        (MODELS, f"shipment.carrier is believed {WITHOUT}, in the database absent"),
        (MODELS, f"shipment.dispatched_at is believed {NULL}, in the database {WITHOUT}"),
        (MODELS, f"shipment.label is believed {WITHOUT}, in the database NOT NULL with a value of its own"),
        (MODELS, f"shipment.extra is believed absent, in the database {NULL}"),
    ]
