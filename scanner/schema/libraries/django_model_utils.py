"""django-model-utils: its abstract models. https://django-model-utils.readthedocs.io/en/latest/models.html"""

from __future__ import annotations

MODULES = {
    "model_utils/__init__.py": "",
    "model_utils/fields.py": """
from django.db import models

class AutoCreatedField(models.DateTimeField):
    pass

class AutoLastModifiedField(AutoCreatedField):
    pass

class MonitorField(models.DateTimeField):
    pass

class StatusField(models.CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

class UUIDField(models.UUIDField):
    def __init__(self, primary_key=True, version=4, editable=False, *args, **kwargs):
        super().__init__(*args, primary_key=primary_key, **kwargs)
""",
    "model_utils/models.py": """
from django.db import models
from model_utils.fields import AutoCreatedField, AutoLastModifiedField, MonitorField, StatusField, UUIDField

class TimeStampedModel(models.Model):
    created = AutoCreatedField()
    modified = AutoLastModifiedField()
    class Meta:
        abstract = True

class TimeFramedModel(models.Model):
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    class Meta:
        abstract = True

class StatusModel(models.Model):
    status = StatusField()
    status_changed = MonitorField()
    class Meta:
        abstract = True

class SoftDeletableModel(models.Model):
    is_removed = models.BooleanField(default=False)
    class Meta:
        abstract = True

class UUIDModel(models.Model):
    id = UUIDField()
    class Meta:
        abstract = True
""",
}
