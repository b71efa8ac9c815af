"""Print what Django itself makes of a project's schemas, as JSON; run by the project's own interpreter.

    python script.py SETTINGS_MODULE

Only the standard library and the project's Django (3.2 or later) are imported, and no database is asked:
migrations meet a connection that answers nothing. RunPython's functions run if they work on the schema.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

Event = dict[str, Any]

COMMAND = re.compile(r"call_command\(\s*['\"](\w+)['\"]")
SCHEMA_WORK = re.compile(
    r"schema_editor\s*\.\s*(?:execute|(?:add|alter|remove|create|delete)_)|\bALTER\s+TABLE\b|\.cursor\("
)
FOLLOWED = (LookupError, TypeError, ValueError, AttributeError, RuntimeError, ArithmeticError)
"""What a function may raise that finds no rows; Django's own errors are added."""

VALUES = {
    "identity": r"\bAS IDENTITY\b", "generated": r"\bGENERATED ALWAYS AS\b",
    "serial": r"^(?:BIG|SMALL)?SERIAL\b", "db_default": r"\bDEFAULT\b",
}  # fmt: skip
LITERAL = re.compile(r"'(?:[^']|'')*'")
CHANGED_NULL = re.compile(r"(?:SET|DROP) NOT NULL")
CHANGED_DEFAULT = re.compile(r"(?:SET|DROP) DEFAULT|IDENTITY")


def nothing(*arguments: Any, **more: Any) -> None:
    """Do nothing and find nothing."""


class Cursor(list[Any]):
    """A cursor that hands statements on; it is the rows that it finds, none."""

    rowcount, description = 0, None
    fetchone = close = __exit__ = nothing

    def __init__(self, tell: Any) -> None:
        """Keep who is told."""
        self._tell = tell

    def execute(self, sql: Any, params: Any = None) -> None:
        """Hand one statement on."""
        self._tell(str(sql))

    executemany = execute

    def fetchall(self, *arguments: Any) -> list[Any]:
        """Find no rows."""
        return []

    fetchmany = fetchall

    def __enter__(self) -> Cursor:
        """Return itself."""
        return self


def column(editor: Any, model: Any, field: Any) -> Event | None:
    """Return a field's column: NOT NULL, and how Postgres gets a value; None where there is none."""
    definition, _ = editor.column_sql(model, field)
    if definition is None:
        return None
    words = LITERAL.sub("''", f"{definition} {field.db_type_suffix(editor.connection) or ''}").upper()
    return {
        "name": field.column,
        "type": field.db_type(connection=editor.connection) or "",
        "not_null": "NOT NULL" in words or "PRIMARY KEY" in words,
        "default": next((name for name, sign in VALUES.items() if re.search(sign, words)), None),
    }


def table(editor: Any, model: Any) -> Event:
    """Return the columns of a model's own table, and the SQL of its CHECK constraints by name."""
    found = (column(editor, model, field) for field in model._meta.local_concrete_fields)
    checks = (check(editor, model, constraint) for constraint in model._meta.constraints)
    return {"columns": [each for each in found if each], "checks": [each for each in checks if each]}


def check(editor: Any, model: Any, constraint: Any) -> Event | None:
    """Return what a CheckConstraint demands; None for a constraint of another kind."""
    told = getattr(constraint, "_get_check_sql", None)
    return told and {"name": constraint.name, "expression": told(model, editor)}


def auto_created(*fields: Any) -> list[Any]:
    """Return the models of the tables that many-to-many fields bring with them."""
    models = (field.remote_field.through for field in fields if field.many_to_many)
    return [model for model in models if model._meta.auto_created]


class Recording:
    """Goes before a schema editor's own class, and writes down what it is asked for.

    Changes of tables and columns are told apart from other statements, which are kept as text.
    """

    connection: Any
    events: list[Event]
    tables: set[str]

    def start(self, migration: str, path: str | None) -> None:
        """Say which migration the next events belong to."""
        self.deferred_sql: list[Any] = []
        self.atomic_migration = True
        self._source = {"migration": migration, "path": path}
        self._caught: list[str] | None = None

    def tell(self, do: str, table: str, **more: Any) -> None:
        """Write an event down."""
        self.events.append({"do": do, "table": table, **more, **self._source})

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Keep a statement, unless it is part of a change that is told otherwise."""
        if self._caught is None:
            self.tell("sql", "", text=str(sql))
        else:
            self._caught.append(str(sql))

    def create_model(self, model: Any) -> None:
        """Tell a new table."""
        self.tables.add(model._meta.db_table)
        self.tell("create", model._meta.db_table, **table(self, model))
        for through in auto_created(*model._meta.local_many_to_many):
            self.create_model(through)

    def delete_model(self, model: Any) -> None:
        """Tell a dropped table."""
        for through in auto_created(*model._meta.local_many_to_many):
            self.delete_model(through)
        self.tables.discard(model._meta.db_table)
        self.tell("drop", model._meta.db_table)

    def alter_db_table(self, model: Any, old_db_table: str, new_db_table: str) -> None:
        """Tell a renamed table."""
        if old_db_table != new_db_table:
            self.tables.add(new_db_table)
            self.tables.discard(old_db_table)
            self.tell("rename", old_db_table, to=new_db_table)

    def add_field(self, model: Any, field: Any) -> None:
        """Tell a new column; a default that fills old rows does not stay."""
        for through in auto_created(field):
            self.create_model(through)
        if added := column(self, model, field):
            self.tell("add", model._meta.db_table, column=added)

    def remove_field(self, model: Any, field: Any) -> None:
        """Tell a dropped column."""
        for through in auto_created(field):
            self.delete_model(through)
        if gone := column(self, model, field):
            self.tell("remove", model._meta.db_table, name=gone["name"])

    def alter_field(self, model: Any, old_field: Any, new_field: Any, strict: bool = False) -> None:
        """Tell a changed column, and what Django's own statements say of NULL and DEFAULT."""
        was, now = column(self, model, old_field), column(self, model, new_field)
        outer, self._caught = self._caught, []
        parent: Any = super()
        parent.alter_field(model, old_field, new_field, strict)
        said, self._caught = " ".join(self._caught), outer
        if was and now:
            null, default = bool(CHANGED_NULL.search(said)), bool(CHANGED_DEFAULT.search(said))
            told = {"column": now, "null_changed": null, "default_changed": default}
            self.tell("alter", model._meta.db_table, name=was["name"], **told)

    def add_constraint(self, model: Any, constraint: Any) -> None:
        """Tell a CHECK."""
        if added := check(self, model, constraint):
            self.tell("check", model._meta.db_table, **added)

    def remove_constraint(self, model: Any, constraint: Any) -> None:
        """Tell that a constraint is gone."""
        self.tell("uncheck", model._meta.db_table, name=constraint.name)

    def _constraint_names(self, *arguments: Any, **more: Any) -> list[str]:
        return ["the_only_one"]

    # These make no difference to a column.
    add_index = remove_index = rename_index = alter_db_tablespace = nothing
    alter_unique_together = alter_index_together = alter_db_table_comment = nothing


def recorder(connection: Any, events: list[Event]) -> Any:
    """Return a recording schema editor of the connection's own class; the connection never connects."""
    editor: Any = type("Recorder", (Recording, connection.SchemaEditorClass), {})(connection)
    editor.events, editor.tables = events, set()
    editor.start("", None)
    idle = dict.fromkeys(("connect", "ensure_connection", "set_autocommit", "on_commit", "close"), nothing)
    connection.__dict__.update(idle, pg_version=180000, autocommit=True)
    connection.cursor = connection.chunked_cursor = lambda *arguments, **more: Cursor(editor.execute)
    connection.introspection.table_names = lambda *arguments, **more: sorted(editor.tables)
    return editor


def postgres() -> list[Any]:
    """Return the project's Postgres connections; the default one taken for Postgres if there is none."""
    from django.db import connections

    found = [connections[alias] for alias in connections if connections[alias].vendor == "postgresql"]
    if not found:
        from django.db.backends.postgresql.base import DatabaseWrapper

        settings = {**connections["default"].settings_dict, "NAME": "none", "OPTIONS": {}}
        found = [DatabaseWrapper(settings, "default")]
        connections["default"] = found[0]
    return found


def models(editor: Any) -> list[Event]:
    """Return the tables that the model classes make."""
    from django.apps import apps

    return [
        {"table": meta.db_table, "model": meta.label, "managed": meta.managed, **table(editor, model)}
        for model in apps.get_models(include_auto_created=True)
        if not ((meta := model._meta).proxy or meta.swapped)
    ]


def installs(source: str, app: str) -> bool:
    """Return whether a function runs its own app's management commands only: they are part of it."""
    from django.core.management import get_commands

    return {get_commands().get(name) for name in COMMAND.findall(source)} == {app}


def follow(operation: Any, editor: Any, state: Any, notes: list[Event]) -> None:
    """Run a RunPython function whose source works on the schema, and say so where that cannot be."""
    from django.core.exceptions import ObjectDoesNotExist
    from django.db import Error

    source, why = "", ""
    with suppress(OSError, TypeError):
        source = inspect.getsource(operation.code)
    if SCHEMA_WORK.search(source) or installs(source, operation.code.__module__.partition(".migrations")[0]):
        try:
            operation.code(state.apps, editor)
        except (*FOLLOWED, ObjectDoesNotExist, Error) as error:
            why = f"works on the schema and cannot be followed without a database: {error!r}"
    elif "call_command(" in source:
        why = "calls a management command, which the probe does not run"
    if why:
        notes.append({"message": f"{operation.code.__name__} {why}", **editor._source})


def replay(editor: Any, notes: list[Event]) -> None:
    """Do to a database that is not there what `migrate --run-syncdb` would."""
    from django.apps import apps
    from django.db import migrations, router
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    migrations.RunPython.database_forwards = lambda self, label, editor, old, new: follow(
        self, editor, old, notes
    )
    loader = MigrationLoader(None)
    for config in apps.get_app_configs():
        if config.label in loader.unmigrated_apps:
            made = router.get_migratable_models(config, editor.connection.alias)
            for model in filter(lambda one: one._meta.can_migrate(editor.connection), made):
                editor.create_model(model)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    plan = [key for leaf in sorted(loader.graph.leaf_nodes()) for key in loader.graph.forwards_plan(leaf)]
    for key in dict.fromkeys(plan):
        migration = loader.graph.nodes[key]
        editor.start(".".join(key), inspect.getsourcefile(type(migration)))
        state = migration.apply(state, editor)


def answer(settings: str) -> dict[str, list[Event]]:
    """Import the project and return what it says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django

    django.setup()
    said: dict[str, list[Event]] = {"models": [], "events": [], "notes": []}
    for connection in postgres():
        editor = recorder(connection, said["events"])
        said["models"] = said["models"] or models(editor)
        replay(editor, said["notes"])
    return said


if __name__ == "__main__":
    told = os.dup(1)
    os.dup2(2, 1)  # whatever the project prints is no answer
    sys.path[0] = str(Path.cwd())
    with os.fdopen(told, "w", encoding="utf-8") as output:
        output.write(json.dumps(answer(sys.argv[1])))
