"""Short spellings for the tests: a template from strings with «holes», and what a list says."""

import re

from scanner.model.statement import ColumnList, Named, Positional, Statement, Unread
from scanner.model.template import Interpolation, Part, Placeholder, Position, Template, Text
from scanner.sql import read

_HOLE = re.compile("«(=?)([^»]*)»")


def template(text: str, line: int = 1) -> Template:
    """Return the template; «x» is an interpolation of x and «=x» a bound value."""
    parts: list[Part] = []
    index = 0

    def at() -> Position:
        written = text[:index]
        return Position(line + written.count("\n"), index - (written.rfind("\n")))

    for match in _HOLE.finditer(text):
        if match.start() > index:
            parts.append(Text(text[index : match.start()], at()))
        index = match.start()
        parts.append(Placeholder(match[2], at()) if match[1] else Interpolation(match[2], at()))
        index = match.end()
    if index < len(text):
        parts.append(Text(text[index:], at()))
    return Template(tuple(parts))


def said(text: str) -> list[str]:
    """Return what the reader says of a text, one line a statement."""
    return [brief(statement) for statement in read(template(text))]


def brief(statement: Statement) -> str:
    """Return a statement as one line: operation, table, columns, conflict, and where."""
    pieces = [statement.operation, _target(statement)]
    match statement.columns:
        case ColumnList():
            pieces.append(_list(statement.columns))
        case Positional(values, nulls):
            pieces.append(f"positional {values}" + "".join(f" null@{index}" for index in nulls))
        case Unread(reason, expression):
            pieces.append(f"unread {expression or reason}")
    if statement.conflict is not None:
        pieces.append(f"sets {_list(statement.conflict)}")
    if statement.temporary:
        pieces.append("temporary")
    return " ".join(piece for piece in pieces if piece)


def _target(statement: Statement) -> str:
    match statement.target:
        case Named(name, None):
            return name
        case Named(name, str(schema)):
            return f"{schema}.{name}"
        case Named(name, unread):
            return f"<{unread.expression if isinstance(unread, Unread) else ''}>.{name}"
        case Unread(_, expression):
            return f"<{expression}>"


def _list(columns: ColumnList) -> str:
    marks = [
        name + "=NULL" * (name in columns.nulls) + "=DEFAULT" * (name in columns.defaults)
        for name in columns.certain
    ]
    marks += [f"{name}?" for name in columns.possible]
    marks += ["…"] * (not columns.complete)
    return f"({', '.join(marks)})" if marks else ""
