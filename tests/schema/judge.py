"""Real Django's word on some models: its schema editor's columns, asked in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from scanner.model.catalog import Catalog

_SCRIPT = """
import json, sys
from django.conf import settings
sys.path.insert(0, sys.argv[1])
configured = json.loads(sys.argv[2])
database = {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}
settings.configure(DATABASES={"default": database}, **configured)
import django
django.setup()
from django.apps import apps
from django.db import connection
schema = connection.SchemaEditorClass(connection, collect_sql=True)
found = {}
for model in apps.get_models(include_auto_created=True):
    if model._meta.proxy or not model._meta.can_migrate(connection):
        continue
    table = found.setdefault(model._meta.db_table, {})
    for field in model._meta.local_concrete_fields:
        sql, params = schema.column_sql(model, field)
        if sql is None:
            continue
        kind = field.db_type(connection)
        identity, default = "IDENTITY" in (field.db_type_suffix(connection) or ""), "DEFAULT" in sql
        generated = "GENERATED ALWAYS" in sql
        value = "identity" if identity else "generated" if generated else "db_default" if default else None
        table[field.column] = [kind, "NOT NULL" in sql or "PRIMARY KEY" in sql, value]
json.dump(found, sys.stdout)
"""


Facts = dict[str, dict[str, list[object]]]


def django_tables(folder: Path, files: dict[str, str], **configured: object) -> Facts:
    """Return table → column → [type, not null, own value] as Django builds them."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    command = [sys.executable, "-W", "ignore", "-c", _SCRIPT, str(folder), json.dumps(configured)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: Facts = json.loads(done.stdout)
    return found


def read_tables(catalog: Catalog) -> Facts:
    """Return the same of a catalog's managed tables."""
    return {
        table.name: {
            column.name: [column.type, column.models.not_null, column.models.default]
            for column in table.columns
            if column.models is not None
        }
        for table in catalog.tables.values()
        if table.managed
    }
