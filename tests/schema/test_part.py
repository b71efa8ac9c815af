"""The catalog of one table says what the catalog of all tables says of it."""

from pathlib import Path

import pytest

from scanner.adapters.disk import DiskSnapshot
from scanner.asked import asked, concerning
from scanner.model.catalog import Catalog
from scanner.model.facts import Diagnostic
from scanner.model.failure import CannotRun
from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Snapshot
from scanner.schema import load
from scanner.schema.part import part_of
from scanner.schema.project import BeyondPart
from tests.schema.memory import Memory

SHOP = Path(__file__).parents[2] / "sample_repos/shop"
HEAD = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
INTEGER = "models.IntegerField()"


def said(catalog: Catalog, key: str) -> tuple[object, set[Diagnostic], set[object], object]:
    """Return all that a catalog says of one table."""
    table = catalog.tables[key]
    former = {old: now for old, now in catalog.former.items() if now == key}
    copies = {copy.origin for copy in catalog.copies if copy.qualified == key}
    return table, set(concerning(catalog.diagnostics, [table])), set(copies), former


def told(snapshot: Snapshot, name: str) -> Catalog | None:
    try:
        return part_of(snapshot, DjangoOptions(), (), (), [name])
    except BeyondPart:
        return None


def compared(snapshot: Snapshot) -> set[str]:
    """Compare every table, asked for by its name and by its model's, and return those told by a part."""
    whole, alone = load(snapshot, DjangoOptions()), set()
    for key, table in whole.tables.items():
        for name in filter(None, (key, table.model)):
            part = told(snapshot, name)
            if part is not None:
                alone.add(key)
                assert asked(part, [name]) == asked(whole, [name])
                assert said(part, key) == said(whole, key), name
    return alone


def created(model: str, *fields: str, options: str = "") -> str:
    pairs = ", ".join(f'("{field.partition(" = ")[0]}", {field.partition(" = ")[2]})' for field in fields)
    return f'migrations.CreateModel("{model}", fields=[{pairs}]{options})'


def migration(*operations: str, after: str = "", head: str = "") -> str:
    listed = "".join(f"        {each},\n" for each in operations)
    return f"{head}{HEAD}    dependencies = [{after}]\n    operations = [\n{listed}    ]\n"


def model(name: str, *lines: str, base: str = "models.Model") -> str:
    body = "".join(f"    {line}\n" for line in lines) or "    pass\n"
    return f"\n\nclass {name}({base}):\n{body}"


def project(*apps: str, **files: str) -> Memory:
    """Return a project of apps; `shop__0001` is that app's migration, `shop` are its models."""
    listed = ", ".join(f'"{app}"' for app in apps)
    made = {
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
        "settings.py": f"INSTALLED_APPS = [{listed}]\n",
    }
    for app in apps:
        made |= {f"{app}/__init__.py": "", f"{app}/migrations/__init__.py": ""}
    for name, text in files.items():
        app, _, number = name.partition("__")
        place = f"migrations/{number}_step.py" if number else "models.py"
        made[f"{app}/{place}"] = text if number else f"from django.db import models\n{text}"
    return Memory(made)


AFTER = {number: f'("shop", "{number:04}_step")' for number in range(1, 9)}


def test_every_table_of_the_shop():
    alone = compared(DiskSnapshot(SHOP))
    assert {"catalogue_product", "customers_customer"} <= alone


def test_renamed_models_fields_and_tables():
    snapshot = project(
        "shop",
        shop=model("Order", "total = models.IntegerField()")
        + model("Stock", "n = models.IntegerField()", "class Meta:", '    db_table = "goods"'),
        shop__0001=migration(created("Purchase", f"sum = {INTEGER}"), created("Stock", f"n = {INTEGER}")),
        shop__0002=migration('migrations.RenameModel("Purchase", "Order")', after=AFTER[1]),
        shop__0003=migration('migrations.RenameField("order", "sum", "total")', after=AFTER[2]),
        shop__0004=migration('migrations.AlterModelTable("stock", "goods")', after=AFTER[3]),
    )
    assert compared(snapshot) == {"shop_order", "goods"}
    part = told(snapshot, "goods")
    assert part is not None
    assert part.former == {"shop_stock": "goods"}
    assert list(part.tables) == ["goods"]


def test_two_models_that_swap_their_tables():
    snapshot = project(
        "shop",
        shop=model("First", f"a = {INTEGER}", "class Meta:", '    db_table = "shop_second"')
        + model("Second", f"b = {INTEGER}", "class Meta:", '    db_table = "shop_first"'),
        shop__0001=migration(created("First", f"a = {INTEGER}"), created("Second", f"b = {INTEGER}")),
        shop__0002=migration('migrations.AlterModelTable("first", "between")', after=AFTER[1]),
        shop__0003=migration('migrations.AlterModelTable("second", "shop_first")', after=AFTER[2]),
        shop__0004=migration('migrations.AlterModelTable("first", "shop_second")', after=AFTER[3]),
    )
    assert compared(snapshot) == {"shop_first", "shop_second"}


def test_a_model_that_extends_another_app_s():
    parents = "models.Model", "base.Thing"
    snapshot = project(
        "base",
        "shop",
        base=model("Thing", "code = models.UUIDField(primary_key=True)") + model("Other", f"a = {INTEGER}"),
        shop="from base.models import Thing\n"
        + model("Order", f"total = {INTEGER}", base="Thing")
        + model("Line", "order = models.ForeignKey(Order, models.CASCADE)"),
        base__0001=migration(
            created("Thing", "code = models.UUIDField(primary_key=True)"), created("Other", f"a = {INTEGER}")
        ),
        shop__0001=migration(
            created("Order", f"total = {INTEGER}", options=f', bases=("{parents[1]}",)'),
            created("Line", f"id = {INTEGER}", 'order = models.ForeignKey("shop.Order", models.CASCADE)'),
            after='("base", "0001_step")',
        ),
    )
    assert compared(snapshot) == {"base_thing", "base_other", "shop_order", "shop_line"}
    line = load(snapshot, DjangoOptions(), names=["shop_line"]).tables["shop_line"].column("order_id")
    assert line is not None
    assert line.type == "uuid"


@pytest.mark.parametrize(
    "sql",
    [
        '"ALTER TABLE shop_order ALTER COLUMN a SET DEFAULT 0"',
        '"ALTER TABLE shop_stock ALTER COLUMN a SET DEFAULT 0"',
        "SQL",
        "OTHER",
        '["ALTER TABLE shop_order ALTER COLUMN a DROP NOT NULL", "SELECT 1"]',
    ],
)
def test_sql_of_another_app(sql: str):
    texts = 'SQL = "ALTER TABLE shop_order ALTER COLUMN a SET DEFAULT 1"\n'
    head = "from other.texts import OTHER\n" + texts
    snapshot = project(
        "shop",
        "other",
        shop=model("Order", f"a = {INTEGER}") + model("Stock", f"a = {INTEGER}"),
        other=model("Thing", f"a = {INTEGER}"),
        shop__0001=migration(created("Order", f"a = {INTEGER}"), created("Stock", f"a = {INTEGER}")),
        other__0001=migration(created("Thing", f"a = {INTEGER}")),
        other__0002=migration(
            f"migrations.RunSQL({sql})",
            after='("other", "0001_step"), ("shop", "0001_step")',
            head=head,
        ),
    )
    snapshot.files["other/texts.py"] = 'OTHER = "ALTER TABLE shop_stock ALTER COLUMN a SET DEFAULT 2"\n'
    assert {"shop_order", "shop_stock"} <= compared(snapshot)


def test_squashed_branched_and_split_migrations():
    state = 'state_operations=[migrations.AddField("order", "late", models.IntegerField())]'
    replaces = '    replaces = [("shop", "0001_step"), ("shop", "0002_step")]\n'
    squashed = migration(created("Order", f"a = {INTEGER}", "b = models.TextField()"))
    snapshot = project(
        "shop",
        shop=model("Order", f"a = {INTEGER}", "b = models.TextField()", f"late = {INTEGER}", f"x = {INTEGER}")
        + model("Stock", f"a = {INTEGER}"),
        shop__0001=migration(created("Order", f"a = {INTEGER}")),
        shop__0002=migration('migrations.AddField("order", "b", models.TextField())', after=AFTER[1]),
        shop__0003=squashed.replace("    operations", f"{replaces}    operations"),
        shop__0004=migration(f"migrations.SeparateDatabaseAndState({state})", after=AFTER[2]),
        shop__0005=migration(f'migrations.AddField("order", "x", {INTEGER})', after=AFTER[2]),
        shop__0006=migration(created("Stock", f"a = {INTEGER}"), after=f"{AFTER[4]}, {AFTER[5]}"),
    )
    assert compared(snapshot) == {"shop_order", "shop_stock"}


def test_relations_of_many_to_many():
    snapshot = project(
        "shop",
        shop=model("Tag", "name = models.TextField()")
        + model("Order", "tags = models.ManyToManyField(Tag)", f"a = {INTEGER}"),
        shop__0001=migration(created("Label", "name = models.TextField()")),
        shop__0002=migration(
            created("Order", f"a = {INTEGER}", 'tags = models.ManyToManyField("shop.Label")'), after=AFTER[1]
        ),
        shop__0003=migration('migrations.RenameModel("Label", "Tag")', after=AFTER[2]),
    )
    assert compared(snapshot) == {"shop_tag", "shop_order", "shop_order_tags"}


def test_models_that_others_change():
    added = "Order.add_to_class('late', models.IntegerField(null=True))\n"
    snapshot = project(
        "shop",
        "other",
        shop=model("Order", f"a = {INTEGER}") + model("Stock", f"a = {INTEGER}"),
        other=f"from shop.models import Order\n{model('Thing', f'a = {INTEGER}')}\n\n{added}",
        shop__0001=migration(created("Order", f"a = {INTEGER}"), created("Stock", f"a = {INTEGER}")),
        other__0001=migration(created("Thing", f"a = {INTEGER}")),
    )
    assert {"shop_order", "shop_stock"} <= compared(snapshot)
    order = load(snapshot, DjangoOptions(), names=["shop_order"]).tables["shop_order"]
    assert order.column("late") is not None


def test_what_cannot_be_followed():
    snapshot = project(
        "shop",
        shop=model("Order", f"a = {INTEGER}", f"late = {INTEGER}") + model("Stock", f"a = {INTEGER}"),
        shop__0001=migration(created("Order", f"a = {INTEGER}"), created("Stock", f"a = {INTEGER}")),
        shop__0002=migration('migrations.RunSQL(unknown("shop_order"))', after=AFTER[1]),
        shop__0003="<<<<<<< HEAD\nmodel_name='order'\n",
    )
    assert compared(snapshot) == {"shop_stock"}


def test_a_table_that_there_is_not_is_looked_for_among_all():
    snapshot = DiskSnapshot(SHOP)
    known = load(snapshot, DjangoOptions(), names=["orders_ordr"])
    with pytest.raises(CannotRun) as raised:
        asked(known, ["orders_ordr"])
    assert "orders_order" in str(raised.value.hint)
