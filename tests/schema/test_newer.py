"""Syntax of newer Pythons, whichever Python reads it."""

from __future__ import annotations

import ast

import pytest

from scanner.model.catalog import Origin
from scanner.model.options import DjangoOptions
from scanner.schema import load
from scanner.schema.python.newer import in_older_syntax
from tests.schema.memory import Memory


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'x = f"{d["a"]}"\n', b'x = f"{_}     "\n'),
        (b'x = t"{a}"  \n', b'x = f"{_}"  \n'),
        (b'x = (\n  f"{\n d["a"]\n} b"\n)\n', None),
        (b"x = 'a' f'{'\\n'.join(y)}' 'b'\n", b"x = 'a' f\"{_}           \" 'b'\n"),
        (b"try: x\nexcept A, b.C: y\n", b"try: x\nexcept (A, b.C): y\n"),
        (b"try: x\nexcept* A, B, C: y\n", b"try: x\nexcept* (A, B, C): y\n"),
        (b"type X = int\n", b"X = int\n"),
        (b"type X[\n  T\n] = list[T]\n", b"X\\\n\\\n = list[T]\n"),
        (b"class A[T: int](B[T]):\n  def f[*U](a): pass\n", b"class A(B[T]):\n  def f(a): pass\n"),
        (b"class A[\n  T\n]:\n  x = 1\n", b"class A\\\n\\\n:\n  x = 1\n"),
    ],
)
def test_every_line_stays(written: bytes, read: bytes | None) -> None:
    *_, older = in_older_syntax(written)
    assert older.count(b"\n") == written.count(b"\n")
    assert read is None or older == read
    if b"except*" not in older:  # of Python 3.11
        ast.parse(older)


def test_a_string_stays_where_a_statement_is_newer() -> None:
    written = b'type X = int\ntable = f"{PREFIX}_items"\n'
    first, second = in_older_syntax(written)
    assert first == b'X = int\ntable = f"{PREFIX}_items"\n'
    assert second == b'X = int\ntable = f"{_}           "\n'


@pytest.mark.parametrize("written", [b"x = 'a' + f(1)\n", b"try: x\nexcept (A, B) as e: y\n", b"x = = 1\n"])
def test_what_every_python_knows_stays(written: bytes) -> None:
    assert [*in_older_syntax(written)] == []


def test_models_in_a_newer_syntax_are_read() -> None:
    models = """
from django.db import models
PREFIX = "shop"
type Name = str
def first[T](of: list[T]) -> T | None:
    try:
        return of[0]
    except IndexError, TypeError:
        return None
class Item[T](models.Model):
    name = models.TextField()
    class Meta:
        app_label = "shop"
        db_table = f"{PREFIX}_thing"
"""
    catalog = load(Memory({"shop/__init__.py": "", "shop/models.py": models}), DjangoOptions())
    assert [
        (each.name, each.origin) for each in catalog.tables["shop_thing"].columns if each.name == "name"
    ] == [("name", Origin("shop/models.py", 11))]
    assert not [each for each in catalog.diagnostics if each.path == "shop/models.py"]
