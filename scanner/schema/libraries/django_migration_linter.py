"""django-migration-linter: a mark in a migration, which does nothing.

https://github.com/3YOURMIND/django-migration-linter
"""

from __future__ import annotations

MODULES = {
    "django_migration_linter/__init__.py": """
from django.db.migrations.operations.base import Operation

class IgnoreMigration(Operation):
    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass
""",
}
