"""A scan of one table says of it what the scan of all tables says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import run

SHOP = Path(__file__).parents[1] / "sample_repos/shop"


def scanned(file: Path, *tables: str) -> dict[str, Any]:
    arguments = ["scan", *tables, "--root", str(SHOP), "--no-cache", "--output-format", "json"]
    assert run([*arguments, "-o", str(file)]) in (0, 1)
    document: dict[str, Any] = json.loads(file.read_text())
    return document


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return scanned(tmp_path_factory.mktemp("scan") / "all.json")


def said(document: dict[str, Any], table: str) -> tuple[list[str], list[str]]:
    """Return the writes that are or may be the table's, and its findings with their writes in place."""
    writes = [json.dumps(write) for write in document["writes"] if write["table"] in (table, None)]
    found = [spelt(each, document) for each in document["findings"] if each["table"] == table]
    return writes, found


def spelt(finding: Mapping[str, Any], document: dict[str, Any]) -> str:
    return json.dumps({**finding, "writes": [document["writes"][index] for index in finding["writes"]]})


@pytest.mark.parametrize("table", ["orders_order", "catalogue_product", "customers_customer", "shipment"])
def test_one_table(whole: dict[str, Any], tmp_path: Path, table: str):
    one = scanned(tmp_path / "one.json", table)
    assert said(one, table) == said(whole, table)
    assert one["stats"]["candidates"] < whole["stats"]["candidates"]
    assert {write["table"] for write in one["writes"]} <= {table, None}
