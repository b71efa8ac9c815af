"""File facts to writes: every text's statements, and every call that writes without SQL."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scanner.extract.spelling import spellings
from scanner.model.facts import FileFacts, RowCall, SqlText, Write
from scanner.model.statement import ColumnList, Named, Statement, Target, Unread
from scanner.model.template import Position, Template, Text
from scanner.sql import read


def writes(facts: FileFacts) -> tuple[Write, ...]:
    """Return the writes of one file, in order of their places, each place and operation once."""
    found: dict[tuple[Position, str, Target], Write] = {}
    for write in _all(facts):
        statement = write.statement
        found.setdefault((statement.at, statement.operation, statement.target), write)
    return tuple(sorted((_shadowed(write, facts) for write in found.values()), key=_place))


def _shadowed(write: Write, facts: FileFacts) -> Write:
    """Return a write as one to the temporary table that its definition makes before it."""
    statement = write.statement
    for name, symbol, line in facts.temporary:
        made = symbol == write.symbol and line <= statement.at.line
        if made and not statement.temporary and statement.target == Named(name):
            return replace(write, statement=replace(statement, temporary=True), shadow=line)
    return write


def _place(write: Write) -> tuple[int, int]:
    return write.statement.at.line, write.statement.at.column


def _all(facts: FileFacts) -> Iterator[Write]:
    for text in facts.texts:
        for statement in read(text.template, text.executor):
            yield _raw(facts, text, statement)
    for row in facts.rows:
        if not _is_mute(row):
            yield _row(facts, row)


def _is_mute(row: RowCall) -> bool:
    """Return whether a call tells neither table nor row: the function's own statement says as much."""
    if row.sink is None or not isinstance(relation(row.table), Unread):
        return False
    return isinstance(row.columns, Unread) or row.operation in ("delete", "truncate")


def _raw(facts: FileFacts, text: SqlText, statement: Statement) -> Write:
    return Write(
        path=facts.path,
        language=facts.language,
        statement=statement,
        via=text.via,
        kind="raw-sql",
        database=statement.dialect,
        in_tests=text.site.in_tests,
        symbol=text.site.symbol,
        reason=_reason(statement),
        sink_of=text.sink_of,
        connection=text.connection,
    )


def _row(facts: FileFacts, row: RowCall) -> Write:
    target = relation(row.table)
    statement = Statement(
        operation=row.operation,
        target=target,
        columns=row.columns,
        at=row.site.at,
        end_line=row.site.end_line,
        conflict=row.conflict,
        dialect=row.executor,
        digest=_digest(row, target),
    )
    return Write(
        path=facts.path,
        language=facts.language,
        statement=statement,
        via=row.via,
        kind=row.kind,
        database=row.executor,
        in_tests=row.site.in_tests,
        symbol=row.site.symbol,
        reason=_reason(statement),
        sink=row.sink,
        spelling=spellings(row),
    )


def relation(table: Template) -> Target:
    """Return the table that a call names; such names are quoted by the library, so case is kept."""
    text = "".join(part.value if isinstance(part, Text) else "\0" for part in table.parts)
    schema, dot, name = text.rpartition(".")
    if "\0" in name or not name:
        holes = [part.expression for part in table.parts if not isinstance(part, Text)]
        expression = next((each for each in holes if not each.startswith("{%")), None)
        return Unread(f"the table is {expression or 'not named'}", expression)
    if "\0" in schema:
        return Named(name.strip('"'), Unread("the schema is only known at run time"))
    return Named(name.strip('"'), schema.strip('"').rpartition(".")[2] if dot else None)


def _digest(row: RowCall, target: Target) -> str:
    name = target.name if isinstance(target, Named) else "?"
    return f"{row.via} {row.operation} {name}"


def _reason(statement: Statement) -> str | None:
    if isinstance(statement.target, Unread):
        return statement.target.reason
    match statement.columns:
        case Unread(reason):
            return reason
        case ColumnList(reason=reason):
            return reason
        case _:
            return None
