"""A GitHub and a GitLab on loopback: they keep comments, page them, and fail when they are told to."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
Answer = tuple[int, object, dict[str, str]]
TOKEN = "ghs_" + "s3cr3t" * 6


@dataclass
class Fault:
    """An answer instead of the real one, `seconds` later; when `late`, the deed is done all the same."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "Server Error"
    seconds: float = 0.0
    late: bool = False


@dataclass
class Forge:
    """What a server holds: comments as (id, author, body), and the requests that it was asked."""

    me: str = "github-actions[bot]"
    comments: dict[int, tuple[str, str]] = field(default_factory=dict)
    pulls: list[Json] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    first_lists: threading.Barrier | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def say(self, author: str, body: str) -> int:
        """Add a comment, and return its id."""
        with self.lock:
            number = max(self.comments, default=0) + 1
            self.comments[number] = (author, body)
        return number

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next requests of that method with these faults, in order."""
        self.faults += [(method, fault) for fault in faults]

    def next_fault(self, method: str) -> Fault | None:
        with self.lock:
            found = next((pair for pair in self.faults if pair[0] == method), None)
            if found:
                self.faults.remove(found)
        return found[1] if found else None

    def created(self) -> int:
        """Return how often a comment was asked to be created."""
        return sum(asked.startswith("POST") and "graphql" not in asked for asked in self.asked)

    def ours(self) -> list[str]:
        """Return the bodies of our own comments."""
        return [body for author, body in self.comments.values() if author == self.me]


class Handler(BaseHTTPRequestHandler):
    """What both servers share: faults, bodies and pages."""

    protocol_version = "HTTP/1.1"
    forge: Forge
    per_page = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""

    def do(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        given = json.loads(self.rfile.read(size) or b"{}")
        self.forge.asked.append(f"{self.command} {self.path}")
        self.forge.headers.append(dict(self.headers))
        fault = self.forge.next_fault(self.command)
        if fault and not fault.late:
            self.fail(fault)
            return
        if not self.allowed():
            self.answer(401, {"message": "Bad credentials"})
            return
        status, answer, headers = self.act(given)
        if fault:
            self.fail(fault)
        else:
            self.answer(status, answer, headers)

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self.do
        raise AttributeError(name)

    def fail(self, fault: Fault) -> None:
        time.sleep(fault.seconds)
        self.answer(fault.status, {"message": fault.message}, fault.headers)

    def answer(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        body = b"" if status == 204 else json.dumps(value).encode()
        try:
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            return

    def allowed(self) -> bool:
        raise NotImplementedError

    def act(self, given: Json) -> Answer:
        raise NotImplementedError

    def page(self, shown) -> Answer:
        """Return one page of the comments; the servers' own limit is a hundred."""
        if self.forge.first_lists:
            self.forge.first_lists.wait(10)
        split = urlsplit(self.path)
        query = dict(parse_qsl(split.query))
        size, page = min(int(query.get("per_page", self.per_page)), 100), int(query.get("page", "1"))
        with self.forge.lock:
            every = sorted(self.forge.comments.items())
        here = [shown(number, *comment) for number, comment in every[(page - 1) * size : page * size]]
        if page * size >= len(every):
            return 200, here, {"X-Page": str(page), "X-Next-Page": ""}
        link = f"{self.forge.url}{split.path}?per_page={size}&page={page + 1}"
        return 200, here, {"X-Page": str(page), "X-Next-Page": str(page + 1), "Link": f'<{link}>; rel="next"'}

    def change(self, number: int, given: Json, shown) -> Answer:
        with self.forge.lock:
            if number not in self.forge.comments:
                return 404, {"message": "Not Found"}, {}
            author, _ = self.forge.comments[number]
            if self.command == "DELETE":
                del self.forge.comments[number]
                return 204, None, {}
            self.forge.comments[number] = (author, given["body"])
        return 200, shown(number, author, given["body"]), {}


class GitHub(Handler):
    """Below /api/v3 as an Enterprise server is, with GraphQL beside it."""

    def allowed(self) -> bool:
        return self.headers.get("Authorization") in {f"token {TOKEN}", f"Bearer {TOKEN}"}

    def act(self, given: Json) -> Answer:
        path = urlsplit(self.path).path
        if path == "/api/graphql":
            return 200, {"data": {"viewer": {"login": self.forge.me}}}, {}
        if path == "/api/v3/repos/acme/shop/pulls":
            head = dict(parse_qsl(urlsplit(self.path).query))["head"]
            return 200, [pull for pull in self.forge.pulls if pull["label"] == head], {}
        if path == "/api/v3/repos/acme/shop/issues/7/comments":
            if self.command == "GET":
                return self.page(self.shown)
            number = self.forge.say(self.forge.me, given["body"])
            return 201, self.shown(number, self.forge.me, given["body"]), {}
        if found := re.fullmatch(r"/api/v3/repos/acme/shop/issues/comments/(\d+)", path):
            return self.change(int(found.group(1)), given, self.shown)
        return 404, {"message": "Not Found"}, {}

    def shown(self, number: int, author: str, body: str) -> Json:
        url = f"{self.forge.url}/api/v3/repos/acme/shop/issues/comments/{number}"
        return {"id": number, "url": url, "body": body, "user": {"login": author} if author else None}


class GitLab(Handler):
    """Below a folder, as a self-hosted server may be."""

    per_page = 20

    def allowed(self) -> bool:
        return TOKEN in (self.headers.get("JOB-TOKEN"), (self.headers.get("Authorization") or "")[7:])

    def act(self, given: Json) -> Answer:
        path = urlsplit(self.path).path.removeprefix("/git/api/v4")
        me = int(self.forge.me)
        if path in ("/user", "/job"):
            return 200, {"id": me, "username": "bot"} if path == "/user" else {"user": {"id": me}}, {}
        if path == "/projects/42/merge_requests/7/notes":
            if self.command == "GET":
                return self.page(self.shown)
            number = self.forge.say(self.forge.me, given["body"])
            return 201, self.shown(number, self.forge.me, given["body"]), {}
        if found := re.fullmatch(r"/projects/42/merge_requests/7/notes/(\d+)", path):
            return self.change(int(found.group(1)), given, self.shown)
        return 404, {"message": "404 Not found"}, {}

    def shown(self, number: int, author: str, body: str) -> Json:
        return {"id": number, "body": body, "author": {"id": int(author)}, "system": False}


@contextmanager
def serving(kind: type[Handler], forge: Forge) -> Iterator[Forge]:
    """Serve on a free port; `forge.url` is the address."""
    bound = type("Bound", (kind,), {"forge": forge})
    server = ThreadingHTTPServer(("127.0.0.1", 0), bound)
    server.daemon_threads = True
    forge.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
