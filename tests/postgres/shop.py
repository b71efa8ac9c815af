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
MIGRATED = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("makemigrations", check_changes=True, dry_run=True)
"""
UNMIGRATED = """
import django
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
django.setup()
MigrationLoader.migrations_module = classmethod(lambda cls, label: (None, True))
call_command("migrate", run_syncdb=True, verbosity=0)
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
    if migrated:
        migrate(server, name)
    else:
        _django(server, name, ROOT, UNMIGRATED)
    with psycopg.connect(dsn) as connection:
        for script in sorted((ROOT / "services/fulfilment/migrations").glob("*.sql")):
            connection.execute(script.read_bytes())
    return dsn


def migrate(server: Server, database: str, root: Path = ROOT) -> None:
    """Run the migrations of the shop, or of a copy of it, which must be all that its models ask for."""
    _django(server, database, root, MIGRATED)


def _django(server: Server, database: str, root: Path, program: str) -> None:
    where = {"SHOP_DB_NAME": database, "SHOP_DB_HOST": str(server.socket), "SHOP_DB_USER": "postgres"}
    settings = {"DJANGO_SETTINGS_MODULE": "shop.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {**os.environ, **where, **settings}
    subprocess.run([sys.executable, "-c", program], cwd=root, env=environment, check=True)
