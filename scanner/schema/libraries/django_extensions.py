"""django-extensions: its abstract models. https://django-extensions.readthedocs.io/"""

from __future__ import annotations

MODULES = {
    "django_extensions/__init__.py": "",
    "django_extensions/db/__init__.py": "",
    "django_extensions/db/fields/__init__.py": """
from django.db import models

class CreationDateTimeField(models.DateTimeField):
    pass

class ModificationDateTimeField(CreationDateTimeField):
    pass

class AutoSlugField(models.SlugField):
    pass
""",
    "django_extensions/db/models.py": """
from django.db import models
from django_extensions.db.fields import AutoSlugField, CreationDateTimeField, ModificationDateTimeField

class TimeStampedModel(models.Model):
    created = CreationDateTimeField()
    modified = ModificationDateTimeField()
    class Meta:
        abstract = True

class TitleDescriptionModel(models.Model):
    title = models.CharField(max_length=255)
    description = models.TextField(null=True)
    class Meta:
        abstract = True

class TitleSlugDescriptionModel(TitleDescriptionModel):
    slug = AutoSlugField()
    class Meta:
        abstract = True

class ActivatorModel(models.Model):
    status = models.IntegerField(default=1)
    activate_date = models.DateTimeField(null=True)
    deactivate_date = models.DateTimeField(null=True)
    class Meta:
        abstract = True
""",
}
