"""The sample shop: its writes as a person wrote them down, and its two databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres.server import Server

ROOT = Path(__file__).parents[2] / "sample_repos" / "shop"
MANIFEST = Path(__file__).with_name("shop_writes.sql")
UNMIGRATED = """
from django.core.management import execute_from_command_line
from django.db.migrations.loader import MigrationLoader
MigrationLoader.migrations_module = classmethod(lambda cls, label: (None, True))
execute_from_command_line(["manage.py", "migrate", "--run-syncdb", "--verbosity=0"])
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A write of the shop: where it stands, which database it is for, and it made executable."""

    path: str
    line: int
    database: str
    statement: str


def manifest() -> Iterator[Known]:
    """Yield the writes of shop_writes.sql; each line that it quotes stands once in its file."""
    for entry in MANIFEST.read_text().split("\n--@ ")[1:]:
        place, rest = entry.split("\n", 1)
        path, quoted = place.split(" :: ", 1)
        database, _, statement = rest.removeprefix("--= ").partition("\n")
        lines = [line.strip() for line in (ROOT / path).read_text().splitlines()]
        assert lines.count(quoted) == 1, f"{path}: {quoted}"
        yield Known(path, lines.index(quoted) + 1, database, statement.strip())


def build(server: Server, name: str, *, migrated: bool) -> str:
    """Make the shop's database, by its migrations or straight from its models, and return its DSN."""
    dsn = server.create(name)
    command = ["manage.py", "migrate", "--verbosity=0"] if migrated else ["-c", UNMIGRATED]
    environment = {"SHOP_DB_NAME": name, "SHOP_DB_HOST": str(server.socket), "SHOP_DB_USER": "postgres"}
    settings = {"DJANGO_SETTINGS_MODULE": "shop.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment, **settings}, check=True
    )
    with psycopg.connect(dsn) as connection:
        for script in sorted((ROOT / "services/fulfilment/migrations").glob("*.sql")):
            connection.execute(script.read_bytes())
    return dsn
