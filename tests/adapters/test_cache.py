"""A cache entry comes back as it was, or not at all."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from scanner.adapters import codec
from scanner.adapters.cache import FILE, Cache, alias
from scanner.adapters.store import Store
from scanner.model.facts import Answers, Argument, Diagnostic, Sink, Suppression, Wanted, Write
from scanner.model.outcome import FileWrites
from scanner.model.statement import ColumnList, Named, Positional, Statement, Unread
from scanner.model.template import Interpolation, Position, Template, Text


def written(target: Named | Unread, columns: ColumnList | Positional | Unread) -> Write:
    statement = Statement("upsert", target, columns, Position(1, 2), 3, ColumnList(("c",), nulls=("c",)))
    return Write("a.py", "python", statement, None, "raw-sql", "postgres", True, "f", "why")


TABLE = Template((Text("t", Position(1, 1), verbatim=False), Interpolation("x", Position(1, 2))))
SINK = Sink("f", "python", TABLE, ColumnList(("a",)), "copy", "b.py", 3)
VALUE = FileWrites(
    True,
    (
        written(Named("t", Unread("hole", "x")), ColumnList(("a", "é"), ("b",), False, reason="spread")),
        written(Named("t", "public"), Positional(3, (0, 2))),
        written(Unread("hole"), Unread("hole", "\udcff")),
    ),
    (Diagnostic("a.py", None, "m"),),
    (Suppression("a.py", 1, ("x", "y"), "r", 2),),
    (SINK, Sink("g", None, Argument(keyword="table"), (Argument(1), Argument(2, None, "row")))),
    (Wanted("T.users", "import { T } from './t'"),),
    ("kysely",),
)


def cached(folder: Path, version: bytes = b"1") -> Cache:
    """Return a cache as another process would see it."""
    return Cache(Store(folder / FILE, pytest.fail), version)


def kept(folder: Path, value: object = VALUE) -> bytes:
    cache = cached(folder)
    name = cache.name("a.py")
    cache.keep(name, value)
    cache.save()
    return name


def test_an_entry_comes_back(tmp_path: Path):
    assert cached(tmp_path).load(FileWrites, cached(tmp_path).name("a.py")) is None
    name = kept(tmp_path)
    assert cached(tmp_path).load(FileWrites, name) == VALUE
    assert cached(tmp_path).load(Answers, name) is None
    assert cached(tmp_path).load(FileWrites, cached(tmp_path, b"2").name("a.py")) is None


def test_an_entry_may_have_two_names(tmp_path: Path):
    name = kept(tmp_path)
    cache = cached(tmp_path)
    other, looping = cache.name("other"), cache.name("looping")
    cache.put(other, alias(name))
    cache.put(looping, alias(looping))
    cache.save()
    assert cached(tmp_path).load(FileWrites, other) == VALUE
    assert cached(tmp_path).load(FileWrites, looping) is None


def test_names_depend_on_the_version_and_on_every_part(tmp_path: Path):
    names = [
        cached(tmp_path, version).name(*parts)
        for version in (b"1", b"2", b"1" * 1_000)
        for parts in (("a.py",), ("b\udcff.py",), ("a.py", ""), ("a", ".py"))
    ]
    assert len(set(names)) == len(names)


def as_literal(value: object) -> bytes:
    return b"\1" + repr(value).encode()


def as_messages(value: object) -> bytes:
    return b"\0" + msgspec.msgpack.encode(value)


@pytest.mark.parametrize("written", [as_literal, as_messages])
@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        {},
        {"class": "FileWrites"},
        {"class": "FileWrites", "candidate": 1, "writes": []},
        {"class": "FileWrites", "candidate": True, "writes": [{"class": "Write"}]},
        {"class": "Write", "candidate": True, "writes": []},
        {"class": "FileWrites", "candidate": True, "writes": [], "more": 1},
    ],
)
def test_another_value_is_refused(tmp_path: Path, value: object, written: Callable[[object], bytes]):
    cache = cached(tmp_path)
    cache.put(cache.name("a.py"), b":" + written(value))
    assert cache.load(FileWrites, cache.name("a.py")) is None
    cache.put(cache.name("a.py"), b":" + written({"class": "FileWrites", "candidate": True, "writes": []}))
    assert cache.load(FileWrites, cache.name("a.py")) == FileWrites(True, ())


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\0",
        b"\1",
        b"\0\xff",
        b"\1\xff",
        b"\1{",
        b"\1" + b"[" * 100_000,
        b"\0" + b"\x91" * 100_000,
        b"\2",
    ],
)
def test_what_is_no_such_value_is_refused(tmp_path: Path, damage: bytes):
    cache = cached(tmp_path)
    cache.put(cache.name("a.py"), b":" + damage)
    cache.put(cache.name("b.py"), damage)
    assert cache.load(FileWrites, cache.name("a.py")) is None
    assert cache.load(FileWrites, cache.name("b.py")) is None


def test_a_wrong_type_anywhere_is_refused():
    plain = msgspec.to_builtins(VALUE)
    assert codec.load(FileWrites, as_literal(plain)) == VALUE
    plain["suppressions"][0]["line"] = True
    with pytest.raises(ValueError, match=r"Expected `int`, got `bool`"):
        codec.load(FileWrites, as_literal(plain))
