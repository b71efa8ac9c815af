"""What each change of sample_repos/shop_changes newly breaks, as Postgres itself says it.

A patch is applied to a copy of the shop, its migrations are run, and the writers of the unchanged
shop, which is what still runs while a deploy rolls, meet the new schema.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres.judge import refusals, seed
from tests.postgres.server import Server
from tests.postgres.shop import ROOT, build, manifest, migrate

CHANGES = ROOT.parent / "shop_changes"
Broken = tuple[str, int, str, str]
"""A writer's file and line, a column, and what is wrong with it: omitted, null or unknown."""

STOREFRONT = "services/storefront"
FULFILMENT = "services/fulfilment"
BREAKS: dict[str, set[Broken]] = {
    "01_new_column_with_a_python_default": {
        (f"{FULFILMENT}/tests/warehouse.rs", 20, "gift_wrap", "omitted"),
        (f"{STOREFRONT}/src/checkout.ts", 25, "gift_wrap", "omitted"),
        (f"{STOREFRONT}/tests/factories.ts", 27, "gift_wrap", "omitted"),
    },
    "03_renamed_column": {(f"{STOREFRONT}/src/checkout.ts", 70, "note", "unknown")},
    "05_new_column_by_a_new_base_class": {
        (f"{FULFILMENT}/src/shipments.rs", 8, "revision", "omitted"),
        (f"{FULFILMENT}/src/shipments.rs", 14, "revision", "omitted"),
        (f"{FULFILMENT}/src/shipments.rs", 55, "revision", "omitted"),
    },
    "07_default_dropped_by_sql": {
        (f"{FULFILMENT}/tests/warehouse.rs", 20, "number", "omitted"),
        (f"{STOREFRONT}/src/checkout.ts", 25, "number", "omitted"),
    },
    "08_dropped_column_with_its_writers": {
        (f"{STOREFRONT}/src/payments.ts", 6, "failure_reason", "unknown"),
        ("workers/ledger/ledger/settle.py", 23, "failure_reason", "unknown"),
    },
}
"""By patch, what it newly breaks of the unchanged shop's writers; the others break none of them."""


@pytest.fixture(scope="module")
def base(server: Server) -> Iterator[set[Broken]]:
    """What is broken already; the migrated database stays as the template of the others."""
    with psycopg.connect(build(server, "shop_base", migrated=True)) as connection:
        broken = set(judged(connection))
    yield broken
    server.drop("shop_base")


def judged(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[Broken]:
    with connection.transaction(force_rollback=True):
        seed(connection)
        for write in manifest():
            with connection.transaction(force_rollback=True):
                for refusal in refusals(connection, write.statement) if write.database == "postgres" else ():
                    yield write.path, write.line, refusal.column, refusal.kind


def patched(patch: str, folder: Path) -> Path:
    """Return a copy of the shop with a patch applied."""
    copy = shutil.copytree(ROOT, folder / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["git", "apply", str(CHANGES / f"{patch}.patch")], cwd=copy, check=True)
    return copy


@pytest.mark.parametrize("patch", sorted(path.stem for path in CHANGES.glob("*.patch")))
def test_what_a_change_breaks(patch: str, base: set[Broken], server: Server, tmp_path: Path) -> None:
    shop, dsn = patched(patch, tmp_path), server.create("shop_head", template="shop_base")
    migrate(server, "shop_head", shop)
    with psycopg.connect(dsn) as connection:
        broken = set(judged(connection))
    server.drop("shop_head")
    assert broken - base == BREAKS.get(patch, set())
