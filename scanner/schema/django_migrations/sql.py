"""SQL that migrations run: by RunSQL, by a schema editor, by a cursor."""

from __future__ import annotations

import re

from scanner.model.catalog import Origin
from scanner.schema.ddl import Script
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.python.builtins import NOWHERE, Native
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import Builtin, Class, Instance, Unknown

_DDL = re.compile(r"\b(create|alter|drop)\b", re.IGNORECASE)


def execute(editor: SchemaEditor, sql: object) -> None:
    """Put the DDL of a text into effect; a text that is not known is said."""
    run, at = editor.project.run, editor.at
    if isinstance(sql, str):
        script = Script(editor.database, at.path, lambda line, text: run.report(at.path, line, text), at.line)
        if _DDL.search(sql):
            editor.ran_ddl += 1
            script.run(sql)
    elif sql is not None:
        run.report(
            at.path, at.line, f"SQL that a migration of {editor.app} runs is not known: {_reason(sql)}"
        )


def _reason(sql: object) -> str:
    return sql.reason if isinstance(sql, Unknown) else "it is built as the migration runs"


def executing(*, strict: bool) -> Native:
    """Return `execute` of a schema editor, or of a cursor, which also runs what is no DDL."""

    def native(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        editor = run.state.get("editor")
        sql = run.force(args[1] if len(args) > 1 else kwargs.get("sql", kwargs.get("query")))
        if isinstance(editor, SchemaEditor) and (isinstance(sql, str) or strict):
            execute(editor, sql)
        elif isinstance(editor, SchemaEditor):
            editor.unread += 1
        return Unknown("what a statement returns")

    return native


def _rows(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    editor = run.state.get("editor")
    if isinstance(editor, SchemaEditor):
        editor.queried += 1
    return Unknown("the rows of a query")


def _itself(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    return args[0] if args else None


def cursor(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """`connection.cursor()`: what it executes is put into effect while migrations are replayed."""
    return Instance(_CURSOR, (), {}, NOWHERE)


def _table_names(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """`connection.introspection.table_names()`: the tables that the migrations have made so far."""
    editor = run.state.get("editor")
    if not isinstance(editor, SchemaEditor):
        return Unknown("the tables of the database")
    editor.project.whole()
    return editor.database.names()


INTROSPECTION = Instance(
    Class(
        "DatabaseIntrospection",
        "django.db.backends.postgresql.introspection",
        (),
        {"table_names": Builtin("table_names", _table_names)},
        NOWHERE,
        native=True,
    ),
    (),
    {},
    NOWHERE,
)
_CURSOR = Class(
    "Cursor",
    "django.db.backends.utils",
    (),
    {
        "execute": Builtin("execute", executing(strict=False)),
        "executemany": Builtin("executemany", executing(strict=False)),
        "fetchall": Builtin("fetchall", _rows),
        "fetchmany": Builtin("fetchmany", _rows),
        "__enter__": Builtin("__enter__", _itself),
    },
    NOWHERE,
    native=True,
)
