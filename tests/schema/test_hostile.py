"""Whatever a scanned file holds, its neighbours are read, and soon."""

import time

import pytest

from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

GOOD = "from django.db import models\nclass Good(models.Model):\n    a = models.IntegerField()\n"
MODEL = "class Bad(models.Model):\n    b = models.TextField(db_column=x)\n    c = models.TextField()\n"

HOSTILE = {
    "brackets": "x = " + "(" * 100_000 + ")" * 100_000,
    "operators": "x = " + " + ".join(["'a'"] * 20_000),
    "attributes": "x = a" + ".b" * 20_000,
    "nul": "x = '\0'",
    "calls itself": "def f(a):\n    return f(a)\nx = f(1)\n",
    "never ends": "def f():\n    while True:\n        pass\nx = f()\n",
    "grows": "x = 'a'\nfor i in range(500):\n    x = x + x\n",
    "branches": "".join(f"def f{i}(a):\n    return [f{i + 1}(a), f{i + 1}(a)]\n" for i in range(40))
    + "x = f0(1)\n",
    "nested loops": "for a in range(9999):\n for b in range(9999):\n  for x in range(9999): pass\n",
    "huge numbers": "x = 'a' * 10**9\nx = 9 ** 9 ** 9\nx = '%999999999d' % 1\nx = '{:>99999999}'.format(1)\n",
    "its own base": "class A(A):\n    pass\nclass B(C):\n    pass\nclass C(B):\n    pass\nx = A\n",
    "no order of bases": "class X(models.Model): pass\nclass Y(X): pass\nclass Z(X, Y): pass\nx = 1\n",
    "arguments": "x = isinstance()\ny = getattr(1)\nz = sorted(1, key=2)\nw = type()\nv = super()\n",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_costs_no_neighbour(body: str) -> None:
    files = {"shop/__init__.py": "", "shop/models/__init__.py": "from .bad import *\nfrom .good import *\n"}
    files["shop/models/good.py"] = GOOD
    files["shop/models/bad.py"] = "from django.db import models\n" + body + "\n" + MODEL
    start = time.process_time()
    catalog = load(Memory(files), DjangoOptions())
    assert time.process_time() - start < 5
    assert catalog.tables["shop_good"].column("a") is not None
    if "shop_bad" in catalog.tables:
        assert catalog.tables["shop_bad"].column("c") is not None
    else:
        assert [d.path for d in catalog.diagnostics] == ["shop/models/bad.py"]


def test_a_long_chain_of_imports_and_bases_ends() -> None:
    link = (
        "from django.db import models\nfrom shop.m{} import X as Y\nclass X(Y):\n    a = models.TextField()\n"
    )
    files = {f"shop/m{i}.py": link.format(i + 1) for i in range(600)}
    files |= {"shop/__init__.py": "", "shop/models.py": GOOD + "from shop.m0 import X\n"}
    files["shop/m600.py"] = "from django.db import models\nclass X(models.Model): pass\n"
    assert load(Memory(files), DjangoOptions()).tables["shop_good"].column("a") is not None


@pytest.mark.parametrize(
    "meta",
    ["db_table = 5", "managed = 'x'", "app_label = 7", "proxy = 1", "swappable = 3", "constraints = 4"],
)
def test_options_of_the_wrong_kind_are_no_options(meta: str) -> None:
    source = GOOD + f"    class Meta:\n        {meta}\n"
    files = {"shop/__init__.py": "", "shop/models.py": source}
    assert list(load(Memory(files), DjangoOptions()).tables) == ["shop_good"]


@pytest.mark.parametrize(
    "text", ["#" * 60, "\n" * 3_000_000, "    dependencies = [\n" * 20_000, "[ " * 500_000]
)
def test_a_migration_is_soon_looked_through(text: str):
    started = time.process_time()
    files = {
        "shop/models.py": GOOD,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_a.py": "class Migration(migrations.Migration):\n    operations = [" + text,
    }
    load(Memory(files), DjangoOptions(), names=["shop_good"])
    assert time.process_time() - started < 10
