"""The real command line on odd, broken and hostile files: nothing crashes, hangs, leaks or gets lost."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.odd.hostile import Hostile, write

REPOSITORY = Path(__file__).parents[2]
ODD = REPOSITORY / "sample_repos" / "odd"
GUARD = 120
"""Seconds after which a run counts as hanging; a whole one takes a few."""

RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters and direction marks: none of them reaches a terminal as it is."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A copy of sample_repos/odd with the hostile files in it."""

    root: Path
    hostile: tuple[Hostile, ...]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    root = tmp_path_factory.mktemp("odd") / "tree"
    shutil.copytree(ODD, root)
    return Tree(root, write(root))


FORMATS = ("concise", "json", "sarif", "github", "gitlab", "markdown", "rdjson", "html")


def outputs(command: str, tree: Tree, folder: Path) -> dict[str, str]:
    """Run a command once, hold it to its exit codes, and return what it shows in each format."""
    files = [argument for name in FORMATS for argument in ("-o", f"{name}:{folder / name}")]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "scanner.cli",
            command,
            "--root",
            str(tree.root),
            "--output-format",
            "text",
            *files,
        ],
        capture_output=True,
        cwd=REPOSITORY,
        timeout=GUARD,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    written = {name: (folder / name).read_bytes().decode() for name in FORMATS}
    return {"text": done.stdout.decode(), "stderr": done.stderr.decode(), **written}


@pytest.fixture(scope="module")
def scanned(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return outputs("scan", tree, tmp_path_factory.mktemp("scanned"))


@pytest.fixture(scope="module")
def scan(scanned: dict[str, str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(scanned["json"])
    return document


def places(document: dict[str, Any], table: str) -> set[tuple[str, int]]:
    return {(write["path"], write["line"]) for write in document["writes"] if write["table"] == table}


def shown(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


def test_every_plain_insert_is_found_however_odd_its_file_is(tree: Tree, scan: dict[str, Any]) -> None:
    expected = {(shown(file.path), file.line) for file in tree.hostile if file.line}
    assert expected - places(scan, "part") == set()


COMMITTED = {
    "broken/half.js": [1],
    "broken/half.py": [2, 10],
    "broken/half.rs": [2, 10],
    "broken/half.sql": [1, 3],
    "broken/half.tsx": [2],
    "dynamic/builder.rs": [11],
    "dynamic/columns.ts": [5, 6, 8],
    "dynamic/procedure.sql": [4, 5],
    "dynamic/tables.py": [8, 10],
    "hostile/escapes.sql": [7],
    "hostile/markup.sql": [5],
    "hostile/reasons.py": [3, 4, 5],
    "shapes/--output-format=json.py": [2],
    "shapes/-rf.sql": [1],
    "shapes/bom.py": [2],
    "shapes/bundle.min.js": [1],
    "shapes/crlf.sql": [1, 5],
    "shapes/tabs.ts": [3],
    "shapes/two words; $(touch pwned) `id` & co.sql": [1],
}
"""Where each committed file writes to `part`, as its author would count the lines."""


@pytest.mark.parametrize("path", COMMITTED)
def test_a_committed_file_keeps_its_writes(scan: dict[str, Any], path: str) -> None:
    assert sorted(line for found, line in places(scan, "part") if found == path) == COMMITTED[path]


def test_a_write_after_a_conflict_marker_is_kept(scan: dict[str, Any]) -> None:
    assert {("broken/half.ts", 1), ("broken/half.ts", 7)} <= places(scan, "part")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("dynamic/tables.py", 5),
        ("dynamic/tables.py", 6),
        ("dynamic/tables.py", 7),
        ("dynamic/columns.ts", 7),
        ("dynamic/builder.rs", 2),
        ("dynamic/procedure.sql", 3),
        ("hostile/reasons.py", 2),
    ],
)
def test_a_table_that_only_the_running_program_knows_is_listed_with_the_reason(
    scan: dict[str, Any], path: str, line: int
) -> None:
    unknown = {(write["path"], write["line"]): write for write in scan["writes"] if write["table"] is None}
    assert unknown[path, line]["reason"]


def test_what_cannot_be_read_is_said(tree: Tree, scan: dict[str, Any]) -> None:
    said = {(each["path"], each["message"]) for each in scan["diagnostics"]}
    expected = [(shown(file.path), file.says) for file in tree.hostile if file.says is not None]
    expected += [
        (f"broken/{name}", "")
        for name in ("half.js", "half.py", "half.rs", "half.ts", "half.tsx", "models.py")
    ]
    missing = [
        (path, says)
        for path, says in expected
        if not any(path == told and re.search(says, message) for told, message in said)
    ]
    assert missing == []


def test_nothing_outside_the_root_is_read(tree: Tree, scan: dict[str, Any]) -> None:
    assert places(scan, "secret") == set()
    assert not [write["path"] for write in scan["writes"] if write["path"].startswith("links/")]
    assert not list(tree.root.rglob("pwned"))


@pytest.mark.parametrize("output", ["text", "stderr", *FORMATS])
def test_no_control_character_of_a_file_reaches_the_output(scanned: dict[str, str], output: str) -> None:
    assert RAW.findall(scanned[output]) == []


def test_no_control_character_reaches_a_listing(tree: Tree, tmp_path: Path) -> None:
    listed = outputs("list", tree, tmp_path)
    assert {name: RAW.findall(text) for name, text in listed.items() if RAW.search(text)} == {}


def test_a_workflow_command_cannot_be_injected(scanned: dict[str, str]) -> None:
    commands = [line for line in scanned["github"].splitlines() if line.lstrip().startswith("::")]
    assert {line.split(" ")[0] for line in commands} <= {"::error", "::warning", "::notice"}


def test_markup_cannot_be_injected(scanned: dict[str, str]) -> None:
    assert "<img src=x" not in scanned["html"]
    assert "alert(1)</script>" not in scanned["html"]
    prose = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", scanned["markdown"], flags=re.DOTALL)
    assert [word for word in ("<img", "<script", "@everyone", "@team", "javascript:") if word in prose] == []
