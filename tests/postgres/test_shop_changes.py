"""What each change of sample_repos/shop_changes newly breaks, as Postgres itself says it.

A patch is applied to a copy of the shop, its migrations are run, and the writers of the unchanged
shop, which is what still runs while a deploy rolls, meet the new schema.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
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
    "11_nullable_column_tightened": {
        (f"{FULFILMENT}/tests/warehouse.rs", 9, "weight_grams", "omitted"),
        (f"{STOREFRONT}/tests/factories.ts", 14, "weight_grams", "omitted"),
        ("sql/demo_shop.sql", 10, "weight_grams", "omitted"),
    },
}
"""By patch, what it newly breaks of the unchanged shop's writers; the others break none of them."""

NEW = {
    **BREAKS,
    "04_new_writer_that_leaves_a_column_out": {
        (f"{STOREFRONT}/src/payments.ts", 18, "idempotency_key", "omitted")
    },
    "08_dropped_column_with_its_writers": set(),
}
"""By patch, what the gate is to call new: the writers as they are after the change."""

KINDS = {"not-null-omitted": "omitted", "null-into-not-null": "null", "unknown-column": "unknown"}
PATCHES = sorted(path.stem for path in CHANGES.glob("*.patch"))


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
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-qm", "before"],
        ["apply", str(CHANGES / f"{patch}.patch")],
    ):
        command = ["git", "-c", "user.name=shop", "-c", "user.email=shop@example.com", *arguments]
        subprocess.run(command, cwd=copy, check=True)
    return copy


@pytest.mark.parametrize("patch", PATCHES)
def test_what_a_change_breaks(patch: str, base: set[Broken], server: Server, tmp_path: Path) -> None:
    shop, dsn = patched(patch, tmp_path), server.create("shop_head", template="shop_base")
    migrate(server, "shop_head", shop)
    with psycopg.connect(dsn) as connection:
        broken = set(judged(connection))
    server.drop("shop_head")
    assert broken - base == BREAKS.get(patch, set())


@pytest.mark.parametrize("patch", PATCHES)
def test_the_gate_says_so_before_the_merge(patch: str, tmp_path: Path) -> None:
    shop = patched(patch, tmp_path)
    command = [sys.executable, "-m", "scanner.cli", "check", "--root", str(shop), "--base", "HEAD"]
    run = subprocess.run(
        [*command, "--output-format", "json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT.parents[1],
    )
    document = json.loads(run.stdout)
    findings = [each for each in document["findings"] if each["state"] == "new"]
    writes = document["writes"]
    new = {
        (writes[index]["path"], writes[index]["line"], each["column"], KINDS[each["rule"]])
        for each in findings
        if each["rule"] in KINDS
        for index in each["writes"]
    }
    assert new == NEW.get(patch, set())
    assert run.returncode == (1 if new else 0)
    skewed = {each["column"] for each in findings if each["rule"] == "deploy-skew"}
    assert skewed == {column for _, _, column, _ in BREAKS.get(patch, set()) - new}
