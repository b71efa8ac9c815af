"""A file is passed over for one table only when it surely writes none but others."""

import re
from random import Random

import pytest

from scanner.find.candidates import pattern
from scanner.find.hits import hits
from scanner.find.narrow import concerning, narrowed

ORDER = frozenset({"shop_order", "Order"})


def concerns(source: str, *names: str) -> bool:
    data = source.encode()
    return bool(concerning(data, hits(data, names), ORDER, {}))


@pytest.mark.parametrize(
    "source",
    [
        "INSERT INTO shop_item (a) VALUES (1)",
        "insert into shop_item\n(a) values (1)",
        "UPDATE ONLY shop_item SET a = 1; DELETE FROM shop_item WHERE a = 1",
        "COPY shop_item (a) FROM STDIN",
        "INSERT INTO shop_order_tags (a) VALUES (1)",
        "INSERT INTO old_shop_order (a) VALUES (1); const reordered = 1",
        "INSERT INTO shop_item (a) VALUES (1) -- as for shop_order",
        "`INSERT INTO shop_item (a)\n VALUES ($1)\n ON CONFLICT (id)\n DO UPDATE SET a = 1`",
    ],
)
def test_other_tables_that_are_written_out(source: str):
    assert not concerns(source)


@pytest.mark.parametrize(
    "source",
    [
        "INSERT INTO shop_order (a) VALUES (1)",
        "INSERT INTO SHOP_ORDER (a) VALUES (1)",
        'INSERT INTO "shop_order" (a) VALUES (1)',
        'f"INSERT INTO {table} (a) VALUES (1)"',
        'f"INSERT INTO shop_{kind} (a) VALUES (1)"',
        '"INSERT INTO " + table + " (a) VALUES (1)"',
        '"INSERT INTO shop_" + kind',
        "`INSERT INTO ${table} (a) VALUES (1)`",
        "INSERT INTO %s (a) VALUES (1)",
        "INSERT INTO :schema.t (a) VALUES (1)",
        "INSERT /* into */ INTO shop_item (a) VALUES (1)",
        "TRUNCATE shop_item",
        "put + ' ON CONFLICT (id) DO UPDATE SET a = 1'",
        "'INSERT INTO shop_item (a) VALUES (1)'; put + ' ON CONFLICT (id) DO UPDATE SET a = 1'",
        "INSERT INTO shop_item (a) VALUES (1); INSERT INTO {table} (a) VALUES (1)",
    ],
)
def test_the_table_its_model_and_what_only_the_running_program_knows(source: str):
    assert concerns(source)


def test_a_call_may_always_concern_it():
    assert concerns("insertRow(db, table, row)", "insertRow")


FULL = re.compile(pattern(()).encode(), re.MULTILINE)
NARROWED = re.compile(narrowed(ORDER, {"insertRow"}).encode(), re.MULTILINE)
KEYWORDS = ["insert", "replace", "merge", "delete", "update", "copy", "alter", "truncate"]
OTHERS = ["into", "from", "table", "only", "or", "ignore", "set", "a = 1", "if exists", "stdin", "where"]
TABLES = ["shop_item", "o.item", "item(", "{t}", "${t}", "%s", "1x", "t-x", "t$", ":t", "[t]", "item;", "é"]
GAPS = [
    " ",
    " ",
    " ",
    "\n",
    "\t",
    "\\n",
    "\\\n",
    '" + "',
    "' f'",
    '"',
    "'",
    "`",
    ", ",
    " + ",
    " -- x\n",
    " /* x */ ",
]


@pytest.mark.parametrize("seed", range(40))
def test_the_pattern_finds_every_candidate_that_may_concern_a_table(seed: int):
    chance = Random(seed)
    concerned = 0
    for _ in range(500):
        words = [chance.choice([*KEYWORDS, *OTHERS, *OTHERS, *TABLES, *TABLES]) for _ in range(5)]
        cased = [chance.choice([str.upper, str.lower, str.capitalize])(word) for word in words]
        keyword = chance.choice([str.upper, str.lower])(chance.choice(KEYWORDS))
        text = "".join(word + chance.choice(GAPS) for word in (keyword, *cased))
        data = text.encode()
        if FULL.search(data) and concerning(data, hits(data, ()), ORDER, {}):
            concerned += 1
            assert NARROWED.search(data), text
    assert concerned > 20


@pytest.mark.parametrize(
    "source",
    [
        "INSERT INTO shop_item (a) VALUES (1)",
        "update shop_item set a = 1",
        "DELETE FROM shop_item\nWHERE a = 1",
        "COPY shop_item (a) FROM STDIN",
        "ALTER TABLE shop_item ADD COLUMN a int",
        "please update the list of what is set",
    ],
)
def test_the_pattern_passes_over_other_tables(source: str):
    assert not NARROWED.search(source.encode())


def test_the_pattern_finds_calls_and_suppressions():
    assert NARROWED.search(b"insertRow(db, table, row)")
    assert NARROWED.search(b"INSERT INTO shop_item (a) -- writers: ignore[x] -- y")
