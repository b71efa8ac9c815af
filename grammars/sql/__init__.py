"""SQL files, with the templates that people write in them: Jinja, psql variables, `${x}`."""

from __future__ import annotations

from grammars.sql.templates import template
from grammars.syntax import PlainGrammar

GRAMMAR = PlainGrammar(
    name="sql",
    labels={".sql": "sql", ".psql": "sql", ".pgsql": "sql", ".ddl": "sql"},
    template=template,
)
