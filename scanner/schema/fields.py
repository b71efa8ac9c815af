"""A field of a model as the columns it makes: name, type, NOT NULL, the value Postgres has for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from msgspec import Struct

from scanner.model.catalog import Default, Origin
from scanner.schema.facts import django_facts
from scanner.schema.project import MIGRATED_ONLY, FieldValue, ModelState, Project
from scanner.schema.python.values import (
    MISSING,
    Class,
    ExternalCall,
    Function,
    Instance,
    Lazy,
    Unknown,
)

_FIELDS = "django.db.models.fields"
RELATED = f"{_FIELDS}.related"
_NO_COLUMN = (
    f"{RELATED}.ManyToManyField",
    "django.contrib.contenttypes.fields.GenericForeignKey",
    "django.contrib.contenttypes.fields.GenericRelation",
    f"{_FIELDS}.composite.CompositePrimaryKey",
)
_RANGES = {
    "IntegerRangeField": "int4range",
    "BigIntegerRangeField": "int8range",
    "DecimalRangeField": "numrange",
    "DateTimeRangeField": "tstzrange",
    "DateRangeField": "daterange",
    "HStoreField": "hstore",
    "GeometryField": "geometry",
    "RasterField": "raster",
    "SearchVectorField": "tsvector",
    "CICharField": "citext",
    "CIEmailField": "citext",
    "CITextField": "citext",
}


class FieldColumn(Struct, frozen=True):
    """The column of one field; `primary` for the table's primary key, `written` for its `default=`.

    `in_models` is False for one that only the migrations leave behind.
    """

    name: str
    type: str | None
    not_null: bool
    default: Default | None
    primary: bool
    origin: Origin
    written: str | None = None
    in_models: bool = True


def many_to_many(field: FieldValue) -> bool:
    """Whether a field is a many-to-many relation, which has a table and no column."""
    return isinstance(field, Instance) and field.cls.is_a(f"{RELATED}.ManyToManyField")


def foreign_key(field: FieldValue) -> bool:
    """Whether a field is a foreign key or one-to-one relation."""
    if isinstance(field, ExternalCall):
        return field.dotted.endswith(("ForeignKey", "OneToOneField"))
    return field.cls.is_a(f"{RELATED}.ForeignKey")


def argument(project: Project, field: FieldValue, name: str) -> object:
    """Return what a field was told, or what its class set, under a name; None when neither."""
    if isinstance(field, Instance):
        if name in field.attributes:
            return project.run.force(field.attributes[name])
        found = MISSING if name in field.kwargs else field.cls.find(name)
        if found is not MISSING and not isinstance(found, Function):
            return project.run.force(found)
    return project.run.force(field.kwargs.get(name))


def _holds(value: object) -> bool:
    """Return whether Python surely takes a value for true, as Django asks of `null` ("True" does too)."""
    return isinstance(value, (bool, int, str)) and bool(value)


def column(project: Project, field: FieldValue, name: str, origin: Origin) -> FieldColumn | None:
    """Return the column of a field, None when it has none."""
    if isinstance(field, Instance) and _columnless(project, field):
        return None
    told = argument(project, field, "db_column")
    primary = argument(project, field, "primary_key") is True
    shown = told if isinstance(told, str) and told else f"{name}_id" if foreign_key(field) else name
    kind = _default(project, field)
    null = _holds(argument(project, field, "null")) or _is(field, f"{_FIELDS}.NullBooleanField")
    generated = kind == "generated"
    return FieldColumn(
        name=shown,
        type=column_type(project, field, 0),
        not_null=primary or not (null or generated),
        default=kind,
        primary=primary,
        origin=origin,
        written=_written(project, field),
        in_models=argument(project, field, MIGRATED_ONLY) is not True,
    )


def _columnless(project: Project, field: Instance) -> bool:
    if field.cls.is_a(*_NO_COLUMN):
        return True
    if field.cls.is_a(f"{RELATED}.ForeignObject") and not field.cls.is_a(f"{RELATED}.ForeignKey"):
        return True
    return _own_type(project, field) is None


def _is(field: FieldValue, name: str) -> bool:
    return isinstance(field, Instance) and field.cls.is_a(name)


def _default(project: Project, field: FieldValue) -> Default | None:
    """Return where the column's own value comes from."""
    if _is(field, f"{_FIELDS}.generated.GeneratedField"):
        return "generated"
    if _is(field, f"{_FIELDS}.AutoFieldMixin"):
        return "identity" if project.version >= (4, 1) else "serial"
    told = field.kwargs.get("db_default", MISSING)
    if told is MISSING or (
        isinstance(project.run.force(told), type(None)) and "db_default" not in field.kwargs
    ):
        return None
    return "db_default"


def _written(project: Project, field: FieldValue) -> str | None:
    """Return what `default=` says, as an expression; what Django means by `auto_now` is said so too."""
    if any(argument(project, field, name) is True for name in ("auto_now", "auto_now_add")):
        return "timezone.now"
    match field.kwargs.get("default"):
        case Lazy(node=ast.expr() as node):
            return ast.unparse(node)
        case bool() | int() | float() | str() as value:
            return repr(value)
        case _:
            return None


def _own_type(project: Project, field: Instance) -> object:
    """Return what a `db_type` method of the field's own classes says, MISSING when there is none."""
    for cls in field.cls.mro():
        if not isinstance(cls, Class) or cls.native:
            return MISSING
        method = cls.namespace.get("db_type")
        if isinstance(method, Function):
            said = project.run.attempt_method(method, field)
            return said if said is None or isinstance(said, str) else Unknown("a column type")
    return MISSING


def column_type(project: Project, field: FieldValue, depth: int) -> str | None:
    """Return a column's type as Postgres has it, None when it is not known."""
    if isinstance(field, ExternalCall) or depth > 10:
        return None
    own = _own_type(project, field)
    if own is not MISSING:
        return own if isinstance(own, str) else None
    if field.cls.is_a(f"{RELATED}.ForeignKey"):
        return _target_type(project, field, depth)
    if field.cls.is_a("django.contrib.postgres.fields.array.ArrayField"):
        base = argument(project, field, "base_field")
        inner = column_type(project, base, depth + 1) if isinstance(base, Instance) else None
        return f"{inner}[]" if inner else None
    if field.cls.is_a(f"{_FIELDS}.generated.GeneratedField"):
        output = argument(project, field, "output_field")
        return column_type(project, output, depth + 1) if isinstance(output, Instance) else None
    return _plain_type(project, field)


def _plain_type(project: Project, field: Instance) -> str | None:
    facts = django_facts()
    for cls in field.cls.mro():
        if not isinstance(cls, Class):
            return None
        if not cls.native:
            method = cls.namespace.get("get_internal_type")
            said = project.run.attempt_method(method, field) if isinstance(method, Function) else None
            if isinstance(said, str):
                return _filled(project, field, facts.column_types, said)
            continue
        if cls.name in _RANGES:
            return _RANGES[cls.name]
        internal = facts.internal_types.get(cls.dotted)
        if internal is not None:
            return _filled(project, field, facts.column_types, internal)
    return None


def _filled(project: Project, field: Instance, types: Mapping[str, str], internal: str) -> str | None:
    template = "varchar(%(max_length)s)" if internal == "CharField" else types.get(internal)
    if template is None:
        return None
    given = {name: argument(project, field, name) for name in re.findall(r"%\((\w+)\)s", template)}
    if given.get("max_length", 0) is None:
        default = {
            "SlugField": 50,
            "FileField": 100,
            "FilePathField": 100,
            "URLField": 200,
            "EmailField": 254,
        }
        native = field.cls.native_base()
        given["max_length"] = default.get(native.name if native else "") or default.get(internal)
        if given["max_length"] is None:
            return "varchar"
    return template % given


def _target_type(project: Project, field: Instance, depth: int) -> str | None:
    """Return the type of the column that a foreign key points at."""
    target = project.related(field)
    if target is None or not isinstance(target.model, ModelState):
        return None
    wanted = argument(project, field, "to_field")
    found = project.field(target, wanted) if isinstance(wanted, str) else project.primary_key(target)
    if found is None:
        return None if isinstance(wanted, str) else project.auto_type(target)
    return column_type(project, found.field, depth + 1)
