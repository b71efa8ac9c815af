"""What CHECK expressions forbid, as pg_get_expr spells them and as people write them."""

from __future__ import annotations

import pytest

from scanner.schema.checks import never_null


@pytest.mark.parametrize(
    ("expression", "columns"),
    [
        ("(a IS NOT NULL)", {"a"}),
        ("A is not null", {"a"}),
        ('("Odd ""name" IS NOT NULL)', {'Odd "name'}),
        ("((a IS NOT NULL) AND (b IS NOT NULL) AND (c > 0))", {"a", "b"}),
        ("((a IS NOT NULL) AND ((b IS NOT NULL) OR (c IS NOT NULL)))", {"a"}),
        ("a IS NOT NULL AND note <> ' OR b IS NOT NULL'", {"a"}),
        ("a > 1 OR b > 2 AND c IS NOT NULL", set()),
        ("(NOT (a IS NOT NULL))", set()),
        ("(a IS NULL)", set()),
        ("((a IS NOT NULL) = (b IS NOT NULL))", set()),
        ("(a IS NOT NULL", set()),
        ("a IS NOT NULL)", set()),
        ("", set()),
    ],
)
def test_only_what_surely_refuses_null(expression: str, columns: set[str]) -> None:
    assert never_null(expression) == columns


def test_brackets_without_end_end() -> None:
    assert never_null("(" * 100_000 + "a IS NOT NULL" + ")" * 100_000) == {"a"}
