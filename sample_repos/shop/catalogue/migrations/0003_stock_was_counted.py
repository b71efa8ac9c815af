from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_product_is_listed")]

    operations = [
        migrations.AddField(
            model_name="stocklevel",
            name="counted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE catalogue_stocklevel SET counted_at = now() WHERE counted_at IS NULL",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="stocklevel",
            constraint=models.CheckConstraint(
                condition=models.Q(counted_at__isnull=False), name="stock_was_counted"
            ),
        ),
    ]
