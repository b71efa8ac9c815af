"""Operations run, and what their own Python meets: schema editor, cursor, connection, app registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scanner.model.catalog import Origin
from scanner.schema.django_migrations.fields import historical
from scanner.schema.django_migrations.operation import is_operation
from scanner.schema.django_migrations.operations import OPERATIONS
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.sql import executing
from scanner.schema.django_migrations.states import HistoricalField, HistoricalModel, State
from scanner.schema.project import Project
from scanner.schema.python.builtins import NOWHERE, Native
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import (
    Bound,
    Builtin,
    Class,
    ExternalCall,
    Function,
    Instance,
    Raised,
    Unknown,
)


def state_forwards(project: Project, operation: object, app: str, state: State, at: Origin) -> None:
    """Let an operation change the project state; one that is not at hand is said."""
    operation = adopted(project, operation)
    if not isinstance(operation, Instance) or not is_operation(operation):
        project.run.report(at.path, at.line, f"a migration of {app} holds {_told(operation)}: it was not run")
        return
    _call(project, operation, "state_forwards", (app, Instance(_STATE, (), {}, NOWHERE, {"state": state})))


def database_forwards(
    project: Project, operations: Sequence[object], app: str, editor: SchemaEditor, state: State
) -> State:
    """Run operations one after the other and return the state after them; `state` stays as it was."""
    for each in operations:
        operation = adopted(project, each)
        after = state.clone()
        at = operation.origin if isinstance(operation, (Instance, ExternalCall)) else editor.at
        editor.at, editor.app = at, app
        state_forwards(project, operation, app, after, at)
        if isinstance(operation, Instance) and is_operation(operation):
            before = Instance(_STATE, (), {}, NOWHERE, {"state": state})
            arguments = (app, editor_value(editor), before, state_value(editor, after))
            _call(project, operation, "database_forwards", arguments)
        state = after
    return state


def _call(project: Project, operation: Instance, name: str, arguments: tuple[object, ...]) -> None:
    method = project.run.force(operation.cls.find(name))
    if isinstance(method, Builtin):
        method.call(project.run, (operation, *arguments), {}, operation.origin)
    elif isinstance(method, Function):
        found = project.run.attempt(
            lambda: project.run.call(Bound(method, operation), arguments, {}, operation.origin)
        )
        if isinstance(found, Unknown):
            project.whole()
            said = f"{operation.cls.name}.{name} could not be followed: {found.reason}"
            project.run.report(operation.origin.path, operation.origin.line, said)


def adopted(project: Project, operation: object) -> object:
    """Return an operation of a package that is not at hand as the one of Django's that it is named after."""
    if not isinstance(operation, ExternalCall):
        return operation
    name = operation.dotted.rpartition(".")[2]
    known = max((key for key in OPERATIONS if name.endswith(key)), key=len, default="Operation")
    cls = project.run.natives.get(f"django.db.migrations.{known}")
    if known.endswith("Operation") or not isinstance(cls, Class):
        return operation
    return project.run.call(cls, operation.args, operation.kwargs, operation.origin)


def _told(operation: object) -> str:
    match operation:
        case ExternalCall(dotted=dotted):
            return f"{dotted}, which is not at hand"
        case Unknown(reason=reason):
            return f"an operation that could not be read ({reason})"
        case _:
            return "something that is no operation"


_STATE = Class("ProjectState", "django.db.migrations.state", (), {}, NOWHERE, native=True)
_EDITOR = Class("SchemaEditor", "django.db.backends.postgresql.schema", (), {}, NOWHERE, native=True)
_APPS = Class("StateApps", "django.db.migrations.state", (), {}, NOWHERE, native=True)
_MODEL = Class("HistoricalModel", "django.db.migrations.state", (), {}, NOWHERE, native=True)
_OPTIONS = Class("Options", "django.db.models.options", (), {}, NOWHERE, native=True)


def state_value(editor: SchemaEditor, state: State) -> Instance:
    """Return a project state as the scanned code meets it."""
    return Instance(_STATE, (), {}, NOWHERE, {"state": state})


def apps_of(state: Instance) -> Instance:
    """Return the app registry of a state."""
    return Instance(_APPS, (), {}, NOWHERE, dict(state.attributes))


def editor_value(editor: SchemaEditor) -> Instance:
    """Return a schema editor as the scanned code meets it."""
    connection = editor.project.run.natives.get("django.db.connection")
    return Instance(
        _EDITOR, (), {}, NOWHERE, {"editor": editor, "connection": connection, "deferred_sql": []}
    )


def _model_value(model: HistoricalModel) -> Instance:
    options: dict[str, object] = {
        "db_table": model.db_table,
        "app_label": model.app,
        "model_name": model.name.lower(),
        "object_name": model.name,
        "model": model,
    }
    meta = Instance(_OPTIONS, (), {}, NOWHERE, options)
    return Instance(_MODEL, (), {}, NOWHERE, {"_meta": meta, "model": model, "__name__": model.name})


def _attribute(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    owner, name = args[0], args[1]
    if isinstance(owner, Instance) and name == "apps":
        return apps_of(owner)
    return Unknown(f"{name} of a migration state")


def _clone(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    match args:
        case (Instance(attributes={"state": State() as state}),):
            return Instance(_STATE, (), {}, NOWHERE, {"state": state.clone()})
        case _:
            return Unknown("a copy of a migration state")


def _get_model(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    apps, *names = args
    words = [word for word in (*names, *kwargs.values()) if isinstance(word, str)]
    app, _, name = ".".join(words).partition(".")
    state = apps.attributes.get("state") if isinstance(apps, Instance) else None
    model = state.model(app, name) if isinstance(state, State) else None
    return Unknown(f"the model {app}.{name}") if model is None else _model_value(model)


def _get_field(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    meta, name = args[0], [*args[1:], *kwargs.values()][0]
    model = meta.attributes.get("model") if isinstance(meta, Instance) else None
    one = model.fields.get(name) if isinstance(model, HistoricalModel) and isinstance(name, str) else None
    if one is None:
        raise Raised("FieldDoesNotExist", str(name))
    return _field_value(one)


def _field_value(one: HistoricalField) -> object:
    value = one.remembered()
    column = one.column.name if one.column else None
    if not isinstance(value, Instance):
        return Unknown(f"the field {one.name}")
    told = {**value.attributes, "name": one.name, "column": column, "attname": column, "historical": one}
    return Instance(value.cls, value.args, value.kwargs, value.origin, told)


_Change = Callable[[SchemaEditor, HistoricalModel, Sequence[HistoricalField]], None]


def _changing(change: _Change) -> Native:
    """Return a method of the schema editor that takes a model and fields."""

    def native(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
        owner, *given = (*args, *kwargs.values())
        editor = owner.attributes.get("editor") if isinstance(owner, Instance) else None
        model = given[0].attributes.get("model") if given and isinstance(given[0], Instance) else None
        if isinstance(editor, SchemaEditor) and isinstance(model, HistoricalModel):
            change(
                editor,
                model,
                [_historical(editor, model, one) for one in given[1:] if isinstance(one, Instance)],
            )
        elif isinstance(editor, SchemaEditor):
            editor.project.whole()
            run.report(
                editor.at.path, editor.at.line, "a table is changed by code that could not be followed"
            )
        return None

    return native


def _historical(editor: SchemaEditor, model: HistoricalModel, field: Instance) -> HistoricalField:
    known = field.attributes.get("historical")
    if isinstance(known, HistoricalField):
        return known
    name = field.attributes.get("name")
    shown = name if isinstance(name, str) else "?"
    return historical(editor.project, model.app, model.name, shown, field, editor.at)


def _renaming(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    owner, *given = (*args, *kwargs.values())
    editor = owner.attributes.get("editor") if isinstance(owner, Instance) else None
    match given:
        case [_, str() as old, str() as new] if isinstance(editor, SchemaEditor):
            editor.rename_table(old, new)
        case _:
            pass
    return None


def _alter(editor: SchemaEditor, model: HistoricalModel, fields: Sequence[HistoricalField]) -> None:
    if len(fields) == 2:
        editor.alter_field(model, model, fields[0], fields[1])


def _quote(run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin) -> object:
    name = args[-1] if args else None
    if not isinstance(name, str):
        return Unknown("a quoted name")
    return name if name.startswith('"') else f'"{name}"'


_STATE.namespace["__getattr__"] = Builtin("__getattr__", _attribute)
_STATE.namespace["clone"] = Builtin("clone", _clone)
_APPS.namespace["get_model"] = Builtin("get_model", _get_model)
_OPTIONS.namespace["get_field"] = Builtin("get_field", _get_field)
_EDITOR.namespace.update(
    {
        "execute": Builtin("execute", executing(strict=True)),
        "quote_name": Builtin("quote_name", _quote),
        "add_field": Builtin("add_field", _changing(lambda e, m, f: e.add_field(m, f[0]) if f else None)),
        "remove_field": Builtin(
            "remove_field", _changing(lambda e, m, f: e.remove_field(m, f[0]) if f else None)
        ),
        "alter_field": Builtin("alter_field", _changing(_alter)),
        "create_model": Builtin("create_model", _changing(lambda e, m, f: e.create_model(m))),
        "delete_model": Builtin("delete_model", _changing(lambda e, m, f: e.delete_model(m))),
        "alter_db_table": Builtin("alter_db_table", _renaming),
    }
)
