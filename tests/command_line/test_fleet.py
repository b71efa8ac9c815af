"""Many repositories in one report: `writers list --repos FILE`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
WRITERS = (sys.executable, "-m", "scanner.cli")
INSERT = 'pool.query("INSERT INTO {} (id) VALUES ($1)", [id]);\n'


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Three repositories; two of them have the same folder name."""
    for path, table in {"billing/src/x.ts": "a", "mail/y.ts": "b", "old/mail/z.ts": "c"}.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(INSERT.format(table))
    return tmp_path


def run(
    folder: Path, text: str | bytes, *arguments: str, stdin: bool = False
) -> "subprocess.CompletedProcess[str]":
    data = text.encode() if isinstance(text, str) else text
    (folder / "repos.txt").write_bytes(data)
    done = subprocess.run(
        [*WRITERS, "list", "--no-cache", "--repos", "-" if stdin else "repos.txt", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)},
        input=data if stdin else None,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def report(folder: Path, text: str | bytes, *arguments: str, stdin: bool = False) -> dict[str, Any]:
    done = run(folder, text, "--output-format", "json", *arguments, stdin=stdin)
    assert done.stdout, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def places(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["path"], each["table"]) for each in document["writes"]]


def test_every_repository_is_shown_under_its_own_name(fleet: Path):
    text = f"# ours\nmail\n\n{fleet}/billing  # money\nold/mail\r\nmail\n"
    document = report(fleet, text)
    assert places(document) == [("billing/src/x.ts", "a"), ("mail-2/z.ts", "c"), ("mail/y.ts", "b")]
    assert document["stats"]["files"] == 3
    assert document["root"] == str(fleet)


def test_a_line_may_give_a_name(fleet: Path):
    text = b"\xef\xbb\xbfpost = old/mail\nmail=mail\n./billing\n"
    assert places(report(fleet, text)) == [("billing/src/x.ts", "a"), ("mail/y.ts", "b"), ("post/z.ts", "c")]


def test_the_list_may_come_from_stdin(fleet: Path):
    assert places(report(fleet, "billing\n", stdin=True)) == [("billing/src/x.ts", "a")]


def test_each_is_read_as_its_own_configuration_says(fleet: Path):
    (fleet / "billing/writers.toml").write_text('test-paths = ["src/**"]\n')
    (fleet / "mail/writers.toml").write_text('exclude = ["**"]\n')
    (fleet / "writers.toml").write_text("this is not read\n")
    document = report(fleet, "billing\nmail\nold/mail\n")
    assert [(each["path"], each["in_tests"]) for each in document["writes"]] == [
        ("billing/src/x.ts", True),
        ("mail-2/z.ts", False),
    ]


def test_one_report_is_what_the_repositories_say_alone(fleet: Path):
    joined = report(fleet, "old/mail\nbilling\n")
    for name, folder in (("mail", "old/mail"), ("billing", "billing")):
        alone = report(fleet, f"{folder}\n")["writes"]
        assert alone == [each for each in joined["writes"] if each["path"].startswith(f"{name}/")]


def test_one_that_fails_is_said_and_the_others_go_on(fleet: Path):
    (fleet / "mail/writers.toml").write_text("exclud = []\n")
    done = run(fleet, "mail\nbilling\n", "--output-format", "json")
    document = json.loads(done.stdout)
    assert done.returncode == 2
    assert "the repository mail could not be read" in done.stderr
    assert places(document) == [("billing/src/x.ts", "a")]
    assert document["diagnostics"] == [
        {
            "path": "mail",
            "line": None,
            "message": "it could not be read: writers.toml: there is no key exclud",
        }
    ]


def test_one_without_files_is_said(fleet: Path):
    subprocess.run(["git", "init", "-q", "--bare", "mirror.git"], cwd=fleet, check=True)
    (fleet / "empty").mkdir()
    document = report(fleet, "mirror.git\nempty\nbilling\n")
    assert [(each["path"], each["message"]) for each in document["diagnostics"]] == [
        ("empty", "it holds no source file"),
        (
            "mirror.git",
            "it could not be read: it is a bare repository, without files (`git worktree add` makes some)",
        ),
    ]
    assert run(fleet, "mirror.git\nbilling\n").returncode == 2
    assert run(fleet, "empty\nbilling\n").returncode == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("billing\nnowhere\n", "there is no folder 'nowhere' (line 2 of repos.txt)"),
        ("billing/src/x.ts\n", "there is no folder 'billing/src/x.ts'"),
        ("name =\n", "there is no folder ''"),
        ("a\0b\n", "there is no folder"),
        ("old\nold/mail\n", "old/mail, and repos.txt lists both"),
        (".. = billing\n", "'..' is no name of a repository"),
    ],
)
def test_a_line_that_cannot_be_followed_is_an_error(fleet: Path, text: str, why: str):
    done = run(fleet, text)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert "hint: " in done.stderr


@pytest.mark.parametrize("option", ["--root", "--config", "--also"])
def test_an_option_for_one_tree_is_an_error(fleet: Path, option: str):
    done = run(fleet, "mail\n", option, "billing")
    assert done.returncode == 2
    assert f"{option} and --repos cannot be used together" in done.stderr


def test_facts_of_a_repository_that_is_not_at_hand_are_joined(fleet: Path):
    run(fleet, "billing\n", "-o", "json:mail.json")
    document = json.loads((fleet / "mail.json").read_text())
    (fleet / "mail.json").write_text(json.dumps({**document, "root": "/elsewhere/mail"}))
    assert places(report(fleet, "mail\n", "--facts", "mail.json")) == [
        ("mail-2/billing/src/x.ts", "a"),
        ("mail/y.ts", "b"),
    ]


def test_a_list_of_nothing_is_nothing_to_look_at(fleet: Path):
    assert run(fleet, "# none yet\n").returncode == 3
    assert "cannot be read" in run(fleet, "", "--repos", "missing.txt").stderr
