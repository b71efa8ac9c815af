"""SQL files, with the templates that people write in them: Jinja, psql variables, `${x}`."""

from __future__ import annotations

from grammars.plain import PlainGrammar
from grammars.sql.templates import template

_PLAIN = (".sql", ".psql", ".pgsql", ".ddl")
_RENDERED = ("j2", "jinja", "jinja2", "tmpl", "tpl", "template", "erb", "in")
_SUFFIXES = (*_PLAIN, *(f".sql.{template}" for template in _RENDERED))

GRAMMAR = PlainGrammar(
    name="sql",
    labels=dict.fromkeys(_SUFFIXES, "sql"),
    template=template,
)
