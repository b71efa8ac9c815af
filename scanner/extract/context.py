"""What stands around an expression: the call it is given to, the definition it is in, test code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from grammars.syntax import Call, Trail
from scanner.extract.tree import Tree
from scanner.find.names import segments
from scanner.model.facts import Site
from scanner.model.statement import Dialect

_SPEAKS = re.compile(
    r"(?:log|debug|info|warn|warning|error|exception|critical|fatal|trace|notice|verbose|print|println|eprintln"
    r"|eprint|panic|unreachable|todo|unimplemented|bail|anyhow|ensure|context|with_context|fail|skip"
    r"|describe|it|test|\w*[aA]ssert\w*|\w*(?<!un)[eE]xpect(?:s|ed|ations?)?(?:[A-Z_]\w*)?|to[A-Z]\w*"
    r"|(?:create|make|build|get|new)?_?(?:[tT]est|[mM]ock|[fF]ake|[sS]tub)_?(?:[pP]ool|[cC]lient|[dD]b|[qQ]uery)\w*"
    r"|(?:not|deep|strict|loose|is)?_?(?:[eE]qual|[dD]eepEqual|[sS]trictEqual)s?|\w*[cC]alledWith"
    r"|startswith|startsWith|starts_with|endswith|includes|contains|indexOf|match|matches|search|findall"
    r"|add_argument|gettext|_|ugettext_lazy|gettext_lazy|help_text|deprecated|(?:Print|Fatal|Error|Log|Panic|Debug|Info|Warn|Trace|Skip|Wrap)(?:f|ln|w)?|Log(?:Trace|Debug|Information|Warning|Error|Critical)|\w*(?:Error|Exception|Warning))"
)
"""Calls whose text is for people or is compared with, never executed."""

_TEST_PATH = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|testing|specs?|e2e|fixtures?|testdata|test_\w+|\w+_tests?|benches"
    r"|functional_tests|integration[-_]tests?)(?:/|$)"
    r"|(?:^|/)(?:test_[^/]*|conftest|[^/]*_tests?|[^/]*_spec|tests?)\.\w+$"
    r"|[.-](?:test|spec|e2e|test-d|bench)\.\w+$"
)
_EXECUTORS: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    (
        "clickhouse",
        re.compile(r"click_?house|(?:^|[._/])ch(?:_?(?:client|pool))?(?:[._/]|$)", re.I),
    ),
    ("sqlite", re.compile(r"sqlite|libsql|(?:^|[._:/])d1(?:[._:/]|$)", re.I)),
    ("mysql", re.compile(r"mysql|mariadb", re.I)),
    ("trino", re.compile(r"trino|presto(?:db)?(?:[._/]|$)|athena", re.I)),
    ("duckdb", re.compile(r"duckdb", re.I)),
    ("bigquery", re.compile(r"big_?query", re.I)),
    ("snowflake", re.compile(r"snowflake", re.I)),
    ("redshift", re.compile(r"redshift", re.I)),
    ("cassandra", re.compile(r"cassandra|scylla|(?:^|[._/])cql(?:[._/]|$)", re.I)),
    ("mssql", re.compile(r"mssql|pyodbc|sqlserver", re.I)),
    ("postgres", re.compile(r"postgres|psycopg|asyncpg|(?:^|[._:/])pg(?:[._:/]|$)", re.I)),
)


@lru_cache(maxsize=4096)
def executor(text: str) -> Dialect:
    """Return the database that a call's or a file's name speaks of, else "unknown"."""
    return next((dialect for dialect, names in _EXECUTORS if names.search(text)), "unknown")


def speaks(call: Call) -> bool:
    """Return whether a call's text is for people, so that SQL in it is not executed."""
    last = segments(call.name)[-1:]
    return bool(last) and is_for_people(last[0])


def is_for_people(name: str) -> bool:
    """Return whether a call of that name takes text for people, or text that a test compares."""
    return _SPEAKS.fullmatch(name) is not None


def calls(tree: Tree, trail: Trail, limit: int = 12) -> Iterator[Call]:
    """Yield the calls that the trail's last node is an argument of, innermost first.

    The search ends at the statement: what a name holds is not an argument of what follows.
    """
    inside = trail[-1]
    for index in range(len(trail) - 2, max(0, len(trail) - limit) - 1, -1):
        node = trail[index]
        if node.type in tree.grammar.branches or "block" in node.type:
            return
        if node.type in tree.grammar.scopes and tree.grammar.title(node) is not None:
            return
        call = tree.grammar.call(node)
        if call is not None and is_argument(call, inside):
            yield call


def is_argument(call: Call, inside: Node) -> bool:
    """Return whether a node is inside of a call, and not what a method is called on."""
    receiver = call.receiver
    return receiver is None or not (
        receiver.start_byte <= inside.start_byte and inside.end_byte <= receiver.end_byte
    )


@lru_cache(maxsize=64)
def in_tests(path: str) -> bool:
    """Return whether a path is test code by the usual conventions."""
    return _TEST_PATH.search(path) is not None


def site(tree: Tree, path: str, node: Node) -> Site:
    """Return where a node stands: its position, the definitions around it, whether that is test code."""
    trail = tree.trail(node)
    titles = [title for each in trail[:-1] if (title := tree.grammar.title(each))]
    return Site(
        at=tree.position(node.start_byte),
        end_line=node.end_point[0] + 1,
        symbol=".".join(titles) or None,
        in_tests=in_tests(path) or any(tree.grammar.is_test(trail[: i + 1]) for i in range(len(trail))),
    )
