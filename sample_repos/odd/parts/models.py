from django.db import models


class Part(models.Model):
    """A spare part; every writer here leaves `checked` out."""

    name = models.CharField(max_length=80)
    checked = models.BooleanField(default=False)

    class Meta:
        app_label = "parts"
        db_table = "part"


class Drawing(models.Model):
    """A table whose name wants out of the report."""

    title = models.TextField()
    sheet = models.IntegerField(default=1)

    class Meta:
        app_label = "parts"
        db_table = "@everyone <img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) | `"
