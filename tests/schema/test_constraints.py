"""A CHECK that no NULL passes makes a column NOT NULL; the cases are Postgres's own answers."""

import pytest

from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

HEAD = """
from django.db import models
from django.db.models import Q
class Thing(models.Model):
    a = models.IntegerField(null=True)
    b = models.IntegerField(null=True)
    owner = models.ForeignKey("self", models.CASCADE, null=True)
    class Meta:
        constraints = [models.CheckConstraint(condition=%s, name="c")]
"""


@pytest.mark.parametrize(
    ("condition", "refused"),
    [
        ("Q(a__isnull=False)", {"a"}),
        ("Q(a__isnull=True)", set()),
        ("Q(a__gt=1)", set()),
        ("~Q(a__isnull=True)", {"a"}),
        ("~Q(a=None)", {"a"}),
        ("~Q(a__isnull=False)", set()),
        ("Q(a__isnull=False, b__isnull=False)", {"a", "b"}),
        ("Q(a__isnull=False) & Q(b__gt=1)", {"a"}),
        ("Q(a__isnull=False) | Q(b__isnull=False)", set()),
        ("Q(a__isnull=False, b=1) | Q(a__isnull=False, b=2)", {"a"}),
        ("Q(Q(a__isnull=False), Q(b=1) | Q(b=2))", {"a"}),
        ("~(Q(a__isnull=True) | Q(b__isnull=True))", {"a", "b"}),
        ("~(Q(a__isnull=True) & Q(b__isnull=True))", set()),
        ("Q(owner__isnull=False)", {"owner_id"}),
        ("Q(a__isnull=False, b__isnull=False, _connector='OR')", set()),
    ],
)
def test_a_check_that_no_null_passes_is_not_null(condition: str, refused: set[str]) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": HEAD % condition}
    table = load(Memory(files), DjangoOptions()).tables["shop_thing"]
    assert {c.name for c in table.columns if c.models and c.models.not_null} == refused | {"id"}
