"""What is told at once of the text behind a keyword is what its whole reading tells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.find import spellings
from scanner.find.spellings import SPELLINGS, Spelling, begins

PARTS = [
    *(b" ", b"\n", b"  ", b",", b";", b"=", b"(", b")", b"()", b'"', b"'", b"`", b"+", b"\\n", b"\\", b"."),
    *(b"-- x\n", b"/* x */", b"// set\n", b"# into\n", b"{x}", b"${x}", b"%s", b"$1", b":a", b'" f"', b"'r'"),
    *(b"into", b"from", b"set", b"table", b"only", b"or", b"or ignore", b"delayed", b"where", b"delete"),
    *(b"update", b"cascade", b"restart", b"continue", b"stdin", b"program", b"with", b"public.t", b"the"),
    *(b"t", b"a", b"x.y", b"xfrom", b"tcascade", b"setting", b"intoxicated", b"1"),
]

FOLLOWING = st.lists(st.sampled_from(PARTS), max_size=14).map(b"".join)


def whole(spelling: Spelling, capitals: bool, following: bytes) -> bool:
    pattern = spelling.after_capitals if capitals else spelling.after
    squeezed = spellings._squeezed(following[: spelling.reach])
    if spelling.partner not in following:
        loose = capitals and spelling.after_capitals is not spelling.after
        return loose and spellings._OPEN.match(squeezed) is not None
    return pattern.match(squeezed) is not None


@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda each: each.keyword.decode())
@pytest.mark.parametrize("capitals", [False, True])
@given(following=FOLLOWING)
@settings(max_examples=300, deadline=None)
def test_what_is_told_at_once_is_what_the_whole_tells(spelling: Spelling, capitals: bool, following: bytes):
    written = spelling.keyword.upper() if capitals else spelling.keyword
    text = spelling.keyword + following
    told = begins(spelling, written, text, len(spelling.keyword))
    assert told == whole(spelling, capitals, following)


@pytest.mark.parametrize(
    ("keyword", "following"),
    [
        (b"insert", b" into t"),
        (b"delete", b"\nfrom t"),
        (b"update", b" t set a = 1"),
        (b"copy", b" t (a, b) from stdin"),
        (b"truncate", b" table t"),
        (b"alter", b" table t delete where a"),
    ],
)
def test_a_plain_statement_is_told_at_once(keyword: bytes, following: bytes):
    spelling = next(each for each in SPELLINGS if each.keyword == keyword)
    assert spelling.plain.match(following) is not None


@pytest.mark.parametrize(
    ("keyword", "following"),
    [
        (b"insert", b" a row into the table"),
        (b"update", b" the version of all that we use, then set it"),
        (b"update", b" users; set -e"),
        (b"copy", b" the text of the page from here"),
        (b"truncate", b" the text at eighty"),
        (b"alter", b" table t add constraint c"),
    ],
)
def test_prose_is_told_at_once(keyword: bytes, following: bytes):
    spelling = next(each for each in SPELLINGS if each.keyword == keyword)
    assert spelling.prose.match(following) is not None
