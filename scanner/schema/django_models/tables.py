"""Models to tables: names as Django makes them, columns, and the tables of many-to-many relations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec.structs import replace

from scanner.model.catalog import Column, Constraint, Table
from scanner.schema.constraints import check
from scanner.schema.fields import FieldColumn, argument, column, column_type, many_to_many
from scanner.schema.project import Contributed, ModelState, Project
from scanner.schema.python.operators import iterate
from scanner.schema.python.values import Class, Instance

_LONGEST = 63


def truncate(name: str) -> str:
    """Return a name as Django shortens it for Postgres.

    https://github.com/django/django/blob/main/django/db/backends/utils.py, truncate_name.
    """
    inner = name.rpartition('"."')[2] if '"."' in name else name
    if len(inner) <= _LONGEST:
        return name
    digest = hashlib.md5(inner.encode(), usedforsecurity=False).hexdigest()[:4]
    return name[: len(name) - len(inner)] + inner[: _LONGEST - 4] + digest


def table_name(project: Project, cls: Class, state: ModelState) -> str:
    """Return the table that Django uses for a model, as its `_meta.db_table` has it."""
    told = project.option(state, "db_table")
    if isinstance(told, str) and told:
        return told
    return truncate(f"{project.label(cls)}_{cls.name.lower()}")


def relation_table(project: Project, state: ModelState, field: Instance) -> str:
    """Return the table that Django makes for a many-to-many relation of a model."""
    told = argument(project, field, "db_table")
    name = field.attributes.get("name")
    holder = table_name(project, state.cls, state)
    return told if isinstance(told, str) else truncate(f"{holder.strip(chr(34))}_{name}")


def tables(project: Project) -> Iterator[Table]:
    """Yield a table for every model that has one, then one for each automatic many-to-many relation."""
    for cls, state in project.concrete():
        yield from tables_of(project, cls, state)


def tables_of(project: Project, cls: Class, state: ModelState) -> Iterator[Table]:
    """Yield the table of a model that has one, then those of its automatic many-to-many relations."""
    if state.proxy or _swapped(project, cls, state):
        return
    yield _table(project, cls, state)
    for item in state.fields.values():
        if many_to_many(item.field) and isinstance(item.field, Instance):
            through = _through(project, cls, state, item)
            if through is not None:
                yield through


def _swapped(project: Project, cls: Class, state: ModelState) -> bool:
    setting = project.option(state, "swappable")
    if not isinstance(setting, str):
        return False
    chosen = project.setting(setting)
    mine = f"{project.label(cls)}.{cls.name}".lower()
    return isinstance(chosen, str) and chosen.lower() != mine


def _split(name: str) -> tuple[str | None, str]:
    """Return schema and table of a name; `"a"."b"` is how a schema is written into db_table."""
    bare = name.strip('"')
    if '"."' in bare:
        schema, _, table = bare.partition('"."')
        return schema, table
    return None, bare


def _table(project: Project, cls: Class, state: ModelState) -> Table:
    schema, name = _split(table_name(project, cls, state))
    constraints = iterate(project.option(state, "constraints")) or ()
    checks = [check(project.run, one) for one in constraints]
    forbidden = frozenset(name for one in checks if one is not None for name in one.fields)
    made = [found for item in state.fields.values() if (found := _column(project, item, forbidden))]
    unread = "; ".join(dict.fromkeys(state.unread)) or None
    managed = project.option(state, "managed") is not False
    return Table(
        name=name[:_LONGEST],
        columns=tuple(_shown(found, managed) for found in {found.name: found for found in made}.values()),
        model=f"{project.label(cls)}.{cls.name}",
        schema=schema,
        managed=managed,
        origin=project.run.library.shown(cls.origin),
        unread=unread,
    )


def _column(project: Project, item: Contributed, forbidden: frozenset[str]) -> FieldColumn | None:
    found = column(project, item.field, item.name, project.run.library.shown(item.origin))
    if found is not None and not forbidden.isdisjoint({item.name, found.name}):
        return replace(found, not_null=True)
    return found


def _automatic(project: Project, cls: Class) -> FieldColumn:
    """Return the `id` that Django adds; a class of the project's own is read for its default."""
    name = project.auto_field(cls)
    module, _, short = name.rpartition(".")
    kind = project.run.attempt_import(module, short)
    if isinstance(kind, Class):
        field = Instance(kind, (), {"primary_key": True}, cls.origin)
        made = project.run.attempt_call(kind, {"primary_key": True}, cls.origin)
        found = column(project, made if isinstance(made, Instance) else field, "id", cls.origin)
        if found is not None:
            return found
    return FieldColumn("id", project.auto_type(cls), True, "identity", True, cls.origin)


def _shown(found: FieldColumn, managed: bool) -> Column:
    """Return the column as the model says; no migration makes that of an unmanaged one."""
    belief = Constraint(found.not_null, found.default, found.origin)
    migrated, models = (belief if managed else None), (belief if found.in_models else None)
    return Column(found.name, found.type, migrated, models, found.origin, found.written)


def _explicit(project: Project, field: Instance) -> bool:
    """Whether a relation has a model of its own between the two, told or made by the field's class."""
    rel = field.attributes.get("remote_field")
    made = rel.attributes.get("through") if isinstance(rel, Instance) else None
    return made is not None or argument(project, field, "through") is not None


def _through(project: Project, cls: Class, state: ModelState, item: Contributed) -> Table | None:
    """Return the table that Django makes for a many-to-many relation without `through`."""
    field = item.field
    if not isinstance(field, Instance) or _explicit(project, field):
        return None
    to = argument(project, field, "to")
    target = project.related(field)
    schema, name = _split(relation_table(project, state, field))
    source = cls.name.lower()
    other = target.name.lower() if target else str(to).rpartition(".")[2].lower()
    if other == source or to == "self":
        source, other = f"from_{source}", f"to_{other}"
    pairs = [(source, cls), (other, target)]
    managed = project.option(state, "managed") is not False
    columns = [_automatic(project, cls)]
    for short, model in pairs:
        kind = _key_type(project, model)
        columns.append(FieldColumn(f"{short}_id", kind, True, None, False, item.origin))
    return Table(
        name=name[:_LONGEST],
        columns=tuple(_shown(found, managed) for found in columns),
        model=f"{project.label(cls)}.{cls.name}_{item.name}",
        schema=schema,
        managed=managed,
        origin=item.origin,
        unread=None if target or isinstance(to, str) else f"the target of {item.name} is not at hand",
    )


def _key_type(project: Project, cls: Class | None) -> str | None:
    if cls is None:
        return None
    found = project.primary_key(cls)
    return column_type(project, found.field, 0) if found else project.auto_type(cls)
