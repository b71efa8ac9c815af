"""Whatever DDL libpg_query accepts must read the same in both."""

from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace
from pglast.parser import ParseError

from scanner.model.ddl import Action, AddColumn, AlterType, ColumnDefinition, CreateDomain, CreateTable
from scanner.sql import read_ddl
from tests.sql.ddl_grammar import TEXTS
from tests.sql.ddl_oracle import Done, changes, type_name
from tests.sql.texts import template


def _typed(column: ColumnDefinition) -> ColumnDefinition:
    return replace(column, type=type_name(column.type)) if column.type else column


def _normal(action: Action) -> Action:
    match action:
        case CreateTable(columns):
            return replace(action, columns=tuple(map(_typed, columns)))
        case AddColumn(column):
            return replace(action, column=_typed(column))
        case AlterType(_, type_) | CreateDomain(type_):
            return replace(action, type=type_name(type_))
        case _:
            return action


def read_changes(text: str) -> list[Done]:
    return [(change.target, _normal(change.action)) for change in read_ddl(template(text))]


@settings(max_examples=800, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_reader_and_postgres_agree_on_ddl(text):
    try:
        expected = changes(text)
    except ParseError:
        assume(False)
    assert read_changes(text) == expected
