"""Django's migration operations: what each does to the project state and to the database.

https://docs.djangoproject.com/en/stable/ref/migration-operations/
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.schema.django_migrations import field_changes, model_changes
from scanner.schema.django_migrations.operation import Operation

_NAME = ("name",)
_MODEL_NAME = ("model_name", "name")

OPERATIONS: Mapping[str, Operation] = {
    "Operation": Operation("base", (), base=""),
    "CreateModel": Operation(
        "models",
        ("name", "fields", "options", "bases", "managers"),
        model_changes.create_model,
        model_changes.create_table,
    ),
    "DeleteModel": Operation("models", _NAME, model_changes.delete_model, model_changes.drop_table),
    "RenameModel": Operation(
        "models", ("old_name", "new_name"), model_changes.rename_model, model_changes.rename_table
    ),
    "AlterModelTable": Operation(
        "models", ("name", "table"), model_changes.option("db_table", "table"), model_changes.alter_table
    ),
    "AlterModelTableComment": Operation("models", ("name", "table_comment")),
    "AlterUniqueTogether": Operation("models", ("name", "unique_together")),
    "AlterIndexTogether": Operation("models", ("name", "index_together")),
    "AlterOrderWithRespectTo": Operation(
        "models", ("name", "order_with_respect_to"), model_changes.order, model_changes.order_database
    ),
    "AlterModelOptions": Operation("models", ("name", "options"), model_changes.alter_options),
    "AlterModelManagers": Operation("models", ("name", "managers")),
    "AddIndex": Operation("models", ("model_name", "index")),
    "RemoveIndex": Operation("models", _MODEL_NAME),
    "RenameIndex": Operation("models", ("model_name", "new_name", "old_name", "old_fields")),
    "AddField": Operation(
        "fields",
        ("model_name", "name", "field", "preserve_default"),
        field_changes.add_field,
        field_changes.add_column,
    ),
    "RemoveField": Operation("fields", _MODEL_NAME, field_changes.remove_field, field_changes.drop_column),
    "AlterField": Operation(
        "fields",
        ("model_name", "name", "field", "preserve_default"),
        field_changes.alter_field,
        field_changes.alter_column,
    ),
    "RenameField": Operation(
        "fields",
        ("model_name", "old_name", "new_name"),
        field_changes.rename_field,
        field_changes.rename_column,
    ),
}
