"""The files that other people's CI reads: they parse, they are pinned, and what they run exists."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main
import yaml

from scanner.cli import app
from scanner.command_line.output import outputs

HERE = Path(__file__).parents[2]
PAGES = sorted((HERE / "docs" / "ci").glob("*.md"))
YAML = [HERE / "action.yml", HERE / ".pre-commit-hooks.yaml", HERE / "templates" / "gitlab-ci.yml"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}|external-writers/external-writers@<full commit>")
SECRET = re.compile(r"TOKEN|secrets\.")


def blocks(page: Path, *languages: str) -> list[str]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for language, text in found if language in languages]


def documents() -> list[Any]:
    texts = [text for page in PAGES for text in blocks(page, "yaml")]
    return [yaml.safe_load(text) for text in [*texts, *(path.read_text(encoding="utf-8") for path in YAML)]]


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from strings(each)
        case dict():
            for each in value.values():
                yield from strings(each)
        case _:
            return


def lines() -> Iterator[str]:
    """Every command line of ours in the pages, the templates and the hook."""
    texts = [text for document in documents() for text in strings(document)]
    texts += [text for page in PAGES for text in blocks(page, "sh")]
    for text in texts:
        for line in text.replace("\\\n", " ").splitlines():
            stripped = line.strip().replace('"$BIN/writers"', "writers")
            if re.match(r"writers (check|comment|scan|list|schema)\b", stripped):
                yield stripped


def arguments(line: str) -> list[str]:
    words = shlex.split(line.partition("||")[0])
    return [re.sub(r"\$\{?\w+\}?", "1", word) for word in words if "[@]" not in word]


LINES = sorted(set(lines()))


def test_there_is_something_to_look_at():
    assert "writers comment --from report.json" in LINES
    assert "writers check --staged" in LINES
    assert len(PAGES) == 5


@pytest.mark.parametrize("line", LINES)
def test_what_is_run_parses(line: str):
    _, name, *given = arguments(line)
    values = {"--fail-on": "error", "--output-format": "github"}
    given = [
        values.get(before, word) if word == "1" else word
        for before, word in zip(["", *given], given, strict=False)
    ]
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group)
    found = group.get_command(click.Context(group), name)
    assert found is not None
    parsed = found.make_context(name, given).params
    outputs(parsed["output_format"] or (), parsed["output"] or ())


def test_an_option_that_is_not_there_would_be_seen():
    with pytest.raises(click.NoSuchOption):
        test_what_is_run_parses("writers comment --form report.json")


@pytest.mark.parametrize("document", documents(), ids=str)
def test_everything_used_is_pinned(document: object):
    text = str(document)
    for used in re.findall(r"'uses': '([^']*)'", text):
        assert PINNED.fullmatch(used), used


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_job_that_checks_out_a_fork_has_a_token(page: Path):
    assert "fork" in page.read_text(encoding="utf-8")
    for text in blocks(page, "yaml"):
        document = yaml.safe_load(text)
        jobs = (document.get("jobs") or {}) if isinstance(document, dict) else {}
        for name, job in jobs.items():
            steps = str(job.get("steps"))
            if "comment" in name:
                assert "checkout" not in steps
            elif "writers comment" in steps:
                assert "head.repo.full_name == github.repository" in steps
            else:
                assert not SECRET.search(steps)


def test_the_fork_safe_pair_shares_its_names():
    check, comment = [
        document
        for document in documents()
        if isinstance(document, dict)
        and document.get("name") in {"writers", "writers comment"}
        and "jobs" in document
    ][-2:]
    assert comment[True]["workflow_run"]["workflows"] == [check["name"]]  # YAML 1.1 reads `on` as true
    upload = next(
        step for step in check["jobs"]["check"]["steps"] if "upload-artifact" in step.get("uses", "")
    )
    download = comment["jobs"]["comment"]["steps"][0]
    assert upload["with"]["name"] == download["with"]["name"]
    assert "pull-requests" not in check["permissions"]


def action() -> Any:
    return yaml.safe_load((HERE / "action.yml").read_text(encoding="utf-8"))


def test_no_input_is_pasted_into_a_script():
    assert not [step for step in action()["runs"]["steps"] if "${{" in step.get("run", "")]


def test_the_actions_inputs_and_outputs_are_documented():
    page = (HERE / "docs" / "ci" / "github.md").read_text(encoding="utf-8")
    for name in [*action()["inputs"], *action()["outputs"]]:
        assert f"`{name}`" in page, name


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder with a `writers` that says how it was called."""
    shim = tmp_path / "writers"
    shim.write_text('#!/bin/sh\nfor each in "$@"; do echo "<$each>"; done\nexit "${CODE:-0}"\n')
    shim.chmod(0o755)
    return tmp_path


def step(runner: Path, name: str, **environment: str) -> tuple[int, str, str]:
    (script,) = (each["run"] for each in action()["runs"]["steps"] if each["id"] == name)
    output = runner / "output"
    given = {"BIN": str(runner), "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(output), **environment}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, output.read_text() if output.exists() else ""


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_action_runs_a_check(runner: Path, code: int):
    given = {"ROOT": "a b", "FAIL_ON": "warning", "FORMAT": "github", "CODE": str(code)}
    done, said, told = step(runner, "check", ARGS="--base main  *", **given)
    report = f"{runner}/writers-report.json"
    words = [
        "check",
        "--root",
        "a b",
        "--fail-on",
        "warning",
        "--output-format",
        "github",
        "-o",
        f"json:{report}",
    ]
    assert said.split("\n")[:-1] == [f"<{word}>" for word in [*words, "--base", "main", "*"]]
    assert (done, told) == (code, f"report={report}\nexit-code={code}\n")


def test_no_input_of_the_action_is_run(runner: Path):
    hostile = f"$(touch {runner}/pwned) ; touch {runner}/pwned"
    _, said, _ = step(runner, "check", ROOT=hostile, ARGS=hostile, FAIL_ON="error", FORMAT=hostile)
    assert f"<{hostile}>" in said
    assert not (runner / "pwned").exists()


def test_the_hook_is_a_check_of_what_is_staged():
    (hook,) = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["entry"], hook["pass_filenames"]) == (
        "writers-check",
        "writers check --staged",
        False,
    )
