"""What CI services tell of a pull request on GitHub: Actions with its event, Buildkite, CircleCI.

https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scanner.adapters.forges import Head
from scanner.model.failure import CannotRun

_REF = re.compile(r"refs/pull/(\d+)/")
_LAST_NUMBER = re.compile(r"/(\d+)/?$")


def head_sha(environment: Mapping[str, str]) -> str | None:
    """Return the newest commit of the pull request; GITHUB_SHA is a merge that nobody wrote."""
    event = _event(environment)
    head = _at(event, "pull_request", "head", "sha") or _at(event, "workflow_run", "head_sha")
    return head if isinstance(head, str) else None


def repository(environment: Mapping[str, str]) -> str | None:
    """Return `owner/name` on GitHub."""
    if named := environment.get("GITHUB_REPOSITORY"):
        return named
    owner, name = environment.get("CIRCLE_PROJECT_USERNAME"), environment.get("CIRCLE_PROJECT_REPONAME")
    if owner and name:
        return f"{owner}/{name}"
    cloned = re.search(r"github\.com[:/]([^/]+/[^/]+?)(?:\.git)?/?$", environment.get("BUILDKITE_REPO", ""))
    return cloned.group(1) if cloned else None


def number(environment: Mapping[str, str]) -> int | Head | None:
    """Return the pull request's number, or the branch that it is known by; None outside of one."""
    event = _event(environment)
    for subject in ("pull_request", "issue"):
        if told := whole(_at(event, subject, "number")):
            return told
    if (run := _at(event, "workflow_run")) is not None:
        return _of_run(run)
    if found := _REF.match(environment.get("GITHUB_REF", "")):
        return int(found.group(1))
    if found := _LAST_NUMBER.search(environment.get("CIRCLE_PULL_REQUEST", "")):
        return int(found.group(1))
    return whole(environment.get("BUILDKITE_PULL_REQUEST"))


def _of_run(run: Any) -> int | Head | None:
    """Return the pull request of another workflow's run; a fork's is known by its branch alone."""
    listed = _at(run, "pull_requests")
    if isinstance(listed, list) and len(listed) == 1:
        return whole(_at(listed[0], "number"))
    owner, branch = _at(run, "head_repository", "owner", "login"), _at(run, "head_branch")
    sha = _at(run, "head_sha")
    if isinstance(owner, str) and isinstance(branch, str) and isinstance(sha, str):
        return Head(owner, branch, sha)
    return None


def _event(environment: Mapping[str, str]) -> dict[str, Any]:
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CannotRun(f"the event in GITHUB_EVENT_PATH cannot be read: {error}") from error
    return event if isinstance(event, dict) else {}


def _at(value: Any, *route: str) -> Any:
    for name in route:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def whole(value: Any) -> int | None:
    """Return a positive number that is one, or its digits."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 12 else None
