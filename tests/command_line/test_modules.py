"""What a run imports, by name: time is another machine's matter, a module that creeps in is not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner.adapters import stamp
from tests.gate.repository import HERE, MODEL, WRITER, Repository

BARE = "import json, sys; print(json.dumps(sorted(sys.modules)))"
RUN = """
import json, os, sys
from scanner.cli import run
code = run(sys.argv[1:])
sys.stdout.flush()
os.write(2, json.dumps([code, sorted(sys.modules)]).encode())
"""

PARSING = ("tree_sitter", "grammars", "scanner.extract", "scanner.sql", "scanner.schema")
PROCESSES = ("multiprocessing", "scanner.adapters.workers")
SHOWING = ("rich", "pygments", "scanner.reporters.documents", "scanner.reporters.markdown")
OTHERS = ("pydantic", "jsonschema", "pathspec", "tomllib", "tomli", "logging", "http", "ssl", "asyncio")
NEVER = (*PARSING, *PROCESSES, *SHOWING, *OTHERS)
JUDGING = ("scanner.rules", "scanner.findings", "scanner.link", "scanner.pipeline", "scanner.gate")

LOOKING = (
    "scanner.reading.rounds",
    "scanner.pipeline",
    "scanner.gate",
    "scanner.findings",
    "scanner.link",
    "scanner.adapters.ripgrep",
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit(
        {"pyproject.toml": "[project]\nname = 'shop'\n", "helper.ts": 'import { TABLE } from "./names"\n'}
    )
    made.branch({"shop/models.py": MODEL + "    note = models.TextField(null=True)\n", "load.py": WRITER * 2})
    return made


def modules(repository: Repository, *arguments: str) -> frozenset[str]:
    """Return what a run imports that a bare interpreter does not."""
    cache = {"XDG_CACHE_HOME": str(repository.root.parent / "cache"), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=repository.root,
        env={**cache, "PYTHONPATH": str(HERE)},
        capture_output=True,
        check=True,
    )
    code, found = json.loads(done.stderr)
    assert code in (0, None), done.stdout
    bare = subprocess.run([sys.executable, "-c", BARE], capture_output=True, check=True, cwd=HERE)
    return frozenset(found) - frozenset(json.loads(bare.stdout))


def below(found: frozenset[str], names: tuple[str, ...]) -> list[str]:
    return sorted(
        each for each in found if each in names or each.startswith(tuple(f"{name}." for name in names))
    )


def test_the_version_imports_the_command_line_alone(repository: Repository) -> None:
    found = modules(repository, "--version")
    assert below(found, (*NEVER, *JUDGING, "scanner.model.facts", "scanner.adapters")) == []
    assert below(found, ("scanner",)) == [
        "scanner",
        "scanner.cli",
        "scanner.command_line",
        "scanner.command_line.bundle",
        "scanner.command_line.commands",
        "scanner.command_line.exits",
        "scanner.command_line.group",
        "scanner.model",
        "scanner.model.failure",
    ]
    assert len(found) < 160


@pytest.mark.parametrize(
    ("command", "never", "most"),
    [
        (["list"], (*NEVER, *JUDGING), 75),
        (["scan"], (*NEVER, "scanner.gate"), 108),
        (["check", "--base", "main"], NEVER, 116),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_warm_run_imports_no_parser(
    repository: Repository, command: list[str], never: tuple[str, ...], most: int
) -> None:
    cold = modules(repository, *command)
    assert {"tree_sitter", "grammars", "scanner.adapters.workers"} <= cold
    warm = modules(repository, *command)
    assert below(warm, never) == []
    assert len(below(warm, ("scanner",))) <= most


@pytest.mark.parametrize(
    ("command", "most"),
    [(["list"], 57), (["scan"], 81), (["check", "--base", "main"], 81)],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_an_answer_that_is_kept_is_not_looked_for(
    repository: Repository, command: list[str], most: int
) -> None:
    modules(repository, *command)
    time.sleep(stamp.YOUNG / 1e9)
    modules(repository, *command)
    found = modules(repository, *command)
    assert below(found, (*NEVER, *LOOKING)) == []
    assert len(below(found, ("scanner",))) <= most
