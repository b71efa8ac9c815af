"""Whatever libpg_query accepts must read the same in both."""

from hypothesis import HealthCheck, assume, given, settings
from pglast.parser import ParseError

from scanner.sql import read
from tests.sql.grammar import TEXTS
from tests.sql.oracle import Fact, facts
from tests.sql.texts import template


def _read(text: str) -> list[Fact]:
    return [Fact(one.operation, one.target, one.columns, one.conflict) for one in read(template(text))]


@settings(max_examples=800, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_reader_and_postgres_agree(text):
    try:
        expected = facts(text)
    except ParseError:
        assume(False)
    assert _read(text) == expected
