"""django-mptt: four numbers on every tree model. https://django-mptt.readthedocs.io/en/latest/models.html"""

from __future__ import annotations

MODULES = {
    "mptt/__init__.py": "",
    "mptt/fields.py": """
from django.db import models

class TreeForeignKey(models.ForeignKey):
    pass

class TreeOneToOneField(models.OneToOneField):
    pass

class TreeManyToManyField(models.ManyToManyField):
    pass
""",
    "mptt/models.py": """
from django.db import models
from mptt.fields import TreeForeignKey, TreeManyToManyField, TreeOneToOneField

class MPTTModelBase(models.base.ModelBase):
    def __new__(meta, name, bases, body):
        told = body.pop("MPTTMeta", None)
        cls = super().__new__(meta, name, bases, body)
        above = [base for base in cls.mro()[1:] if getattr(base, "_is_tree", False)]
        if name != "MPTTModel" and not above and not cls._meta.proxy:
            usual_names = {"left": "lft", "right": "rght", "tree_id": "tree_id", "level": "level"}
            for key, usual in usual_names.items():
                column = getattr(told, key + "_attr", usual)
                cls.add_to_class(column, models.PositiveIntegerField(editable=False))
            cls._is_tree = True
        return cls

class MPTTModel(models.Model, metaclass=MPTTModelBase):
    class Meta:
        abstract = True
""",
}
