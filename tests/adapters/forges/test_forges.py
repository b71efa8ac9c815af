"""The real client libraries against servers that page, limit, fail and dawdle."""

import sys
import threading
import time

import pytest

from scanner.adapters import forges
from scanner.adapters.forges import Head, Provider, PullRequest, Token
from scanner.model.failure import CannotRun
from scanner.sticky import keep_one
from tests.adapters.forges.servers import TOKEN, Fault, Forge

MARKER = "<!-- ours -->"
BODY = f"{MARKER}\nthree writers would break"
OTHER = "77"


def keep(talk, body: str = BODY, worth_saying: bool = True):
    return keep_one(talk(), MARKER, body, worth_saying=worth_saying)


def test_a_comment_is_created_updated_and_left_alone(forge: Forge, talk):
    forge.say(OTHER, "nice change")
    assert keep(talk) == "created"
    assert keep(talk) == "unchanged"
    assert keep(talk, f"{MARKER}\nnothing left", worth_saying=False) == "updated"
    assert forge.comments == {1: (OTHER, "nice change"), 2: (forge.me, f"{MARKER}\nnothing left")}


def test_nothing_to_say_creates_nothing(forge: Forge, talk):
    assert keep(talk, worth_saying=False) == "silent"
    assert forge.comments == {}


def test_a_comment_on_page_seven_is_found(forge: Forge, talk):
    for number in range(1, 701):
        forge.say(forge.me if number == 650 else OTHER, f"{MARKER}\nold" if number == 650 else "busy")
    assert keep(talk) == "updated"
    assert forge.comments[650] == (forge.me, BODY)
    assert len(forge.comments) == 700
    assert sum("page=7" in asked for asked in forge.asked) == 1


def test_a_marker_in_somebody_elses_comment_is_not_ours(forge: Forge, talk):
    forge.say(OTHER, f"{MARKER}\nforged")
    forge.say(forge.me, f"quoting {MARKER}")
    assert keep(talk) == "created"
    assert list(forge.comments.values()) == [
        (OTHER, f"{MARKER}\nforged"),
        (forge.me, f"quoting {MARKER}"),
        (forge.me, BODY),
    ]


@pytest.mark.parametrize("runs", [2, 4])
def test_runs_at_the_same_time_leave_one_comment(forge: Forge, talk, runs: int):
    everyone = threading.Barrier(runs)
    forge.first_lists = everyone
    bodies = [f"{MARKER}\nrun {number}" for number in range(runs)]
    outcomes: list[str] = []

    def run(body: str):
        outcomes.append(keep(talk, body))

    threads = [threading.Thread(target=run, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 30
    while forge.created() < runs and time.monotonic() < until:
        time.sleep(0.005)
    forge.first_lists = None
    everyone.abort()
    for thread in threads:
        thread.join(20)
    assert len(outcomes) == runs
    assert list(forge.comments) == [1]
    assert forge.ours()[0] in bodies


def test_failures_of_the_server_are_ridden_out(forge: Forge, talk):
    forge.fail("GET", Fault(502), Fault(503), Fault(500))
    forge.fail("POST", Fault(502))
    assert keep(talk) == "created"
    assert forge.ours() == [BODY]


def test_a_creation_whose_answer_is_lost_leaves_one_comment(forge: Forge, talk, provider: str):
    if provider == "github":
        forge.fail("POST", Fault(502), Fault(502, late=True))  # the first POST asks who we are
    else:
        forge.fail("POST", Fault(502, late=True))
    keep(talk)
    assert forge.ours() == [BODY]


def test_a_server_that_keeps_failing_is_an_error(forge: Forge, talk):
    forge.fail("GET", *[Fault(502)] * 20)
    with pytest.raises(CannotRun, match="502") as raised:
        keep(talk)
    assert TOKEN not in raised.value.message
    assert len(forge.faults) == 20 - 6


@pytest.mark.parametrize("status", [403, 429])
def test_a_rate_limit_waits_as_long_as_it_is_told(forge: Forge, talk, provider: str, status: int):
    if provider == "gitlab" and status == 403:
        pytest.skip("GitLab limits with 429 alone")
    limit = Fault(status, {"Retry-After": "1"}, "You have exceeded a secondary rate limit.")
    forge.fail("GET", limit)
    began = time.monotonic()
    assert keep(talk) == "created"
    assert 1 <= time.monotonic() - began < 10


def test_a_refusal_is_said_at_once_and_without_the_token(
    forge: Forge, pull_request: PullRequest, provider: str
):
    forge.fail("GET", Fault(403, message=f"Resource not accessible by {TOKEN}"))
    with pytest.raises(CannotRun, match=r"refused \(403\): Resource not accessible by \*\*\*") as raised:
        keep(lambda: forges.conversation(pull_request, Token("GITHUB_TOKEN", TOKEN)))
    assert "GITHUB_TOKEN needs" in (raised.value.hint or "")
    assert len([asked for asked in forge.asked if asked.startswith("GET")]) == 1


def test_a_wrong_token_is_named_by_its_variable(forge: Forge, pull_request: PullRequest):
    with pytest.raises(CannotRun, match="401") as raised:
        keep(lambda: forges.conversation(pull_request, Token("MY_TOKEN", "wr0ng")))
    assert raised.value.hint == "is MY_TOKEN valid for this server?"
    assert "wr0ng" not in raised.value.message


def test_the_token_is_in_no_url(forge: Forge, talk):
    keep(talk)
    assert not [asked for asked in forge.asked if TOKEN in asked]
    assert repr(Token("GITHUB_TOKEN", TOKEN)) == "Token(GITHUB_TOKEN)"


def test_a_comment_deleted_meanwhile_is_made_anew(forge: Forge, talk):
    conversation = talk()
    gone = conversation.create("x")
    del forge.comments[gone.id]
    assert conversation.update(gone, BODY) is False
    conversation.delete(gone)
    assert keep(talk) == "created"


def test_no_server_is_an_error(forge: Forge, pull_request: PullRequest, provider: Provider):
    nowhere = PullRequest(provider, "http://127.0.0.1:9/api/v4", "1/2", 7)
    with pytest.raises(CannotRun, match="cannot be reached"):
        keep(lambda: forges.conversation(nowhere, Token("GITHUB_TOKEN", TOKEN)))


def test_a_server_that_dawdles_meets_the_time_limit(forge: Forge, talk):
    forge.fail("GET", Fault(200, seconds=5))
    began = time.monotonic()
    with pytest.raises(CannotRun, match=r"within 0\.5 seconds"):
        forges.within(0.5, lambda: keep(talk))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("provider", ["github"], indirect=True)
def test_a_forks_pull_request_is_found_by_its_newest_commit(forge: Forge, pull_request: PullRequest):
    forge.pulls = [
        {"number": 6, "label": "fork:patch-1", "url": f"{forge.url}/6", "head": {"sha": "a" * 40}},
        {"number": 7, "label": "fork:patch-1", "url": f"{forge.url}/7", "head": {"sha": "b" * 40}},
        {"number": 8, "label": "other:patch-1", "url": f"{forge.url}/8", "head": {"sha": "b" * 40}},
    ]
    token = Token("GITHUB_TOKEN", TOKEN)

    def of(sha: str) -> PullRequest:
        head = Head("fork", "patch-1", sha * 40)
        return PullRequest("github", pull_request.api, pull_request.repository, head)

    assert keep(lambda: forges.conversation(of("b"), token)) == "created"
    with pytest.raises(CannotRun, match="no open pull request has cccccccccccc of fork:patch-1"):
        forges.conversation(of("c"), token)


@pytest.mark.parametrize("provider", ["gitlab"], indirect=True)
def test_a_job_token_goes_into_its_own_header(forge: Forge, pull_request: PullRequest):
    keep(lambda: forges.conversation(pull_request, Token("CI_JOB_TOKEN", TOKEN)))
    assert forge.ours() == [BODY]
    assert all(headers.get("JOB-TOKEN") == TOKEN for headers in forge.headers)


@pytest.mark.parametrize("provider", ["gitlab"], indirect=True)
def test_a_redirect_does_not_take_the_token_along(forge: Forge, talk):
    forge.fail("GET", Fault(302, {"Location": "http://127.0.0.1:9/elsewhere"}))
    with pytest.raises(CannotRun, match="Exceeded 0 redirects"):
        keep(talk)


def test_a_missing_client_library_is_named_with_its_extra(
    pull_request: PullRequest, provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, provider, None)
    monkeypatch.delitem(sys.modules, f"scanner.adapters.forges.{provider}", raising=False)
    with pytest.raises(CannotRun, match=f"is not installed \\({provider}\\)") as raised:
        forges.conversation(pull_request, Token("GITHUB_TOKEN", TOKEN))
    assert raised.value.hint == f'pip install "external-writers[{provider}]"'
