"""GitLab's merge requests, through python-gitlab: https://docs.gitlab.com/api/notes/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gitlab import Gitlab, GitlabError
from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from scanner.adapters.forges import Head, PullRequest, Token, patience
from scanner.model.failure import CannotRun
from scanner.sticky import Comment, Conversation

JOB_TOKEN = "CI_JOB_TOKEN"  # noqa: S105 - a variable's name

API = "/api/v4"
NOT_FOUND = 404


def conversation(pull_request: PullRequest, token: Token) -> Conversation:
    """Return the conversation of a merge request."""
    if isinstance(pull_request.number, Head):
        raise CannotRun("the merge request is not known", "give --pull-request, or run in its pipeline")
    job = token.name == JOB_TOKEN
    client = Gitlab(
        pull_request.api.rstrip("/").removesuffix(API),
        job_token=token.secret if job else None,
        oauth_token=None if job else token.secret,
        session=_session(),
        timeout=patience.TIMEOUT,
        per_page=100,
        keep_base_url=True,
    )
    project = client.projects.get(pull_request.repository, lazy=True)
    return _Conversation(client, project.mergerequests.get(pull_request.number, lazy=True).notes, token)


def _session() -> Session:
    session = Session()
    session.max_redirects = 0  # a redirect would take a token along
    retry = Retry(
        total=patience.ATTEMPTS,
        backoff_factor=patience.BACKOFF,
        retry_after_max=patience.LONGEST_WAIT,
        status_forcelist=patience.TRANSIENT,
        allowed_methods=patience.METHODS,
        raise_on_status=False,
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


class _Conversation:
    """The notes of a merge request; an author is a user's number."""

    def __init__(self, client: Gitlab, notes: Any, token: Token) -> None:
        self._client, self._notes, self._token = client, notes, token

    def author(self) -> str:
        with _refusals(self._token):
            if self._token.name == JOB_TOKEN:
                job: Any = self._client.http_get("/job", obey_rate_limit=False)
                return str(job["user"]["id"])
            user: Any = self._client.http_get("/user", obey_rate_limit=False)
            return str(user["id"])

    def comments(self) -> Iterator[Comment]:
        with _refusals(self._token):
            for note in self._notes.list(iterator=True, sort="asc", obey_rate_limit=False):
                yield _comment(note)

    def create(self, body: str) -> Comment:
        with _refusals(self._token):
            return _comment(self._notes.create({"body": body}, obey_rate_limit=False))

    def update(self, comment: Comment, body: str) -> bool:
        with _refusals(self._token):
            return _found(lambda: self._notes.update(comment.id, {"body": body}, obey_rate_limit=False))

    def delete(self, comment: Comment) -> None:
        with _refusals(self._token):
            _found(lambda: self._notes.delete(comment.id, obey_rate_limit=False))


def _comment(note: Any) -> Comment:
    return Comment(note.id, str((note.author or {}).get("id", "")), note.body or "")


def _found(act: Callable[[], object]) -> bool:
    try:
        act()
    except GitlabError as error:
        if error.response_code != NOT_FOUND:
            raise
        return False
    return True


@contextmanager
def _refusals(token: Token) -> Iterator[None]:
    try:
        yield
    except GitlabError as error:
        said = token.kept_out_of(str(error.error_message))
        raise CannotRun(f"GitLab refused ({error.response_code}): {said}", _hint(error, token)) from None
    except RequestException as error:
        raise CannotRun(f"GitLab cannot be reached: {token.kept_out_of(str(error))}") from None


def _hint(error: GitlabError, token: Token) -> str | None:
    match error.response_code:
        case 401 | 403 | 404 if token.name == JOB_TOKEN:
            return "most servers let no job token write notes: set GITLAB_TOKEN to a project access token"
        case 401:
            return f"is {token.name} valid for this server?"
        case 403 | 404:
            return f"{token.name} needs the scope `api` and the role Reporter in this project"
        case _:
            return None
