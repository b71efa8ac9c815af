"""Suppressions, from the comment in a file to the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.adapters.disk import DiskSnapshot
from scanner.model.finding import Report
from scanner.model.options import DjangoOptions
from scanner.pipeline import Question, scan
from scanner.reading.source import Source
from scanner.schema import load

FILES = {
    "shop/models.py": """\
from django.db import models


class Item(models.Model):
    name = models.TextField()
    # writers: ignore[not-null-omitted] -- a trigger fills it
    code = models.TextField()
""",
    "seed.sql": """\
-- writers: ignore[not-null-omitted] -- every test sets it later
INSERT INTO shop_item (code) VALUES ('a');
INSERT INTO shop_item (name) VALUES ('b');
-- writers: ignore[unknown-column] -- once upon a time
-- writers: ignore[unknown-columns] -- misspelt
-- writers: ignore[unknown-column]
""",
}


@pytest.fixture
def snapshot(tmp_path: Path) -> DiskSnapshot:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return DiskSnapshot(tmp_path)


def scanned(snapshot: DiskSnapshot, *tables: str) -> Report:
    catalog = load(snapshot, DjangoOptions())
    return scan(Source(snapshot, jobs=1), "", catalog, Question(tables))


@pytest.mark.parametrize("tables", [(), ("shop_item",), ("shop.Item",)])
def test_at_the_writer_and_at_the_field(snapshot: DiskSnapshot, tables: tuple[str, ...]) -> None:
    found = [one for one in scanned(snapshot, *tables).findings if one.rule == "not-null-omitted"]
    assert [(one.column, one.suppressed) for one in found] == [
        ("code", "a trigger fills it"),
        ("name", "every test sets it later"),
    ]


def test_only_a_scan_of_every_table_tells_an_unused_one(snapshot: DiskSnapshot) -> None:
    unused = [one.origin for one in scanned(snapshot).findings if one.rule == "unused-ignore"]
    assert [(origin.path, origin.line) for origin in unused] == [("seed.sql", 4)]
    assert [one for one in scanned(snapshot, "shop_item").findings if one.rule == "unused-ignore"] == []


def test_a_mistaken_one_is_a_diagnostic(snapshot: DiskSnapshot) -> None:
    assert [(one.path, one.line, one.message) for one in scanned(snapshot).diagnostics] == [
        ("seed.sql", 5, "the suppression names no known rule: unknown-columns; did you mean unknown-column?"),
        ("seed.sql", 6, "a suppression lacks its reason: `writers: ignore[rule] -- reason`"),
    ]


def test_a_comment_behind_code_speaks_of_that_code_alone(tmp_path: Path) -> None:
    ignore = "writers: ignore[not-null-omitted] -- filled"
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/models.py").write_text(
        "from django.db import models\n\n\nclass Item(models.Model):\n"
        f"    a = models.TextField()  # {ignore}\n    b = models.TextField()\n"
    )
    (tmp_path / "seed.sql").write_text(
        f"INSERT INTO shop_item (a) VALUES (1); -- {ignore}\nINSERT INTO shop_item (a) VALUES (2);\n"
        f"INSERT INTO shop_item (b) VALUES (3);\n"
    )
    snapshot = DiskSnapshot(tmp_path)
    report = scanned(snapshot)
    assert [
        (report.writes[one.writes[0]].statement.at.line, one.column, one.suppressed)
        for one in report.findings
        if one.rule == "not-null-omitted"
    ] == [(3, "a", "filled"), (1, "b", "filled"), (2, "b", None)]
