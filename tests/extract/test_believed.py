"""Which calls are believed to be calls of a learnt function."""

import pytest

from scanner.extract.sinks import believable
from scanner.model.facts import Argument, Sink
from scanner.model.template import Interpolation, Position, Template, Text


def named(table: str) -> Template:
    return Template((Text(table, Position(1, 1), verbatim=False),))


def of(name: str, *, table: Template | None = None, method: bool = False) -> Sink:
    given = Argument(0) if table is None else table
    return Sink(name, "typescript", given, (Argument(1),), path="src/store/items.ts", line=3, method=method)


@pytest.mark.parametrize(
    ("path", "owner", "is_believed"),
    [
        ("src/store/items.ts", "service", True),
        ("src/store/others.ts", "this", True),
        ("src/routes/items.ts", "db", True),
        ("src/routes/items.ts", "itemRepository", True),
        ("src/routes/items.ts", "service", False),
        ("src/routes/items.ts", "", False),
    ],
)
def test_a_method_that_always_writes_one_table_is_believed_of_databases(
    path: str, owner: str, *, is_believed: bool
):
    sink = of("createItem", table=named("shop_item"), method=True)
    assert believable(sink, named("shop_item"), path, owner) is is_believed


def test_a_method_that_is_given_its_table_is_believed_of_anything():
    assert believable(of("insertRow", method=True), named("shop_item"), "src/routes/items.ts", "service")


def test_a_function_that_always_writes_one_table_is_believed_anywhere():
    sink = of("createItem", table=named("shop_item"))
    assert believable(sink, named("shop_item"), "src/routes/items.ts", "")


def test_a_common_name_is_believed_with_a_table_that_is_written_out():
    given, fixed = of("update"), of("update", table=named("shop_item"), method=True)
    assert believable(given, named("shop_item"), "src/routes/items.ts", "db")
    unread = Template((Interpolation("table", Position(1, 1)),))
    assert not believable(given, unread, "src/routes/items.ts", "db")
    assert not believable(fixed, named("shop_item"), "src/routes/items.ts", "db")
