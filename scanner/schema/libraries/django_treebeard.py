"""django-treebeard: the columns of its trees. https://django-treebeard.readthedocs.io/en/latest/"""

from __future__ import annotations

_NODE = """
from django.db import models

class {name}(models.Model):
{fields}
    class Meta:
        abstract = True
"""

MODULES = {
    "treebeard/__init__.py": "",
    "treebeard/mp_tree.py": _NODE.format(
        name="MP_Node",
        fields="""
    path = models.CharField(max_length=255, unique=True)
    depth = models.PositiveIntegerField()
    numchild = models.PositiveIntegerField(default=0)
""",
    ),
    "treebeard/ns_tree.py": _NODE.format(
        name="NS_Node",
        fields="""
    lft = models.PositiveIntegerField(db_index=True)
    rgt = models.PositiveIntegerField(db_index=True)
    tree_id = models.PositiveIntegerField(db_index=True)
    depth = models.PositiveIntegerField(db_index=True)
""",
    ),
    "treebeard/al_tree.py": _NODE.format(name="AL_Node", fields=""),
}
