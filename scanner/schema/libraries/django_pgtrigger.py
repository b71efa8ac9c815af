"""django-pgtrigger: the triggers that its migrations make. https://django-pgtrigger.readthedocs.io/"""

from __future__ import annotations

MODULES = {
    "pgtrigger/__init__.py": "",
    "pgtrigger/compiler.py": """
class UpsertTriggerSql:
    def __init__(self, *, func="", operation="", pgid="", table="", when="", **others):
        self.func, self.operation, self.pgid, self.table, self.when = func, operation, pgid, table, when

class Trigger:
    def __init__(self, *, name, sql):
        self.name, self.sql = name, sql
""",
    "pgtrigger/migrations.py": """
from django.db.migrations.operations.base import Operation

class AddTrigger(Operation):
    def __init__(self, model_name, trigger):
        self.model_name, self.trigger = model_name, trigger

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        sql = self.trigger.sql
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {sql.pgid}() RETURNS TRIGGER AS $$"
            f" BEGIN {sql.func} END; $$ LANGUAGE plpgsql;"
            f' CREATE TRIGGER "{self.trigger.name}" {sql.when} {sql.operation} ON {sql.table}'
            f" FOR EACH ROW EXECUTE PROCEDURE {sql.pgid}();"
        )

class RemoveTrigger(Operation):
    def __init__(self, model_name, name):
        self.model_name, self.name = model_name, name

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}" ON "{table}"')
""",
}
