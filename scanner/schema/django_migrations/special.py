"""Operations beyond models and fields: constraints, raw SQL, Python, and state apart from database."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.schema import constraints
from scanner.schema.django_migrations import running
from scanner.schema.django_migrations.operation import Told, model_of
from scanner.schema.django_migrations.schema_editor import SchemaEditor
from scanner.schema.django_migrations.sql import execute
from scanner.schema.django_migrations.states import State
from scanner.schema.python import operators
from scanner.schema.python.values import Function, Unknown

_TABLE = re.compile(r"\balter\s+table\s+(?:if\s+exists\s+|only\s+)*\"?(\w+)", re.IGNORECASE)
_DDL = re.compile(r"\b(alter|create|drop)\s+(temp\w*\s+)?(table|domain|trigger)\b", re.IGNORECASE)


def add_constraint(told: Told, state: State) -> None:
    """Keep a constraint with the model's options."""
    model = model_of(told, state)
    if model is not None:
        known = operators.iterate(model.options.get("constraints")) or []
        state.put(replace(model, options={**model.options, "constraints": [*known, told.get("constraint")]}))


def remove_constraint(told: Told, state: State) -> None:
    """Take a constraint out of the model's options."""
    model = model_of(told, state)
    if model is not None:
        known = operators.iterate(model.options.get("constraints")) or []
        kept = [one for one in known if _name(told, one) != told.text("name")]
        state.put(replace(model, options={**model.options, "constraints": kept}))


def _name(told: Told, constraint: object) -> str | None:
    found = constraints.check(told.project.run, constraint)
    return found.name if found else None


def add_check(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Add a CHECK to the table when it forbids NULL."""
    model = model_of(told, after)
    if model is not None and editor.migrates(model):
        editor.add_constraint(model, told.get("constraint"))


def remove_check(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Drop a CHECK from the table."""
    model = model_of(told, before)
    if model is not None and editor.migrates(model):
        editor.remove_constraint(model, told.text("name"))


def operations_of(told: Told, name: str) -> Iterator[object]:
    """Yield the operations that an operation holds under a name; one that is no operation is said."""
    held = told.get(name)
    items = operators.iterate(held)
    if items is None and held is not None:
        told.project.run.report(told.at.path, told.at.line, f"the {name} could not be read")
    yield from items or ()


def separate_state(told: Told, state: State) -> None:
    """Change the state by `state_operations` alone."""
    for inner in operations_of(told, "state_operations"):
        running.state_forwards(told.project, inner, told.app, state, told.at)


def separate_database(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Change the database by `database_operations` alone, each with a state of its own."""
    running.database_forwards(
        told.project, list(operations_of(told, "database_operations")), told.app, editor, before
    )


def run_sql(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Run the forward SQL: a text, or a list of texts and of (text, parameters)."""
    told_sql = told.get("sql")
    statements = told_sql if isinstance(told_sql, (list, tuple)) else [told_sql]
    for statement in statements:
        match told.project.run.force(statement):
            case (text, _) | [text, _] | text:
                execute(editor, told.project.run.force(text))


def run_sql_state(told: Told, state: State) -> None:
    """Change the state by `state_operations`."""
    for inner in operations_of(told, "state_operations"):
        running.state_forwards(told.project, inner, told.app, state, told.at)


def run_python(told: Told, editor: SchemaEditor, before: State, after: State) -> None:
    """Run the function for the SQL that it runs; one that could not be followed to its DDL is said."""
    code = told.get("code")
    if not isinstance(code, Function):
        return
    for command in _commands(code.node):
        message = f"the management command {command} runs here, and what it does to tables is not known"
        told.project.run.report(told.at.path, told.at.line, message)
    if not _touches(code.node):
        return
    ran, unread, queried = editor.ran_ddl, editor.unread, editor.queried
    columns = _columns(editor)
    state, schema = running.state_value(editor, before), running.editor_value(editor)
    arguments = (running.apps_of(state), schema)
    ended = told.project.run.attempt(lambda: told.project.run.call(code, arguments, {}, told.at))
    if editor.queried != queried:
        _leave_open(editor, [name for name, now in _columns(editor).items() if now - columns.get(name, now)])
    lost = isinstance(ended, Unknown) or editor.unread != unread
    suspects = [code.node] if lost else [node for node in ast.walk(code.node) if isinstance(node, ast.For)]
    text = next((text for node in suspects for text in _texts(node) if _DDL.search(text)), None)
    if text is not None and editor.ran_ddl == ran:
        told.project.whole()
        _leave_open(editor, _TABLE.findall(text))
        said = " ".join(text.split())[:80]
        at = Origin(code.scope.module.path, code.node.lineno)
        told.project.run.report(at.path, at.line, f"{code.name} runs DDL that could not be followed: {said}")


def _columns(editor: SchemaEditor) -> dict[str, frozenset[str]]:
    return {each.name: frozenset(each.columns) for each in editor.database.relations.values()}


def _leave_open(editor: SchemaEditor, tables: Iterable[str]) -> None:
    """Note of tables that they may have more columns: one for each row of a query, say."""
    for relation in map(editor.database.find, tables):
        if relation is not None:
            relation.unread.append(f"{editor.at.path}:{editor.at.line}: it may add more columns")


def _touches(node: ast.AST) -> bool:
    """Whether a function asks for more than the connection's alias of what it is given."""
    return any(
        (isinstance(inner, ast.Attribute) and inner.attr in _REACHING)
        or (
            isinstance(inner, ast.Call)
            and any(isinstance(arg, ast.Name) and arg.id in _GIVEN for arg in inner.args)
        )
        for inner in ast.walk(node)
    )


_REACHING = frozenset(
    {
        *("execute", "executemany", "cursor", "add_field", "alter_field", "remove_field"),
        *("create_model", "delete_model", "alter_db_table"),
    }
)
_GIVEN = frozenset({"schema_editor", "editor", "cursor", "connection"})


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the strings of a function; its docstring is none that it runs."""
    pending = [node]
    while pending:
        inner = pending.pop(0)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value
        elif not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant)):
            pending.extend(ast.iter_child_nodes(inner))


def _commands(node: ast.AST) -> Iterator[str]:
    """Yield the management commands that a function calls by a literal name."""
    for inner in ast.walk(node):
        match inner:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str() as it), *_]
            ):
                if name == "call_command" and it not in _HARMLESS:
                    yield it
            case _:
                pass


_HARMLESS = frozenset({"loaddata", "createcachetable", "compilemessages", "collectstatic"})
