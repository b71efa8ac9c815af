"""What Django's schema editor does to Postgres for each change of a model.

https://github.com/django/django/blob/main/django/db/backends/base/schema.py
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from scanner.model.catalog import Default, Origin
from scanner.schema.constraints import check
from scanner.schema.database import Database, Relation, Stored, split
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel
from scanner.schema.fields import FieldColumn
from scanner.schema.project import Project
from scanner.schema.python import operators

_OF_SEQUENCE = ("identity", "serial")


class SchemaEditor(Struct):
    """Changes a database as Django would; `at` is the operation that runs.

    The numbers count its SQL: DDL, texts that are not known, and queries whose rows are asked for.
    """

    project: Project
    database: Database
    at: Origin
    app: str = ""
    ran_ddl: int = 0
    unread: int = 0
    queried: int = 0

    def migrates(self, model: HistoricalModel) -> bool:
        """Whether a model has a table of Django's making: it is managed, no proxy, and not swapped out."""
        options = model.options
        if options.get("proxy") is True or options.get("managed") is False or options.get("abstract") is True:
            return False
        setting = options.get("swappable")
        chosen = self.project.setting(setting) if isinstance(setting, str) else None
        return not isinstance(chosen, str) or chosen.lower() == model.label.lower()

    def table(self, model: HistoricalModel) -> Relation | None:
        """Return a model's table, None (said aloud) when no migration made it."""
        schema, name = split(model.db_table)
        found = self.database.find(name, schema)
        if found is None:
            said = f"the table {name} is changed here, and nothing that was read made it"
            self.project.doubt(self.at, model.app, model.name, said)
        return found

    def create_model(self, model: HistoricalModel) -> None:
        """CREATE TABLE, and one for each of its automatic many-to-many relations."""
        schema, name = split(model.db_table)
        made = self.database.create(name, schema, self.at)
        for one in model.fields.values():
            if one.column is not None:
                made.add(stored(one.column))
            else:
                self.create_through(model, one)
        for constraint in operators.iterate(model.options.get("constraints")) or ():
            self.add_constraint(model, constraint)

    def add_constraint(self, model: HistoricalModel, constraint: object) -> None:
        """ADD CONSTRAINT, as far as it forbids NULL."""
        found = check(self.project.run, constraint)
        schema, name = split(model.db_table)
        relation = self.database.find(name, schema)
        if found is None or relation is None or not found.fields:
            return
        fields = [model.fields.get(key) for key in sorted(found.fields)]
        columns = tuple(one.column.name for one in fields if one is not None and one.column is not None)
        relation.checks[found.name or "?"] = (columns, self.at)

    def remove_constraint(self, model: HistoricalModel, constraint: str) -> None:
        """DROP CONSTRAINT."""
        schema, name = split(model.db_table)
        relation = self.database.find(name, schema)
        if relation is not None:
            relation.checks.pop(constraint, None)

    def delete_model(self, model: HistoricalModel) -> None:
        """DROP TABLE, with those of its automatic many-to-many relations."""
        for one in model.fields.values():
            self._drop_through(model, one)
        schema, name = split(model.db_table)
        self.database.drop(name, schema)

    def rename_table(self, old: str, new: str) -> None:
        """ALTER TABLE … RENAME TO."""
        schema, name = split(old)
        relation = self.database.find(name, schema)
        if relation is not None:
            self.database.rename(relation, split(new)[1], split(new)[0])

    def add_field(self, model: HistoricalModel, one: HistoricalField) -> None:
        """ADD COLUMN; a DEFAULT that is no db_default is gone right after."""
        if one.column is None:
            self.create_through(model, one)
            return
        relation = self.table(model)
        if relation is not None:
            relation.add(replace(stored(one.column), origin=self.at))

    def remove_field(self, model: HistoricalModel, one: HistoricalField) -> None:
        """DROP COLUMN, or the table of a many-to-many relation."""
        self._drop_through(model, one)
        relation = self.table(model) if one.column is not None else None
        if relation is not None and one.column is not None:
            relation.drop(one.column.name)

    def alter_field(
        self,
        old_model: HistoricalModel,
        new_model: HistoricalModel,
        old: HistoricalField,
        new: HistoricalField,
    ) -> None:
        """ALTER COLUMN: its name, type, NOT NULL and value, each when the field says another than before."""
        if old.column is None and new.column is None:
            self.alter_through(old_model, new_model, old, new)
        elif old.column is None:
            self.add_field(new_model, new)
        elif new.column is None:
            self.remove_field(old_model, old)
        else:
            relation = self.table(new_model)
            if relation is not None:
                relation.rename(old.column.name, new.column.name)
                self._alter(new_model, relation, old, new)

    def _alter(
        self, model: HistoricalModel, relation: Relation, old: HistoricalField, new: HistoricalField
    ) -> None:
        was, will = old.column, new.column
        if was is None or will is None:
            return
        present = relation.columns.get(will.name)
        if present is None:
            column = f"the column {will.name} of {relation.name}"
            said = f"{column} is changed here, and nothing that was read made it"
            self.project.doubt(self.at, model.app, model.name, said)
            return
        not_null, default = present.not_null, present.default
        if was.not_null != will.not_null:
            not_null = will.not_null
            filled = new.filling is not None and new.filling != old.filling
            if will.not_null and will.default is None and filled:
                default = None
        default = self._altered_default(default, was.default, will.default)
        same = (not_null, default) == (present.not_null, present.default)
        origin = present.origin if same else self.at
        relation.add(Stored(will.name, will.type or present.type, not_null, default, origin))

    def _altered_default(
        self, present: Default | None, was: Default | None, will: Default | None
    ) -> Default | None:
        if will == "generated" or (will in _OF_SEQUENCE and was not in _OF_SEQUENCE):
            return will
        if was in _OF_SEQUENCE and will not in _OF_SEQUENCE:
            present = None
        if will == "db_default":
            return will
        return None if was == "db_default" else present

    def create_through(self, model: HistoricalModel, one: HistoricalField) -> None:
        """Make the table of an automatic many-to-many relation."""
        name = model.through(one)
        if name is None or one.relation is None:
            return
        schema, bare = split(name)
        made = self.database.create(bare, schema, self.at)
        made.add(stored(automatic(self.project, model.app, self.at)))
        for column in model.ends(one.relation):
            made.add(Stored(column, None, not_null=True, default=None, origin=one.origin))

    def alter_through(
        self,
        old_model: HistoricalModel,
        new_model: HistoricalModel,
        old: HistoricalField,
        new: HistoricalField,
    ) -> None:
        """Rename the table of an automatic many-to-many relation, and its two columns."""
        before, after = old_model.through(old), new_model.through(new)
        if before is None or after is None or old.relation is None or new.relation is None:
            return
        self.rename_table(before, after)
        schema, name = split(after)
        relation = self.database.find(name, schema)
        if relation is not None:
            for was, will in zip(old_model.ends(old.relation), new_model.ends(new.relation), strict=True):
                relation.rename(was, will)

    def _drop_through(self, model: HistoricalModel, one: HistoricalField) -> None:
        name = model.through(one)
        if name is not None:
            schema, bare = split(name)
            self.database.drop(bare, schema)


def stored(column: FieldColumn) -> Stored:
    """Return a field's column as Postgres holds it."""
    return Stored(column.name[:63], column.type, column.not_null, column.default, column.origin)


def automatic(project: Project, label: str, at: Origin) -> FieldColumn:
    """Return the `id` that Django adds to a table of an app."""
    kind = project.automatic(project.app_labelled(label)).rpartition(".")[2]
    types = {"AutoField": "integer", "SmallAutoField": "smallint"}
    default: Default = "identity" if project.version >= (4, 1) else "serial"
    return FieldColumn("id", types.get(kind, "bigint"), True, default, True, at)
