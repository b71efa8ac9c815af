"""A helper's table is what its caller gives, as it stands: quoted, converted, behind a schema."""

import pytest

import grammars
from scanner.extract import extract
from scanner.model.facts import Argument, Known
from scanner.reading.learnt import learnt

PYTHON = next(grammar for grammar in grammars.discover() if grammar.name == "python")


def table_of(before: str, written: str) -> object:
    """Return the table of the helper that writes to `written`, after a line that may define it."""
    source = f"""
def save_row(cur, kind, row):
    {before}
    names = ", ".join(row.keys())
    cur.execute(f"INSERT INTO {written} ({{names}}) VALUES (1)")
"""
    facts = extract("app/x.py", source.encode(), PYTHON, "python", (), Known())
    return next((sink.table for sink in learnt(facts.sinks)), None)


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ("pass", "{kind}"),
        ("pass", "app.{kind}"),
        ("pass", '\\"{kind}\\"'),
        ("pass", "{quote_ident(kind, cur)}"),
        ("table = kind", "{table}"),
        ("table = kind.lower()", "{table}"),
        ("table = quote_ident(kind, cur)", "{table}"),
        ("table = sql.Identifier(kind)", "{table}"),
        ('table = f"app.{kind}"', "{table}"),
        ('table = "app." + kind', "{table}"),
    ],
)
def test_the_parameter_is_the_table(before: str, written: str):
    assert table_of(before, written) == Argument(1, "kind")


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ("pass", "app_{kind}"),
        ("pass", "{kind}_history"),
        ("pass", "{TABLES[kind]}"),
        ("table = TABLES[kind]", "{table}"),
        ("table = table_for(kind)", "{table}"),
        ('table = f"app_{kind}"', "{table}"),
        ('table = "app_" + kind', "{table}"),
        ("table = find(kind).table", "{table}"),
    ],
)
def test_the_parameter_only_leads_to_the_table(before: str, written: str):
    assert table_of(before, written) is None
