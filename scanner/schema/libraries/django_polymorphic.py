"""django-polymorphic: the content type of a row's own class. https://django-polymorphic.readthedocs.io/"""

from __future__ import annotations

MODULES = {
    "polymorphic/__init__.py": "",
    "polymorphic/models.py": """
from django.db import models

class PolymorphicModel(models.Model):
    polymorphic_ctype = models.ForeignKey(
        "contenttypes.ContentType", models.CASCADE, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
""",
}
