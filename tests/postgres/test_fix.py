"""`writers fix` on a copy of the shop: Django makes the migration, and Postgres then has the defaults."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.postgres.server import Server
from tests.postgres.shop import ROOT, migrate

HERE = Path(__file__).parents[2]
MENDED = {
    ("catalogue_product", "is_listed"): "true",
    ("customers_customer", "marketing_opt_in"): "false",
    ("orders_order", "gift"): "false",
    ("shipment", "label"): "'{}'::jsonb",
    ("payments_payment", "idempotency_key"): "gen_random_uuid()",
    ("payments_payout", "reconciled"): "false",
}
DEFAULTS = """
    select c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
    join pg_class c on c.oid = d.adrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "shop"))


def writers(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scanner.cli", *arguments, "--root", str(root), "--no-cache"]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)


def test_the_defaults_that_fix_writes_land_in_postgres(server: Server, shop: Path):
    before = writers(shop, "scan", "--select", "not-null-omitted", "--output-format", "concise").stdout
    done = writers(shop, "fix")
    assert "now run: python manage.py makemigrations" in done.stderr
    made = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--name", "defaults"],
        cwd=shop,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    dsn = server.create("mended")
    migrate(server, "mended", shop)
    with psycopg.connect(dsn) as connection:
        found = {(table, column): default for table, column, default in connection.execute(DEFAULTS)}
    assert {key: found.get(key) for key in MENDED} == MENDED
    after = writers(shop, "scan", "--select", "not-null-omitted", "--output-format", "concise").stdout
    for table, column in MENDED:
        assert f'"{column}" of relation "{table}"' in before
        assert f'"{column}" of relation "{table}"' not in after


def test_a_diff_writes_nothing(shop: Path):
    models = shop / "catalogue" / "models.py"
    before = models.read_bytes()
    done = writers(shop, "fix", "catalogue.Product", "--diff")
    assert "+    is_listed = models.BooleanField(default=True, db_default=True)" in done.stdout
    assert models.read_bytes() == before
