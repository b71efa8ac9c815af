"""How a project begins: a configuration, editors that know its keys, a baseline that does not rot."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from msgspec import Struct

import scanner
from scanner.config import Config, load
from scanner.model.options import DjangoOptions
from tests.gate.repository import MODEL, WRITER, run

SCHEMA = json.loads((Path(scanner.__file__).parent / "config.schema.json").read_text(encoding="utf-8"))
FIELD = MODEL + "    flag = models.BooleanField(default=False)\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, text in {"shop/__init__.py": "", "shop/models.py": FIELD, "worker.py": WRITER}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def keys(of: type[Struct]) -> set[str]:
    return {name.replace("_", "-") for name in of.__struct_fields__}


def test_the_schema_for_editors_has_every_key_and_no_other():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == keys(Config)
    assert set(SCHEMA["properties"]["django"]["properties"]) == keys(DjangoOptions)


def test_init_writes_a_configuration_that_changes_nothing(tree: Path):
    done = run(tree, "init")
    assert (done.returncode, (tree / "writers.toml").exists()) == (0, True)
    assert load(tree) == Config()
    assert "1 writes outside the ORM" in (tree / "writers.toml").read_text(encoding="utf-8")


def test_every_key_of_the_written_configuration_holds_when_it_is_uncommented(tree: Path):
    run(tree, "init")
    file = tree / "writers.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    uncommented = [line[2:] if " = " in line or line.startswith("# [") else line for line in lines]
    file.write_text("\n".join(uncommented), encoding="utf-8")
    assert load(tree).helpers[0].name == "insertRow"


def test_init_leaves_a_configuration_that_is_there(tree: Path):
    (tree / "writers.toml").write_text("", encoding="utf-8")
    done = run(tree, "init")
    assert (done.returncode, "is there already" in done.stderr) == (2, True)


def test_a_path_may_have_a_severity_for_every_rule(tree: Path):
    assert run(tree, "scan").returncode == 1
    (tree / "writers.toml").write_text('[severity]\n"worker.py" = "warning"\n', encoding="utf-8")
    assert run(tree, "scan").returncode == 0


def test_a_stale_entry_of_the_baseline_is_said(tree: Path):
    assert run(tree, "scan", "--write-baseline").returncode == 0
    baseline = ["--baseline", str(tree / "writers-baseline.txt")]
    assert run(tree, "scan", *baseline).returncode == 0
    assert "are gone" not in run(tree, "scan", *baseline).stdout
    (tree / "worker.py").write_text("", encoding="utf-8")
    assert "--write-baseline takes them out" in " ".join(run(tree, "scan", *baseline).stdout.split())
