"""Which tables are doubted for a migration that could not be followed."""

import pytest

from scanner.model.catalog import Catalog
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

HEAD = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
MADE = (
    f'{HEAD}    operations = [\n        migrations.CreateModel("Order", [("a", models.IntegerField())]),\n'
    '        migrations.CreateModel("Stock", [("a", models.IntegerField())]),\n    ]\n'
)
MODELS = (
    "from django.db import models\n\n\nclass Order(models.Model):\n    a = models.IntegerField()\n"
    "    late = models.IntegerField()\n\n\nclass Stock(models.Model):\n    a = models.IntegerField()\n"
    "    late = models.IntegerField()\n"
)


def loaded(second: str) -> Catalog:
    files = {
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
        "settings.py": 'INSTALLED_APPS = ["shop"]\n',
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": MADE,
        "shop/migrations/0002_second.py": second,
    }
    return load(Memory(files), DjangoOptions())


def believed(catalog: Catalog) -> list[str]:
    """Return the tables of which a column counts that no migration was read to land."""
    columns = {name: table.column("late") for name, table in catalog.tables.items()}
    return [name for name, column in columns.items() if column is not None and column.migrated is not None]


@pytest.mark.parametrize(
    ("operations", "doubted"),
    [
        ("", []),
        ('migrations.RemoveField("order", "gone")', ["shop_order"]),
        ('migrations.AddField("stock", "late", made()), migrations.RunSQL(unknown())', ["shop_stock"]),
        ("migrations.RunSQL(unknown())", ["shop_order", "shop_stock"]),
        ('migrations.RunSQL(unknown("shop_order"))', ["shop_order"]),
    ],
)
def test_a_file_in_doubt_concerns_what_it_names(operations: str, doubted: list[str]):
    catalog = loaded(f"from somewhere import made, unknown\n{HEAD}    operations = [{operations}]\n")
    assert believed(catalog) == doubted


def test_a_file_that_is_no_python_concerns_what_it_names():
    assert believed(loaded('<<<<<<< HEAD\nmigrations.AddField("order", "late"\n')) == ["shop_order"]
    assert believed(loaded("<<<<<<< HEAD\nOPERATIONS = [\n")) == ["shop_order", "shop_stock"]
