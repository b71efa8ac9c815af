"""What a check leaves unjudged changes nothing: its report is that of two whole scans, held together."""

from __future__ import annotations

import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scanner.adapters.disk import DiskSnapshot
from scanner.checking import Side, check
from scanner.findings import judge
from scanner.gate import skew
from scanner.gate.compare import compare
from scanner.link import link
from scanner.model.catalog import Catalog, Table
from scanner.model.facts import Suppression, Write
from scanner.model.finding import Finding, Stats
from scanner.model.options import DjangoOptions
from scanner.model.statement import ColumnList, Columns, Unread
from scanner.pipeline import Question, scan
from scanner.reading.gather import Reading
from scanner.reading.rounds import read
from scanner.reading.source import Source
from scanner.schema import load
from tests.build import DB_DEFAULT, NULLABLE, REQUIRED, SERIAL, column, write

SHOP = Path(__file__).parents[2] / "sample_repos" / "shop"
PATCHES = sorted((SHOP.parent / "shop_changes").glob("*.patch"))
QUESTIONS = [Question(), Question(rules=skew.RULES), Question(rules=frozenset({"deploy-skew"}))]


def whole(base: Side, head: Side, question: Question) -> list[Finding]:
    """What `check` finds, with every table of every side judged."""
    before = scan(base.source, "", base.catalog, question)
    after = scan(head.source, "", head.catalog, question)
    known = {each.fingerprint for each in (*before.findings, *after.findings)}
    found = [*compare(before.findings, after.findings)]
    if question.rules is None or "deploy-skew" in question.rules:
        crossed = judge(link(before.writes, head.catalog), skew.RULES)
        found += skew.skew(crossed, before.writes, known)
    return found


def side(root: Path) -> Side:
    snapshot = DiskSnapshot(root)
    return Side(Source(snapshot), load(snapshot, DjangoOptions()))


@pytest.mark.parametrize("change", PATCHES, ids=lambda path: path.stem)
def test_a_check_of_each_change_of_the_shop(change: Path, tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    subprocess.run(["git", "apply", "-p1", str(change)], cwd=tmp_path / "shop", check=True)
    base, head = side(SHOP), side(tmp_path / "shop")
    told = {id(each.source): read(each.source) for each in (base, head)}

    def kept(source: Source) -> Reading:
        return told[id(source)]

    with patch("scanner.pipeline.read", kept), patch("scanner.checking.read", kept):
        for one, other in ((base, head), (head, base)):
            for question in QUESTIONS:
                assert [*check(one, other, "", question).findings] == whole(one, other, question)


COLUMNS = [
    *(column("id", SERIAL), column("name", REQUIRED), column("name", NULLABLE), column("flag", REQUIRED)),
    *(column("flag", DB_DEFAULT), column("note", NULLABLE)),
]
TABLES = ("shop_item", "shop_order")
NAMES = ("name", "flag", "note", "gone")


@st.composite
def tables(draw: st.DrawFn) -> Catalog:
    made = []
    for name in TABLES:
        drawn = {each.name: each for each in draw(st.lists(st.sampled_from(COLUMNS), min_size=1))}
        made.append(Table(name, tuple(drawn.values()), "shop.Item"))
    return Catalog({each.name: each for each in made})


@st.composite
def writers(draw: st.DrawFn) -> Write:
    listed = ColumnList(tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))))
    whole: list[Columns] = [listed, replace(listed, complete=False), Unread("it is built elsewhere")]
    path = draw(st.sampled_from(["a.rs", "b.rs"]))
    return write(draw(st.sampled_from(whole)), into=draw(st.sampled_from(TABLES)), path=path)


@st.composite
def suppressions(draw: st.DrawFn) -> Suppression:
    slug = draw(st.sampled_from(["not-null-omitted", "unknown-column", "required-column"]))
    path, line = draw(st.sampled_from([("a.rs", 2), ("a.rs", 3), ("b.rs", 2), ("shop/models.py", 14)]))
    return Suppression(path, line, (slug,), draw(st.sampled_from(["known", "later"])), line + 1)


@st.composite
def readings(draw: st.DrawFn, of: Reading | None = None) -> Reading:
    """A reading, or one that keeps most of another."""
    kept = st.sampled_from([True, True, True, False])
    most = 3 if of is None else 1
    writes = draw(st.lists(writers(), max_size=most))
    ignored = draw(st.lists(suppressions(), max_size=most))
    if of is not None:
        writes += [each for each in of.writes if draw(kept)]
        ignored += [each for each in of.suppressions if draw(kept)]
    ordered = sorted(writes, key=lambda each: (each.path, repr(each)))
    unique = sorted({*ignored}, key=lambda each: (each.path, each.line, each.rules, each.reason))
    return Reading(tuple(ordered), (), tuple(unique), Stats())


def same(base: tuple[Catalog, Reading], head: tuple[Catalog, Reading]) -> None:
    """Hold a check against two whole scans."""
    snapshot = DiskSnapshot(SHOP)
    one, other = Side(Source(snapshot), base[0]), Side(Source(snapshot), head[0])
    told = {id(one.source): base[1], id(other.source): head[1]}

    def kept(source: Source) -> Reading:
        return told[id(source)]

    with patch("scanner.pipeline.read", kept), patch("scanner.checking.read", kept):
        for question in QUESTIONS:
            assert [*check(one, other, "", question).findings] == whole(one, other, question)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_check_of_any_two_states(data: st.DataObject) -> None:
    old, before = data.draw(tables()), data.draw(readings())
    new, after = data.draw(st.one_of(st.just(old), tables())), data.draw(readings(before))
    same((old, before), (new, after))


ITEM = Table("shop_item", (column("id", SERIAL), column("name", REQUIRED)), "shop.Item")
PLACES = [("a.rs", 2), ("a.rs", 3), ("b.rs", 2), ("shop/models.py", 14)]
IGNORED = [Suppression(path, line, ("not-null-omitted",), "known", line + 1) for path, line in PLACES]


@pytest.mark.parametrize(
    "then", [*combinations(IGNORED, 0), *combinations(IGNORED, 1), *combinations(IGNORED, 2)]
)
def test_a_check_of_suppressions_that_come_and_go(then: tuple[Suppression, ...]) -> None:
    catalog, writes = Catalog({"shop_item": ITEM}), (write(path="a.rs"), write(path="b.rs"))
    for now in (*combinations(IGNORED, 0), *combinations(IGNORED, 1), *combinations(IGNORED, 2)):
        before, after = (Reading(writes, (), each, Stats()) for each in (then, now))
        same((catalog, before), (catalog, after))
