"""`writers scan` and Postgres agree about every write of the sample shop, in both of its schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.postgres.judge import refusals, seed
from tests.postgres.server import Server
from tests.postgres.shop import ROOT, build, manifest

Verdict = tuple[str, int, str, str]
"""A write's file and line, the column, and what is wrong: omitted, null or unknown."""

ONLY_IN = {True: "default-only-in-models", False: "default-only-in-migrations"}
"""The rule whose writers break the migrated schema (True), and the one built from the models."""


def scanned(*options: str) -> dict[str, Any]:
    """What the command line says of the shop."""
    command = [sys.executable, "-m", "scanner.cli", "scan", "--root", str(ROOT), "--output-format", "json"]
    run = subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, cwd=ROOT.parents[1]
    )
    assert run.returncode == 1, run.stderr
    document: dict[str, Any] = json.loads(run.stdout)
    return document


@pytest.fixture(scope="module")
def scan() -> dict[str, Any]:
    return scanned()


@pytest.fixture(scope="module")
def databases(server: Server) -> Iterator[dict[bool, str]]:
    """The DSNs of the two databases: one migrated (True), one built straight from the models."""
    yield {migrated: build(server, f"shop_{migrated}", migrated=migrated) for migrated in (True, False)}
    for migrated in (True, False):
        server.drop(f"shop_{migrated}")


def by_postgres(dsn: str) -> Iterator[Verdict]:
    with psycopg.connect(dsn) as connection, connection.transaction(force_rollback=True):
        seed(connection)
        for write in manifest():
            if write.database != "postgres":
                continue
            with connection.transaction(force_rollback=True):
                for refusal in refusals(connection, write.statement):
                    yield write.path, write.line, refusal.column, refusal.kind


def by_scan(scan: dict[str, Any], *, migrated: bool) -> Iterator[Verdict]:
    kinds = {
        "not-null-omitted": "omitted",
        "null-into-not-null": "null",
        "unknown-column": "unknown",
        ONLY_IN[migrated]: "omitted",
    }
    for finding in scan["findings"]:
        if kind := kinds.get(finding["rule"]):
            for index in finding["writes"]:
                write = scan["writes"][index]
                yield write["path"], write["line"], finding["column"], kind


def disagreement(said: Iterator[Verdict], real: Iterator[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    """What only `scan` says, and what only Postgres says."""
    one, other = set(said), set(real)
    assert other
    return sorted(one - other), sorted(other - one)


@pytest.mark.parametrize("migrated", [True, False], ids=["migrated", "models"])
def test_postgres_refuses_exactly_what_scan_reports(
    databases: dict[bool, str], scan: dict[str, Any], *, migrated: bool
) -> None:
    said, real = by_scan(scan, migrated=migrated), by_postgres(databases[migrated])
    assert disagreement(said, real) == ([], [])


def test_a_scan_of_the_live_database_agrees_with_it(databases: dict[bool, str]) -> None:
    live = scanned("--schema", "postgres", "--dsn", databases[True])
    assert disagreement(by_scan(live, migrated=True), by_postgres(databases[True])) == ([], [])


def test_scan_reports_every_write_and_nothing_else(scan: dict[str, Any]) -> None:
    reported = {(write["path"], write["line"]): write["database"] for write in scan["writes"]}
    known = {(write.path, write.line): write.database for write in manifest()}
    helpers = {place for place, database in known.items() if database == "dynamic"}
    assert sorted(reported.keys() - helpers) == sorted(known.keys() - helpers)
    elsewhere = {place: name for place, name in known.items() if name in {"clickhouse", "sqlite"}}
    assert {place: reported[place] for place in elsewhere} == elsewhere
