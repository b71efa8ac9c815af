"""Nesting that is not followed, and texts behind a byte order mark."""

from __future__ import annotations

import grammars
from scanner.extract import extract
from scanner.extract.tree import MAX_DEPTH

GRAMMARS = {grammar.name: grammar for grammar in grammars.discover()}
SAID = f"nested deeper than {MAX_DEPTH} levels: what may write there is not read"


def test_a_text_below_too_many_brackets_is_said() -> None:
    source = b"\nx = " + b"[" * 3_000 + b"'DELETE FROM t'" + b"]" * 3_000
    facts = extract("a.py", source, GRAMMARS["python"], "python")
    assert [(one.line, one.message) for one in facts.diagnostics] == [(2, SAID)]


def test_a_text_of_too_many_sums_is_said() -> None:
    source = b"run(" + b" + ".join([b"'DELETE FROM t '"] * 3_000) + b")"
    facts = extract("a.ts", source, GRAMMARS["typescript"], "typescript")
    assert (1, SAID) in [(one.line, one.message) for one in facts.diagnostics]


def test_a_byte_order_mark_is_no_text() -> None:
    facts = extract("a.sql", b"\xef\xbb\xbfDELETE FROM t;", GRAMMARS["sql"], "sql")
    assert [text.template.literal for text in facts.texts] == ["DELETE FROM t;"]
