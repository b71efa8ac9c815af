"""django-add-default-value: a DEFAULT in the database. https://github.com/3YOURMIND/django-add-default-value"""

from __future__ import annotations

MODULES = {
    "django_add_default_value/__init__.py": """
from django.db.migrations.operations.base import Operation

class AddDefaultValue(Operation):
    def __init__(self, model_name, name, value):
        self.model_name, self.name, self.value = model_name, name, value

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        table = schema_editor.quote_name(model._meta.db_table)
        column = schema_editor.quote_name(model._meta.get_field(self.name).column)
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT 1")
""",
}
