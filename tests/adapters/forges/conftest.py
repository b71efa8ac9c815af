"""Every test talks to both servers, through the real client libraries."""

from collections.abc import Iterator

import pytest

from scanner.adapters import forges
from scanner.adapters.forges import Provider, PullRequest, Token, patience
from tests.adapters.forges.servers import TOKEN, Forge, GitHub, GitLab, serving


@pytest.fixture(params=["github", "gitlab"])
def provider(request: pytest.FixtureRequest) -> Provider:
    named: Provider = request.param
    return named


@pytest.fixture
def forge(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(patience, "BACKOFF", 0.01)
    kind, me = (GitHub, "github-actions[bot]") if provider == "github" else (GitLab, "501")
    with serving(kind, Forge(me=me)) as running:
        yield running


@pytest.fixture
def pull_request(provider: Provider, forge: Forge) -> PullRequest:
    if provider == "github":
        return PullRequest("github", f"{forge.url}/api/v3", "acme/shop", 7)
    return PullRequest("gitlab", f"{forge.url}/git/api/v4", "42", 7)


@pytest.fixture
def talk(pull_request: PullRequest):
    return lambda: forges.conversation(pull_request, Token("GITHUB_TOKEN", TOKEN))
