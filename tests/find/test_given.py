"""The call of a learnt function is passed over only when it surely writes another table."""

import pytest

from scanner.find.given import may_write
from scanner.find.hits import hits
from scanner.find.narrow import concerning
from scanner.model.facts import Argument, Sink
from scanner.model.statement import Unread
from scanner.model.template import Position, Template, Text

GIVEN = Sink("insertRow", "typescript", Argument(1), (Argument(2),))
NAMED = Sink("insertRow", "python", Argument(1, "table"), (Argument(2),))


def fixed(table: str) -> Sink:
    name = Template((Text(table, Position(1, 1), verbatim=False),))
    return Sink("insertRow", "typescript", name, Unread("it is not read here"))


def concerns(source: str, *sinks: Sink) -> bool:
    data = source.encode()
    return bool(concerning(data, hits(data, ["insertRow"]), {"shop_order"}, {"insertRow": sinks}))


@pytest.mark.parametrize(
    "source",
    [
        "insertRow(db, 'shop_item', { a })",
        "insertRow(this.db, `shop_item`, row)",
        'await insertRow<RawItem>(db.pool(), "public.shop_item", {',
    ],
)
def test_another_table(source: str):
    assert not concerns(source, GIVEN)


@pytest.mark.parametrize(
    "source",
    [
        "insertRow(db, 'shop_order', { a })",
        "insertRow(db, 'SHOP_ORDER', { a })",
        "insertRow(db, TABLE, { a })",
        "insertRow(db, 'shop_' + kind, { a })",
        "insertRow(db, `shop_${kind}`, { a })",
        "insertRow(one(a, 'shop_item'), 'shop_order', { a })",
        "insertRow({ db, x: 'shop_item' }, name, { a })",
        "insertRow(...given)",
        "rows.map(insertRow)",
        "import { insertRow } from './rows'\ninsertRow(db, TABLE, {})",
    ],
)
def test_what_may_be_the_table(source: str):
    assert concerns(source, GIVEN)


def test_a_table_that_is_given_by_its_name():
    assert not concerns("insertRow(txn, table='shop_item', values={})", NAMED)
    assert concerns("insertRow(txn, table=name, values={'table': 'shop_item'})", NAMED)


def test_a_function_that_always_writes_one_table():
    assert may_write(fixed("public.Shop_order"), {"shop_order"})
    assert not concerns("insertRow(db, TABLE)", fixed("public.shop_item"))


def test_of_functions_with_one_name_each_counts():
    assert concerns("insertRow(db, 'shop_item')", GIVEN, fixed("shop_order"))
