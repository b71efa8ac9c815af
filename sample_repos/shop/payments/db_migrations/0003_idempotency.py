import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_rename_psp")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="idempotency_key",
            field=models.UUIDField(default=uuid.uuid4),
        ),
        migrations.AddField(
            model_name="event",
            name="source",
            field=models.CharField(default="webhook", max_length=12),
            preserve_default=False,
        ),
    ]
