"""Which comments suppress, and which are told why they do not."""

from __future__ import annotations

import pytest

import grammars
from scanner.extract import extract
from scanner.find.suppressions import find_suppressions
from scanner.model.facts import Diagnostic, Suppression


@pytest.mark.parametrize(
    "line",
    [
        "// writers: ignore[not-null-omitted] -- why not",
        "await insertRow(db, 't', {}) // writers: ignore[not-null-omitted] -- why not",
        "#writers:ignore[ not-null-omitted ]--why not",
        "    -- writers: ignore[not-null-omitted] -- why not",
        "/* writers: ignore[not-null-omitted] -- why not */ INSERT INTO t",
        " * writers: ignore[not-null-omitted] -- why not",
        "/// writers: ignore[not-null-omitted] -- why not",
        "{# writers: ignore[not-null-omitted] -- why not #}",
        "# noqa: E501  # writers: ignore[not-null-omitted] -- why not\r",
    ],
)
def test_every_comment_syntax_is_understood(line: str) -> None:
    found, problems = find_suppressions("a.x", f"first\n{line}\n".encode())
    assert found == (Suppression("a.x", 2, ("not-null-omitted",), "why not", 3),)
    assert problems == ()


def test_a_suppression_may_name_several_rules() -> None:
    found, _ = find_suppressions("a.py", b"# writers: ignore[unknown-column, opaque-columns] -- a view")
    assert found[0].rules == ("unknown-column", "opaque-columns")


@pytest.mark.parametrize(
    ("comment", "lacks"),
    [
        ("# writers: ignore[unknown-column]", "its reason"),
        ("# writers: ignore[unknown-column] --  ", "its reason"),
        ("/* writers: ignore[unknown-column] -- */", "its reason"),
        ("# writers: ignore", "its rules"),
        ("# writers: ignore[] -- all of it", "its rules"),
        ("# writers: ignore -- all of it", "its rules"),
        ("# writers: ignore[unknown-column -- why", "its rules"),
    ],
)
def test_an_incomplete_suppression_is_a_diagnostic(comment: str, lacks: str) -> None:
    expected = Diagnostic("a.py", 3, f"a suppression lacks {lacks}: `writers: ignore[rule] -- reason`")
    assert find_suppressions("a.py", f"\n\n{comment}\n".encode()) == ((), (expected,))


@pytest.mark.parametrize(
    "line",
    [
        "# the writers: ignored[x] -- y",
        "writers: ignore[x] -- no comment",
        "# writers ignore[x] -- y",
        "\xff",
    ],
)
def test_other_text_is_left_alone(line: str) -> None:
    assert find_suppressions("a.py", line.encode("latin-1")) == ((), ())


@pytest.mark.parametrize(
    ("following", "until"),
    [
        ('sqlx::query!(\n    r#"\n    INSERT INTO t', 4),
        ("await client.query(`\n  INSERT INTO t", 3),
        ('cursor.execute(\n    """\n    INSERT INTO t', 4),
        ('cursor.execute("INSERT INTO t")\nrun(', 2),
        ("\nINSERT INTO t", 2),
        ("(\n" * 50, 8),
        ("", 2),
    ],
)
def test_a_comment_above_a_call_reaches_what_the_call_opens(following: str, until: int) -> None:
    [found], _ = find_suppressions(
        "a.x", f"// writers: ignore[unknown-column] -- a view\n{following}".encode()
    )
    assert found.until == until


@pytest.mark.parametrize("grammar", grammars.discover(), ids=lambda grammar: grammar.name)
def test_every_language_hands_its_suppressions_on(grammar: grammars.Grammar | grammars.PlainGrammar) -> None:
    facts = extract(
        "a.x", b"-- writers: ignore[unknown-column] -- a view\n// writers: ignore\n", grammar, "x"
    )
    assert facts.suppressions == (Suppression("a.x", 1, ("unknown-column",), "a view", 2),)
    assert [(one.line, one.message[:24]) for one in facts.diagnostics] == [(2, "a suppression lacks its ")]
