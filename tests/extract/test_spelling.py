"""Names that a builder writes in another spelling than the code."""

import pytest

import grammars
from scanner.extract import answers, extract
from scanner.extract.spelling import snake_case
from scanner.extract.writes import writes
from scanner.link import as_stored
from scanner.model.facts import Known
from scanner.model.statement import ColumnList, Named
from scanner.reporters import documents

TYPESCRIPT = next(grammar for grammar in grammars.discover() if grammar.name == "typescript")
INSERT = b"await db.insertInto('userTokens').values({ userId: 1, usedAt: null }).execute()\n"


def facts(source: bytes, known: Known | None = None):
    return extract("src/x.ts", source, TYPESCRIPT, "typescript", (), known or Known())


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("createdAt", "created_at"),
        ("HTMLBody", "html_body"),
        ("id", "id"),
        ("address2Line", "address2_line"),
        ("URL", "URL"),
        ("already_so", "already_so"),
    ],
)
def test_snake_case(written: str, stored: str):
    assert snake_case(written) == stored


def test_a_plugin_set_anywhere_folds_the_names_of_its_library():
    setting = facts(b"export const db = new Kysely({ dialect, plugins: [new CamelCasePlugin()] })\n")
    assert setting.folding == frozenset({"kysely"})
    (write,) = writes(facts(INSERT, Known(folding=setting.folding)))
    assert write.statement.target == Named("user_tokens")
    assert write.statement.columns == ColumnList(("userId", "usedAt"), nulls=("usedAt",))
    stored = as_stored(write).statement.columns
    assert stored == ColumnList(("user_id", "used_at"), nulls=("used_at",))


def test_without_the_plugin_names_are_what_is_written():
    (write,) = writes(facts(INSERT))
    assert write.statement.target == Named("userTokens")
    assert as_stored(write) == write


TABLES = b"""
export const users = pgTable('shop_user', {
    id: serial('id'),
    fullName: text('full_name').notNull(),
    nick: text(),
})
"""
USE = b"""
import { users } from './tables'
await db.insert(users).values({ fullName: 'x', nick: null })
"""


def test_columns_of_an_imported_table_are_spelt_as_it_says():
    wanted = facts(USE).wanted
    assert [each.name for each in wanted] == ["users", "users.fullName", "users.nick"]
    asked = [each.question for each in wanted]
    known = answers("src/tables.ts", TABLES, TYPESCRIPT, "typescript", asked, Known()).texts
    assert known == {"users": "shop_user", "users.fullName": "full_name", "users.nick": "nick"}
    (write,) = writes(facts(USE, Known(texts=known)))
    assert write.statement.target == Named("shop_user")
    assert write.statement.columns == ColumnList(("fullName", "nick"), nulls=("nick",))
    assert as_stored(write).statement.columns == ColumnList(("full_name", "nick"), nulls=("nick",))


def test_a_list_shows_names_as_written_and_says_how_they_are_stored():
    (write,) = writes(facts(USE, Known(texts={"users": "shop_user", "users.fullName": "full_name"})))
    shown = documents.write(write)
    assert (shown["columns"], shown["stored_as"]) == (["fullName", "nick"], {"fullName": "full_name"})
