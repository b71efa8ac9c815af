"""GitHub's pull requests, through PyGithub: https://docs.github.com/en/rest/issues/comments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from github import Auth, Github, GithubException, GithubRetry, UnknownObjectException
from github.Issue import Issue
from github.IssueComment import IssueComment
from github.Repository import Repository
from requests import RequestException

from scanner.adapters.forges import Head, PullRequest, Token, patience
from scanner.model.failure import CannotRun
from scanner.sticky import Comment, Conversation

VIEWER = "query { viewer { login } }"
"""Who we are; the REST API does not tell the token of a workflow."""


def conversation(pull_request: PullRequest, token: Token) -> Conversation:
    """Return the conversation of a pull request."""
    client = Github(
        auth=Auth.Token(token.secret),
        base_url=pull_request.api.rstrip("/"),
        timeout=patience.TIMEOUT,
        per_page=100,
        lazy=True,
        seconds_between_requests=None,
        seconds_between_writes=None,
        retry=GithubRetry(
            total=patience.ATTEMPTS,
            secondary_rate_wait=patience.LONGEST_WAIT,
            max_rate_limit_wait=patience.LONGEST_WAIT,
            retry_after_max=patience.LONGEST_WAIT,
            backoff_factor=patience.BACKOFF,
            allowed_methods=patience.METHODS,
        ),
    )
    repository = client.get_repo(pull_request.repository)
    number = pull_request.number
    with _refusals(token):
        found = _number(repository, number) if isinstance(number, Head) else number
    return _Conversation(client, repository.get_issue(found), token)


def _number(repository: Repository, head: Head) -> int:
    open_ = repository.get_pulls(state="open", head=f"{head.owner}:{head.branch}")
    found = [each.number for each in open_ if each.head.sha == head.sha]
    if not found:
        raise CannotRun(
            f"no open pull request has {head.sha[:12]} of {head.owner}:{head.branch} as its newest commit",
            "a newer commit has a run of its own; else give --pull-request",
        )
    return found[0]


class _Conversation:
    """The comments of a pull request, which is an issue to GitHub."""

    def __init__(self, client: Github, issue: Issue, token: Token) -> None:
        self._client, self._issue, self._token = client, issue, token
        self._known: dict[int, IssueComment] = {}

    def author(self) -> str:
        with _refusals(self._token):
            _, answer = self._client.requester.graphql_query(VIEWER, {})
            return str(answer["data"]["viewer"]["login"])

    def comments(self) -> Iterator[Comment]:
        with _refusals(self._token):
            for each in self._issue.get_comments():
                yield self._comment(each)

    def create(self, body: str) -> Comment:
        with _refusals(self._token):
            return self._comment(self._issue.create_comment(body))

    def update(self, comment: Comment, body: str) -> bool:
        with _refusals(self._token):
            try:
                self._known[comment.id].edit(body)
            except UnknownObjectException:
                return False
        return True

    def delete(self, comment: Comment) -> None:
        with _refusals(self._token):
            try:
                self._known[comment.id].delete()
            except UnknownObjectException:
                return

    def _comment(self, each: IssueComment) -> Comment:
        self._known[each.id] = each
        return Comment(each.id, getattr(each.user, "login", ""), each.body or "")


@contextmanager
def _refusals(token: Token) -> Iterator[None]:
    try:
        yield
    except GithubException as error:
        raise CannotRun(*_refused(error, token)) from None
    except RequestException as error:
        raise CannotRun(f"GitHub cannot be reached: {token.kept_out_of(str(error))}") from None


def _refused(error: GithubException, token: Token) -> tuple[str, str | None]:
    said = error.data.get("message") if isinstance(error.data, dict) else error.message
    message = f"GitHub refused ({error.status}): {token.kept_out_of(str(said))}"
    match error.status:
        case 401:
            return message, f"is {token.name} valid for this server?"
        case 403 | 404:
            return message, (
                f"{token.name} needs `pull-requests: write`; a fork's is read-only: "
                "docs/ci/github.md shows how to post from a second workflow"
            )
        case _:
            return message, None
