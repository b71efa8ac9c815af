"""Models read as text must be the tables that real Django builds of them."""

from pathlib import Path

import pytest

from scanner.model.catalog import Origin
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.judge import django_tables, read_tables
from tests.schema.memory import Memory

APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]

PLAIN = """
import uuid
from django.db import models
from django.db.models.functions import Now
from django.contrib.postgres.fields import ArrayField

class Customer(models.Model):
    name = models.CharField("the name", max_length=40)
    nick = models.CharField(max_length=10, null=True, default="x")
    token = models.UUIDField(default=uuid.uuid4)
    seen = models.DateTimeField(db_default=Now())
    score = models.IntegerField(db_default=3, null=True)
    tags = ArrayField(models.CharField(max_length=5, null=True), default=list)
    double = models.GeneratedField(
        expression=models.F("score") * 2, output_field=models.IntegerField(), db_persist=True
    )
    data = models.JSONField(default=dict)
    price = models.DecimalField(max_digits=7, decimal_places=2)
    photo = models.ImageField()
    slug = models.SlugField(db_column="Slug")

class Order(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, models.CASCADE)
    parent = models.ForeignKey("self", models.CASCADE, null=True)
    friends = models.ManyToManyField(Customer, related_name="+")
    related = models.ManyToManyField("self")

class Line(models.Model):
    order = models.OneToOneField("shop.Order", models.CASCADE, primary_key=True)
    by_slug = models.ForeignKey(Customer, models.CASCADE, to_field="name", related_name="+")
"""

BASES = """
from django.contrib.auth.models import AbstractUser
from django.db import models

class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    note = models.TextField(null=True)
    class Meta:
        abstract = True

class Owned(models.Model):
    owner = models.ForeignKey("auth.User", models.CASCADE, related_name="+")
    class Meta:
        abstract = True
        db_table = "never"

class Account(Stamped, Owned):
    note = None

class Place(models.Model):
    name = models.CharField(max_length=3)
    class Meta:
        db_table = "a_%s" % "place"

class Cafe(Place):
    stars = models.IntegerField()

class Bar(Place):
    where = models.OneToOneField(Place, models.CASCADE, parent_link=True)

class Quiet(Place):
    class Meta:
        proxy = True

class Line(models.Model):
    place = models.ForeignKey(Place, models.CASCADE)
    class Meta:
        order_with_respect_to = "place"

class Outside(models.Model):
    class Meta:
        managed = False

class AVeryLongNameForAModelThatGoesOnAndOnAndOnUntilItIsTooLongToBe(models.Model):
    others = models.ManyToManyField(Place)

if Place:
    class Conditional(models.Model):
        pass
"""

CUSTOM = """
from functools import partial
from django.db import models

class Kind(models.TextChoices):
    A = "a", "A"

class NullableField(models.IntegerField):
    def __init__(self, *args, **kwargs):
        kwargs["null"] = True
        kwargs.setdefault("db_column", "chosen")
        super().__init__(*args, **kwargs)

class Virtual(models.TextField):
    def db_type(self, connection):
        return None

class Typed(models.Field):
    def db_type(self, connection):
        return "ltree"

class Twin(models.IntegerField):
    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        models.CharField(max_length=3, default=Kind.A).contribute_to_class(cls, f"{name}_currency")

def wrap(field, *roles):
    return field

def money(**kwargs):
    kwargs.setdefault("null", True)
    return models.DecimalField(max_digits=5, decimal_places=1, **kwargs)

def curried(role):
    def inner(field):
        return field
    return inner

Short = partial(models.CharField, max_length=2)

class Thing(models.Model):
    nullable = NullableField()
    virtual = Virtual()
    typed = Typed()
    price = Twin()
    flag = wrap(models.BooleanField(default=False), "team", "editor")
    other: models.BooleanField = curried("x")(models.BooleanField(default=False))
    cost = money()
    short = Short(null=Kind.A == "b")

for suffix in ("One", "Two"):
    globals()["Made" + suffix] = type("Made" + suffix, (models.Model,), {
        "__module__": __name__, "size": models.IntegerField(),
    })

Thing.add_to_class("late", models.IntegerField(null=True))

def listed(cls):
    cls.add_to_class("listed", models.BooleanField(default=True))
    return cls

@listed
class Decorated(models.Model):
    pass
"""


@pytest.mark.parametrize("source", [PLAIN, BASES, CUSTOM], ids=["plain", "bases", "custom"])
def test_models_are_the_tables_that_django_builds(source: str, tmp_path: Path) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": source}
    options = DjangoOptions(installed_apps=tuple(APPS), default_auto_field="django.db.models.BigAutoField")
    catalog = load(Memory(files), options)
    judged = django_tables(
        tmp_path, files, INSTALLED_APPS=APPS, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField"
    )
    read = read_tables(catalog)
    assert sorted(read) == sorted(judged)
    for table, columns in judged.items():
        assert read[table] == columns, table


def test_a_column_comes_from_the_line_of_its_assignment() -> None:
    catalog = load(Memory({"shop/__init__.py": "", "shop/models.py": BASES}), DjangoOptions())
    column = catalog.tables["shop_account"].column("created")
    assert column is not None
    assert column.origin == Origin("shop/models.py", 6)


def test_a_base_class_that_is_not_at_hand_is_said() -> None:
    source = (
        "from django.db import models\nfrom nowhere import Base\nclass A(Base):\n    x = models.TextField()\n"
    )
    table = load(Memory({"shop/__init__.py": "", "shop/models.py": source}), DjangoOptions()).tables["shop_a"]
    assert table.unread is not None
    assert "nowhere.Base" in table.unread


def test_what_default_says_is_kept_as_it_is_written() -> None:
    source = """
from django.db import models
from django.utils import timezone

LIMIT = 5
class Item(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
    flag = models.BooleanField(default=False)
    name = models.CharField(default="x")
    status = models.CharField(default=Status.OPEN)
    due = models.DateTimeField(default=timezone.now)
    made = models.DateTimeField(auto_now_add=True)
    data = models.JSONField(default=dict)
    size = models.IntegerField(default=LIMIT)
    ttl = models.IntegerField(default=60 * 60)
    bare = models.IntegerField()
"""
    table = load(Memory({"shop/models.py": source}), DjangoOptions()).tables["shop_item"]
    assert {column.name: column.default_source for column in table.columns} == {
        "id": None,
        "flag": "False",
        "name": "'x'",
        "status": "Status.OPEN",
        "due": "timezone.now",
        "made": "timezone.now",
        "data": "dict",
        "size": "LIMIT",
        "ttl": "60 * 60",
        "bare": None,
    }


def test_an_unmanaged_table_is_what_its_model_says_and_nobody_makes_it() -> None:
    source = """
from django.db import models

class View(models.Model):
    name = models.TextField()
    class Meta:
        managed = False
"""
    table = load(Memory({"shop/models.py": source}), DjangoOptions()).tables["shop_view"]
    assert not table.judged
    assert [(column.migrated, column.models is None) for column in table.columns] == [(None, False)] * 2
