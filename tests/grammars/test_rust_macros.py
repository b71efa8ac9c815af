"""Macros spelt as ordinary expressions: nothing moves, and hostile nesting ends."""

import time

import pytest
import tree_sitter_rust
from tree_sitter import Language, Parser

from grammars.rust import GRAMMAR
from grammars.rust.macros import parse
from scanner.extract import extract
from scanner.extract.writes import writes

RUST = Language(tree_sitter_rust.language())
INSERT = 'sqlx::query("INSERT INTO t (a) VALUES (1)");'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('query!("a", b)', 'query ("a", b)'),
        ("let v = std::vec![1, f!(2)];", "let v = [1, f (2)];"),
        ("select! { a = f() => { g() } }", "{ a = f() ; { g() } }"),
        ("run! { c: x, y { f() } }", "{ { f() } }"),
        ('json!({"a": 1})', 'json!({"a": 1})'),
        ('let s = "not!(a macro)"; // nor!(this)', 'let s = "not!(a macro)"; // nor!(this)'),
        ("if !(a && b) {}", "if !(a && b) {}"),
    ],
)
def test_a_macro_that_takes_expressions_becomes_one(source: str, expected: str):
    given = f"fn main() {{ {source} }}".encode()
    root = parse(given, RUST).root_node
    got = root.text or b""
    assert str(root) == str(Parser(RUST).parse(got).root_node)
    assert " ".join(got.decode().split()) == f"fn main() {{ {expected} }}"
    assert all(new in (old, ord(" "), ord(";")) for old, new in zip(given, got, strict=True))


@pytest.mark.parametrize(
    "source",
    [
        "fn f() { " + "[" * 100_000 + INSERT,
        "fn f() { " + "a!(" * 20_000 + INSERT[:-1] + ")" * 20_000 + "; }",
        "fn f() { " + "x![" * 50_000 + INSERT,
        "use diesel; fn f() { " + "diesel::insert_into(users).values(a.eq(1)).execute(c);" * 500 + "}",
        "use diesel; fn f() { diesel::insert_into(users)" + ".values(a.eq(1))" * 3_000 + "; }",
    ],
    ids=["brackets", "macros", "open macros", "many calls", "a long chain"],
)
def test_generated_code_ends(source: str):
    start = time.process_time()
    writes(extract("src/lib.rs", source.encode(), GRAMMAR, "rust"))
    assert time.process_time() - start < 10
