"""Which pull request a CI run is about."""

import json
from pathlib import Path

import pytest

from scanner.adapters.forges import Head
from scanner.command_line.forge import Asked, pull_request, source, token
from scanner.model.failure import CannotRun

GITHUB = {"GITHUB_REPOSITORY": "acme/shop"}
RUN = {"head_branch": "patch-1", "head_sha": "b" * 40, "head_repository": {"owner": {"login": "fork"}}}


def number(tmp_path: Path, event: object, **environment: str):
    file = tmp_path / "event.json"
    file.write_text(event if isinstance(event, str) else json.dumps(event))
    return pull_request(Asked(), {**GITHUB, **environment, "GITHUB_EVENT_PATH": str(file)}).number


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"pull_request": {"number": 7}}, 7),
        ({"issue": {"number": 8}}, 8),
        ({"workflow_run": {**RUN, "pull_requests": [{"number": 9}]}}, 9),
        ({"workflow_run": {**RUN, "pull_requests": []}}, Head("fork", "patch-1", "b" * 40)),
    ],
)
def test_an_event_tells_the_number(tmp_path: Path, event: object, found: object):
    assert number(tmp_path, event) == found


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({**GITHUB, "GITHUB_REF": "refs/pull/12/merge"}, ("acme/shop", 12)),
        (
            {"BUILDKITE_REPO": "git@github.com:acme/shop.git", "BUILDKITE_PULL_REQUEST": "13"},
            ("acme/shop", 13),
        ),
        (
            {
                "CIRCLE_PROJECT_USERNAME": "acme",
                "CIRCLE_PROJECT_REPONAME": "shop",
                "CIRCLE_PULL_REQUEST": "https://github.com/acme/shop/pull/14",
            },
            ("acme/shop", 14),
        ),
        ({"GITLAB_CI": "true", "CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "15"}, ("42", 15)),
    ],
)
def test_variables_tell_repository_and_number(environment: dict[str, str], found: tuple[str, int]):
    told = pull_request(Asked(), environment)
    assert (told.repository, told.number) == found


def test_the_options_come_first():
    told = pull_request(Asked("gitlab", "group/sub/shop", 3), {**GITHUB, "GITHUB_REF": "refs/pull/12/merge"})
    assert (told.provider, told.repository, told.number) == ("gitlab", "group/sub/shop", 3)


@pytest.mark.parametrize(
    "environment", [{}, {"BUILDKITE_PULL_REQUEST": "false"}, {"GITHUB_REF": "refs/heads/x"}]
)
def test_a_run_outside_of_a_pull_request_is_said(environment: dict[str, str]):
    with pytest.raises(CannotRun, match="no run of a pull request"):
        pull_request(Asked(), {**GITHUB, **environment})


@pytest.mark.parametrize("event", ["{", "[" * 100_000, '{"pull_request": {"number": "7; rm -rf /"}}', "[1]"])
def test_a_broken_event_is_no_crash(tmp_path: Path, event: str):
    with pytest.raises(CannotRun):
        number(tmp_path, event)


def test_gitlab_prefers_its_own_token():
    assert token(Asked("gitlab"), {"GITLAB_TOKEN": "a", "CI_JOB_TOKEN": "b"}).name == "GITLAB_TOKEN"
    assert token(Asked("gitlab"), {"CI_JOB_TOKEN": "b"}).name == "CI_JOB_TOKEN"


def test_a_commit_of_a_later_workflow_is_the_one_it_is_about(tmp_path: Path):
    file = tmp_path / "event.json"
    file.write_text(json.dumps({"workflow_run": RUN}))
    told = source(
        {
            **GITHUB,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": "d" * 40,
            "GITHUB_EVENT_PATH": str(file),
        }
    )
    assert told is not None
    assert told.sha == "b" * 40
