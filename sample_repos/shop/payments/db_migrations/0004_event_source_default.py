from django.db import migrations, models


class Migration(migrations.Migration):
    """Tells Django of the default that the database was to get in the maintenance window."""

    dependencies = [("payments", "0003_idempotency")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="event",
                    name="source",
                    field=models.CharField(db_default="webhook", max_length=12),
                ),
            ],
        ),
    ]
