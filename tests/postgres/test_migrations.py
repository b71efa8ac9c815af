"""What a replay believes of each history of migrations, held against what real Django leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from psycopg.conninfo import conninfo_to_dict

from scanner.adapters.postgres import load as observed
from scanner.model.catalog import Catalog
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.postgres.histories import HISTORIES, files
from tests.postgres.server import Server
from tests.schema.memory import Memory

SCRIPT = """
import json, sys
from django.conf import settings
apps, socket, name = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
database = {"ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": socket, "USER": "postgres"}
big = "django.db.models.BigAutoField"
settings.configure(INSTALLED_APPS=apps, DATABASES={"default": database}, DEFAULT_AUTO_FIELD=big)
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
Columns = dict[str, dict[str, tuple[bool, bool]]]


@pytest.fixture(scope="module")
def migrated(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("histories")
    for path, text in files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    dsn = server.create("histories")
    name = str(conninfo_to_dict(dsn)["dbname"])
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        SCRIPT,
        json.dumps(list(HISTORIES)),
        str(server.socket),
        name,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    yield observed(dsn)
    server.drop(name)


@pytest.fixture(scope="module")
def replayed() -> Catalog:
    options = DjangoOptions(
        installed_apps=tuple(HISTORIES), default_auto_field="django.db.models.BigAutoField"
    )
    return load(Memory(files()), options)


def columns(catalog: Catalog, app: str) -> Columns:
    return {
        table.name: {
            column.name: (column.migrated.not_null, column.migrated.default is not None)
            for column in table.columns
            if column.migrated
        }
        for table in catalog.tables.values()
        if table.name.startswith(f"{app}_")
    }


@pytest.mark.parametrize("app", HISTORIES)
def test_a_history_leaves_what_django_leaves(app: str, migrated: Catalog, replayed: Catalog) -> None:
    real = columns(migrated, app)
    assert columns(replayed, app) == real


def test_the_histories_are_read_without_a_complaint(replayed: Catalog) -> None:
    assert replayed.diagnostics == ()
