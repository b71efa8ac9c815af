"""Where pull requests are talked about: GitHub and GitLab, each through its own client library."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Literal, TypeVar

from msgspec import Struct

from scanner.model.failure import CannotRun
from scanner.sticky import Conversation

Provider = Literal["github", "gitlab"]
NAMES: dict[Provider, str] = {"github": "GitHub", "gitlab": "GitLab"}

_Result = TypeVar("_Result")


class Head(Struct, frozen=True):
    """The branch that a pull request would merge, where its number is not told: as a later job sees it."""

    owner: str
    branch: str
    sha: str


class PullRequest(Struct, frozen=True):
    """A pull or merge request; `api` is the server's API address, `repository` `owner/name` or a number."""

    provider: Provider
    api: str
    repository: str
    number: int | Head


class Token(Struct, frozen=True):
    """A secret from the environment variable `name`; `repr` keeps it to itself."""

    name: str
    secret: str

    def __repr__(self) -> str:
        """Return the variable's name only."""
        return f"Token({self.name})"

    def kept_out_of(self, text: str) -> str:
        """Return a text without the secret."""
        return text.replace(self.secret, "***")


def conversation(pull_request: PullRequest, token: Token) -> Conversation:
    """Return the conversation; CannotRun when the client library is missing or the server refuses."""
    provider = pull_request.provider
    try:
        module = import_module(f"{__name__}.{provider}")
    except ModuleNotFoundError as error:
        raise CannotRun(
            f"the client library for {NAMES[provider]} is not installed ({error.name})",
            f'pip install "external-writers[{provider}]"',
        ) from error
    opened: Conversation = module.conversation(pull_request, token)
    return opened


def within(seconds: float, work: Callable[[], _Result]) -> _Result:
    """Return what `work` returns; CannotRun when that takes longer.

    The work goes on in a thread that does not keep the process alive: a server that sends one byte
    now and then satisfies every other time limit.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise CannotRun(
            f"the server did not answer within {seconds:g} seconds", "try again, or give --timeout"
        )
    return results[0]
