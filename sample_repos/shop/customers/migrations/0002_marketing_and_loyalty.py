from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.AddField("customer", "marketing_opt_in", models.BooleanField(default=False)),
        migrations.AddField(
            "customer", "loyalty_points", models.PositiveIntegerField(db_default=0)
        ),
    ]
