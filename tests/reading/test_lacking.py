"""Files of a language whose parser is not installed are said once, and nothing else of them is."""

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from msgspec.structs import replace

from scanner.adapters.disk import DiskSnapshot
from scanner.model.facts import Diagnostic
from scanner.reading.gather import Reading
from scanner.reading.rounds import read
from scanner.reading.source import Source

WRITES = 'class A { void f(Db db) { db.update("INSERT INTO shop_item (id) VALUES (1)"); } }\n'


@pytest.fixture
def without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "tree_sitter_java" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)


def reading(root: Path, *names: str) -> Reading:
    for name in names:
        (root / name).write_text(WRITES)
    (root / "Quiet.java").write_text("class Quiet {}\n")
    return read(Source(DiskSnapshot(root), jobs=1))


@pytest.mark.usefixtures("without_java")
def test_files_that_may_write_and_cannot_be_read_are_said_once(tmp_path: Path):
    found = reading(tmp_path, "A.java", "B.java")
    said = "2 files in java that may write cannot be read: install external-writers[java]"
    assert found.diagnostics == (Diagnostic("A.java", None, said),)
    assert found.writes == ()


@pytest.mark.usefixtures("without_java")
def test_a_language_that_writes_nothing_is_not_spoken_of(tmp_path: Path):
    assert reading(tmp_path).diagnostics == ()


def test_with_the_parser_the_files_are_read(tmp_path: Path):
    found = reading(tmp_path, "A.java")
    assert (found.diagnostics, [each.path for each in found.writes]) == ((), ["A.java"])


def test_files_of_languages_that_nothing_reads_are_said_once_each(tmp_path: Path):
    for name in ("a.ex", "b.exs", "c.sh"):
        (tmp_path / name).write_text('query("INSERT INTO shop_item (id) VALUES (1)")\n')
    (tmp_path / "quiet.ex").write_text("# insert into the list, update the set\n")
    source = Source(DiskSnapshot(tmp_path), jobs=1)
    assert read(source).diagnostics == (
        Diagnostic("a.ex", None, "2 files in elixir that may write: no grammar reads it"),
        Diagnostic("c.sh", None, "a file in shell that may write: no grammar reads it"),
    )
    assert read(replace(source, only=frozenset({"shop_item"}))).diagnostics == ()
