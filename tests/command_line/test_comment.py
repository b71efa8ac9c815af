"""`writers comment` from outside: a report file in, one comment out, and never a token."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.reporters import comment, render
from tests.adapters.forges.servers import TOKEN, Fault, Forge, GitHub, GitLab, serving
from tests.reporters import hostile, sample
from tests.reporters.test_escape import github, outside_code

CHECKED = render("json", sample.CHECKED, sample.CHECK)
CLEAN = render("json", sample.CLEAN, sample.CHECK)
HOSTILE = render("json", hostile.REPORT, sample.CHECK)
SHA = "c0ffee" * 6 + "abcd"


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving(GitHub, Forge()) as running:
        yield running


@pytest.fixture
def actions(forge: Forge, tmp_path: Path) -> dict[str, str]:
    """What a runner of GitHub Actions tells a pull request's job."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7, "head": {"sha": SHA}}}))
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": f"{forge.url}/api/v3",
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SHA": "0" * 40,
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_TOKEN": TOKEN,
    }


def writers(
    tmp_path: Path, *arguments: str, report: str = CHECKED, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder that is no checkout; the token is never seen."""
    (tmp_path / "report.json").write_text(report)
    done = subprocess.run(
        [sys.executable, "-m", "scanner.cli", "comment", *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), "HOME": str(tmp_path), **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert TOKEN not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


FROM = ("--from", "report.json")


def test_a_dry_run_shows_the_comment_and_needs_neither_token_nor_network(tmp_path: Path):
    done = writers(tmp_path, *FROM, "--dry-run")
    assert done.returncode == 0
    assert done.stdout.startswith(comment.MARKER)
    assert "| **error** | `shop_order.currency`<br>`shop/models.py:38` | `not-null-omitted` |" in done.stdout


def test_lines_are_linked_at_the_head_commit(tmp_path: Path, actions: dict[str, str]):
    done = writers(tmp_path, *FROM, "--dry-run", env=actions)
    assert f"(https://github.example/acme/shop/blob/{SHA}/worker/src/orders.rs#L57)" in done.stdout


def test_the_comment_follows_the_pull_request(tmp_path: Path, forge: Forge, actions: dict[str, str]):
    assert writers(tmp_path, *FROM, env=actions, report=CLEAN).stderr.startswith("there is nothing to say")
    assert forge.comments == {}
    assert writers(tmp_path, *FROM, env=actions).stderr == "the comment is created\n"
    assert "shop_order.currency" in forge.ours()[0]
    assert writers(tmp_path, *FROM, env=actions, report=CLEAN).stderr == "the comment is updated\n"
    assert len(forge.comments) == 1
    assert "### Nothing left" in forge.ours()[0]


def test_two_processes_at_once_leave_one_comment(tmp_path: Path, forge: Forge, actions: dict[str, str]):
    folders = [tmp_path / name for name in ("one", "two")]
    forge.first_lists = threading.Barrier(2)
    done: list[int] = []

    def run(folder: Path):
        folder.mkdir()
        done.append(writers(folder, *FROM, env=actions).returncode)

    threads = [threading.Thread(target=run, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [0, 0]
    assert forge.created() == 2
    assert list(forge.comments) == [1]


def test_what_is_posted_of_hostile_names_is_inert(tmp_path: Path, forge: Forge, actions: dict[str, str]):
    assert writers(tmp_path, *FROM, env=actions, report=HOSTILE).returncode == 0
    (posted,) = forge.ours()
    html = outside_code(github(posted.replace(comment.MARKER, "")))
    assert "@" not in html
    assert "<img" not in html
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert links
    assert not [link for link in links if not link.startswith("https://github.example/acme/shop/blob/")]
    assert "<!--" not in html
    assert not [line for line in posted.splitlines() if line.startswith("/")], "a quick action of GitLab"


def test_a_merge_request_of_gitlab(tmp_path: Path):
    with serving(GitLab, Forge(me="501")) as forge:
        env = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": f"{forge.url}/git/api/v4",
            "CI_PROJECT_ID": "42",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_SERVER_URL": "https://gitlab.example/git",
            "CI_PROJECT_PATH": "acme/shop",
            "CI_COMMIT_SHA": SHA,
            "GITLAB_TOKEN": TOKEN,
        }
        assert writers(tmp_path, *FROM, env=env).stderr == "the comment is created\n"
        assert f"https://gitlab.example/git/acme/shop/blob/{SHA}/shop/models.py#L38" in forge.ours()[0]


def test_a_refusal_is_exit_code_2_and_says_what_to_do(tmp_path: Path, forge: Forge, actions: dict[str, str]):
    forge.fail("GET", Fault(403, message="Resource not accessible by integration"))
    done = writers(tmp_path, *FROM, env=actions)
    assert done.returncode == 2
    assert "Resource not accessible by integration" in done.stderr
    assert "docs/ci/github.md" in done.stderr


def test_the_time_limit_ends_the_run(tmp_path: Path, forge: Forge, actions: dict[str, str]):
    forge.fail("GET", Fault(200, seconds=30))
    done = writers(tmp_path, *FROM, "--timeout", "2.5", env=actions)
    assert done.returncode == 2
    assert "within 2.5 seconds" in done.stderr


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("GITHUB_TOKEN", "there is no token in GITHUB_TOKEN or GH_TOKEN"),
        ("GITHUB_REPOSITORY", "the repository is not known"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, actions: dict[str, str], without: str, said: str):
    del actions[without]
    done = writers(tmp_path, *FROM, env=actions)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_token_may_have_another_name_and_a_line_break(
    tmp_path: Path, forge: Forge, actions: dict[str, str]
):
    actions |= {"BOT": f"{TOKEN}\n", "GITHUB_TOKEN": "x"}
    assert writers(tmp_path, *FROM, "--token-env", "BOT", env=actions).returncode == 0
    done = writers(tmp_path, *FROM, "--token-env", "BOT", env={**actions, "BOT": f"{TOKEN}\n{TOKEN}"})
    assert (done.returncode, "BOT holds characters" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "repository", ["../../user", "acme/shop?x=1", "acme", "a/b\n", "https://evil.example/a"]
)
def test_a_repository_that_is_none_is_refused(tmp_path: Path, actions: dict[str, str], repository: str):
    done = writers(tmp_path, *FROM, "--repository", repository, env=actions)
    assert (done.returncode, "is no repository" in done.stderr) == (2, True)
