"""A cache entry comes back as it was, or not at all."""

import json
import stat
from pathlib import Path

import pytest

from scanner.adapters import codec
from scanner.adapters.cache import Cache
from scanner.model.facts import Argument, Diagnostic, Known, Sink, Suppression, Wanted, Write
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


def test_an_entry_comes_back(tmp_path: Path):
    cache = Cache(tmp_path, b"1")
    key = cache.key("a.py", b"content", Known())
    assert cache.get(key) is None
    cache.put(key, VALUE)
    assert cache.get(key) == VALUE


def test_keys_depend_on_version_path_and_content(tmp_path: Path):
    keys = [
        Cache(tmp_path, version).key(path, content, known)
        for version in (b"1", b"2")
        for path in ("a.py", "b\udcff.py")
        for content in (b"", b"x")
        for known in (Known(), Known((SINK,)), Known(texts={"T": "t"}))
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'["FileWrites"]',
        b'["FileWrites", 1, [], [], []]',
        b'["FileWrites", true, [["Write"]], [], []]',
        b'["Write", true, [], [], []]',
        b'["FileWrites", true, {}, [], []]',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_damaged_entry_is_ignored(tmp_path: Path, damage: bytes):
    cache = Cache(tmp_path, b"1")
    key = cache.key("a.py", b"content", Known())
    cache.put(key, VALUE)
    [place] = [path for path in tmp_path.rglob("*") if path.is_file()]
    place.write_bytes(damage)
    assert cache.get(key) is None


def test_a_wrong_type_anywhere_is_refused():
    plain = json.loads(codec.dump(VALUE))
    plain[2][0][1] = "Statement"
    plain[4][0][2] = True
    with pytest.raises(ValueError, match="expected"):
        codec.load(FileWrites, json.dumps(plain).encode())


def test_only_the_user_can_look_into_it(tmp_path: Path):
    cache = Cache(tmp_path / "cache", b"1")
    cache.put(cache.key("a.py", b"", Known()), VALUE)
    [file] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_version_may_be_long(tmp_path: Path):
    cache = Cache(tmp_path, b"1" * 1_000)
    key = cache.key("a.py", b"x", Known())
    cache.put(key, VALUE)
    assert cache.get(key) == VALUE


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file", b"1")
    cache.put(cache.key("a.py", b"", Known()), VALUE)
    assert cache.get(cache.key("a.py", b"", Known())) is None
