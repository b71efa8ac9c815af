"""Which commit a change is compared with: asked for, told by the CI, or where the branch began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from scanner.adapters import git
from scanner.model.failure import CannotRun

_BRANCHES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    "CHANGE_TARGET",
    "SYSTEM_PULLREQUEST_TARGETBRANCHNAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
)
_COMMITS = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CIRCLE_BASE_REVISION")
_DEFAULTS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_DEEPEN = "fetch its history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout"


def base_commit(root: Path, asked: str | None, environment: Mapping[str, str]) -> str:
    """Return the commit where the change began; CannotRun when it is not known or not at hand."""
    if git.enclosing(root) is None:
        raise CannotRun(f"{root} is in no git repository", "the gate compares two revisions of one")
    if asked is not None:
        return _began(root, asked) or _missing(root, asked)
    told = [*_told(environment)]
    for name in told:
        if (found := _began(root, name)) is not None:
            return found
    if told:
        raise CannotRun(f"the base {told[0]}, which the CI speaks of, is not in this clone", _DEEPEN)
    for name in _DEFAULTS:
        if (found := _began(root, name)) is not None:
            return found
    raise CannotRun("there is no base to compare with", "name one: `writers check --base REF`")


def _told(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of the base that a CI's variables give, the surest first."""
    event = _event(environment.get("GITHUB_EVENT_PATH"))
    if event is not None:
        yield event
    yield from (environment[name] for name in _COMMITS if environment.get(name))
    for name in _BRANCHES:
        branch = environment.get(name, "").removeprefix("refs/heads/")
        if branch:
            yield from (f"origin/{branch}", branch)


def _event(path: str | None) -> str | None:
    """Return the base commit that a GitHub pull request's event names."""
    import json  # imported for the one machine that has such a file

    try:
        event = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
        commit = event["pull_request"]["base"]["sha"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return commit if isinstance(commit, str) else None


def _find(root: Path, name: str) -> str | None:
    done = git.run(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"])
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _missing(root: Path, name: str) -> NoReturn:
    hint = _DEEPEN if _is_shallow(root) else "`git branch --all` lists what there is"
    raise CannotRun(f"there is no revision {name} in this repository", hint)


def _began(root: Path, name: str) -> str | None:
    """Return the commit where HEAD left a revision, None where there is no such revision."""
    done = git.run(root, ["merge-base", f"{name}^{{commit}}", "HEAD"])
    if done.returncode == 0:
        return done.stdout.decode().split()[0]
    commit = _find(root, name)
    if commit is None:
        return None
    if _is_shallow(root):
        raise CannotRun("this clone is too shallow to know where the change began", _DEEPEN)
    raise CannotRun(f"{commit[:12]} and HEAD have no common history", "name another base: --base REF")


def _is_shallow(root: Path) -> bool:
    return git.run(root, ["rev-parse", "--is-shallow-repository"]).stdout.strip() == b"true"
