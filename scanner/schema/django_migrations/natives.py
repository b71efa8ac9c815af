"""The classes of django.db.migrations as the interpreter meets them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.schema.django_migrations import special
from scanner.schema.django_migrations.operation import DatabaseChange, Operation, StateChange, Told
from scanner.schema.django_migrations.operations import OPERATIONS
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.states import State
from scanner.schema.project import Project
from scanner.schema.python.builtins import NOWHERE, Native
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import Builtin, Class, Instance, Unknown

_BEYOND: Mapping[str, Operation] = {
    "AddConstraint": Operation(
        "models", ("model_name", "constraint"), special.add_constraint, special.add_check
    ),
    "RemoveConstraint": Operation(
        "models", ("model_name", "name"), special.remove_constraint, special.remove_check
    ),
    "ModelOperation": Operation("models", ("name",)),
    "FieldOperation": Operation("fields", ("model_name", "name", "field")),
    "IndexOperation": Operation("models", ()),
    "ModelOptionOperation": Operation("models", ("name",)),
    "AlterConstraint": Operation("models", ("model_name", "name", "constraint")),
    "RunSQL": Operation(
        "special", ("sql", "reverse_sql", "state_operations", "hints", "elidable"),
        special.run_sql_state, special.run_sql,
    ),
    "RunPython": Operation(
        "special", ("code", "reverse_code", "atomic", "hints", "elidable"), database=special.run_python
    ),
    "SeparateDatabaseAndState": Operation(
        "special", ("database_operations", "state_operations"),
        special.separate_state, special.separate_database,
    ),
}  # fmt: skip
_POSTGRES: Mapping[str, Operation] = {
    **{
        name: Operation("", ("hints",))
        for name in (
            "BloomExtension", "BtreeGinExtension", "BtreeGistExtension", "CITextExtension", "CryptoExtension",
            "HStoreExtension", "TrigramExtension", "UnaccentExtension",
        )
    },
    "CreateExtension": Operation("", ("name", "hints")),
    "CreateCollation": Operation("", ("name", "locale", "provider", "deterministic")),
    "RemoveCollation": Operation("", ("name", "locale", "provider", "deterministic")),
    "ValidateConstraint": Operation("", ("model_name", "name")),
    "AddIndexConcurrently": Operation("", ("model_name", "index"), base="AddIndex"),
    "RemoveIndexConcurrently": Operation("", ("model_name", "name"), base="RemoveIndex"),
    "AddConstraintNotValid": replace(_BEYOND["AddConstraint"], base="AddConstraint"),
}  # fmt: skip
_DJANGO = "django.db.migrations"
_CONTRIB = "django.contrib.postgres.operations"


def natives(project: Project) -> dict[str, object]:
    """Return the names of django.db.migrations and django.contrib.postgres.operations."""
    made: dict[str, Class] = {}
    found: dict[str, object] = {}
    for name, operation in (*OPERATIONS.items(), *_BEYOND.items()):
        module = f"{_DJANGO}.operations.{operation.module}"
        made[name] = _class(project, name, module, operation, made)
        places = (_DJANGO, f"{_DJANGO}.operations", module)
        found |= {f"{place}.{name}": made[name] for place in places}
    for name, operation in _POSTGRES.items():
        made[name] = _class(project, name, _CONTRIB, operation, made)
        found[f"{_CONTRIB}.{name}"] = made[name]
    made["RunSQL"].namespace["noop"] = ""
    made["RunPython"].namespace["noop"] = None
    migration = Class("Migration", f"{_DJANGO}.migration", (), {}, NOWHERE, native=True)
    found[f"{_DJANGO}.Migration"] = found[f"{_DJANGO}.migration.Migration"] = migration
    swappable = Builtin("swappable_dependency", _swappable)
    found[f"{_DJANGO}.swappable_dependency"] = found[f"{_DJANGO}.migration.swappable_dependency"] = swappable
    return found


def _class(
    project: Project, name: str, module: str, operation: Operation, made: Mapping[str, Class]
) -> Class:
    bases = (made[operation.base],) if operation.base else ()
    cls = Class(name, module, bases, {}, NOWHERE, native=True)
    cls.namespace["__init__"] = Builtin("__init__", _initialiser(operation.arguments))
    if operation.base in ("", "Operation"):
        cls.namespace["state_forwards"] = Builtin("state_forwards", _state(project, operation.state))
        cls.namespace["database_forwards"] = Builtin(
            "database_forwards", _database(project, operation.database)
        )
    if not operation.base:
        allow = Builtin("allow_migrate_model", lambda run, args, kwargs, at: True)
        cls.namespace["allow_migrate_model"] = allow
        cls.namespace["__getattr__"] = Builtin("__getattr__", _lowered)
    return cls


def _initialiser(arguments: tuple[str, ...]) -> Native:
    def initialise(
        run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
    ) -> object:
        made, *given = args
        if isinstance(made, Instance):
            made.attributes.update(dict.fromkeys(arguments))
            made.attributes.update(zip(arguments, given, strict=False))
            made.attributes.update(kwargs)
        return None

    return initialise


def _lowered(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    """Return `name_lower` and its like."""
    made, name = args[0], args[1]
    if isinstance(made, Instance) and isinstance(name, str) and name.endswith("_lower"):
        plain = run.force(made.attributes.get(name.removesuffix("_lower")))
        if isinstance(plain, str):
            return plain.lower()
    return Unknown(f"{name} of an operation")


def _state(project: Project, change: StateChange) -> Native:
    def forwards(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        match (*args, *kwargs.values()):
            case (Instance() as operation, str() as app, Instance(attributes={"state": State() as state})):
                told = Told(project, operation, app)
                if told.counts():
                    change(told, state)
            case _:
                pass
        return None

    return forwards


def _database(project: Project, change: DatabaseChange) -> Native:
    def forwards(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        match (*args, *kwargs.values()):
            case (
                Instance() as operation,
                str() as app,
                Instance(attributes={"editor": SchemaEditor() as editor}),
                Instance(attributes={"state": State() as before}),
                Instance(attributes={"state": State() as after}),
            ):
                told = Told(project, operation, app)
                if told.counts():
                    change(told, editor, before, after)
            case _:
                pass
        return None

    return forwards


def _swappable(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    label = args[0] if args else None
    return (label.split(".")[0], "__first__") if isinstance(label, str) else Unknown("a swappable dependency")
