"""Which pull request a run is about: what its options say, else what the CI service tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from scanner.adapters.forges import Provider, PullRequest, Token
from scanner.command_line import events
from scanner.model.failure import CannotRun
from scanner.reporters.style import Source

GITHUB_API = "https://api.github.com"
GITLAB_API = "https://gitlab.com/api/v4"
TOKENS: dict[Provider, tuple[str, ...]] = {
    "github": ("GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("GITLAB_TOKEN", "CI_JOB_TOKEN"),
}
_REPOSITORY = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[\w.-]+(/[\w.-]+)+|\d+", re.ASCII)


class Asked(Struct, frozen=True):
    """What the options say of the pull request; None is found out."""

    provider: Literal["auto", "github", "gitlab"] = "auto"
    repository: str | None = None
    number: int | None = None
    token: str | None = None


def provider(asked: Asked, environment: Mapping[str, str]) -> Provider:
    """Return whose pull request it is; GitLab only where its runner says so."""
    if asked.provider != "auto":
        return asked.provider
    return "gitlab" if environment.get("GITLAB_CI") or environment.get("CI_API_V4_URL") else "github"


def pull_request(asked: Asked, environment: Mapping[str, str]) -> PullRequest:
    """Return the pull request; CannotRun says what is not known of it."""
    match provider(asked, environment):
        case "github":
            api = environment.get("GITHUB_API_URL") or GITHUB_API
            repository = asked.repository or events.repository(environment)
            number = asked.number or events.number(environment)
        case "gitlab":
            api = environment.get("CI_API_V4_URL") or GITLAB_API
            repository = asked.repository or environment.get("CI_PROJECT_ID")
            number = asked.number or events.whole(environment.get("CI_MERGE_REQUEST_IID"))
    if repository and not _REPOSITORY.fullmatch(repository):
        raise CannotRun(f"{repository!r} is no repository", "it is written owner/name")
    if not repository:
        raise CannotRun("the repository is not known", "give --repository owner/name")
    if not number:
        raise CannotRun(
            "this is no run of a pull request, as far as the environment tells", "give --pull-request N"
        )
    return PullRequest(provider(asked, environment), api, repository, number)


def token(asked: Asked, environment: Mapping[str, str]) -> Token:
    """Return the token; only the environment may hold it: every user of a machine sees arguments."""
    whose = provider(asked, environment)
    names = (asked.token,) if asked.token else TOKENS[whose]
    for name in names:
        secret = environment.get(name, "").strip()
        if secret and not (secret.isascii() and secret.isprintable() and " " not in secret):
            raise CannotRun(f"{name} holds characters that no token has")
        if secret:
            return Token(name, secret)
    raise CannotRun(f"there is no token in {' or '.join(names)}", "set it, or name another with --token-env")


def source(environment: Mapping[str, str]) -> Source | None:
    """Return where the pull request's newest commit can be read in a browser."""
    if environment.get("CI_PROJECT_PATH"):
        server, repository = environment.get("CI_SERVER_URL"), environment.get("CI_PROJECT_PATH")
        sha = environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environment.get("CI_COMMIT_SHA")
    else:
        server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
        sha = events.head_sha(environment) or environment.get("GITHUB_SHA")
    return Source(server, repository, sha) if server and repository and sha else None
