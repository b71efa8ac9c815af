"""A file is passed over for one table only when it surely writes none but others."""

import pytest

from scanner.find.hits import hits
from scanner.find.narrow import may_concern

ORDER = frozenset({"shop_order", "Order"})


def concerns(source: str, *names: str) -> bool:
    data = source.encode()
    return may_concern(data, tuple(hits(data, names)), ORDER)


@pytest.mark.parametrize(
    "source",
    [
        "INSERT INTO shop_item (a) VALUES (1)",
        "insert into shop_item\n(a) values (1)",
        "UPDATE ONLY shop_item SET a = 1; DELETE FROM shop_item WHERE a = 1",
        "COPY shop_item (a) FROM STDIN",
        "INSERT INTO shop_order_tags (a) VALUES (1)",
        "INSERT INTO old_shop_order (a) VALUES (1); const reordered = 1",
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
        "INSERT INTO shop_item (a) VALUES (1) -- as for shop_order",
        'f"INSERT INTO {table} (a) VALUES (1)"',
        'f"INSERT INTO shop_{kind} (a) VALUES (1)"',
        '"INSERT INTO " + table + " (a) VALUES (1)"',
        '"INSERT INTO shop_" + kind',
        "`INSERT INTO ${table} (a) VALUES (1)`",
        "INSERT INTO %s (a) VALUES (1)",
        "INSERT INTO :schema.t (a) VALUES (1)",
        "INSERT /* into */ INTO shop_item (a) VALUES (1)",
        "TRUNCATE shop_item",
        "INSERT INTO shop_item (a) VALUES (1); INSERT INTO {table} (a) VALUES (1)",
    ],
)
def test_the_table_its_model_and_what_only_the_running_program_knows(source: str):
    assert concerns(source)


def test_a_call_may_always_concern_it():
    assert concerns("insertRow(db, table, row)", "insertRow")
