"""One server a test worker, and a database of its own for each test that asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest

from tests.postgres.server import Server, binaries, running

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server; the tests fail, and say what to install, where there is none."""
    with running(binaries(os.environ.get("WRITERS_TEST_PGBIN"))) as started:
        yield started


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The DSN of an empty database."""
    name = f"test_{next(NUMBERS)}"
    yield server.create(name)
    server.drop(name)
