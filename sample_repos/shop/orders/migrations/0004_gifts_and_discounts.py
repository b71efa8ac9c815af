from django.db import migrations, models


class Migration(migrations.Migration):
    """The discount is added by hand: a default that stays spares the table a rewrite."""

    dependencies = [("orders", "0003_channel_and_shipping_labels")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="gift",
            field=models.BooleanField(default=False),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE orders_orderline"
                    " ADD COLUMN discount_cents integer NOT NULL DEFAULT 0 CHECK (discount_cents >= 0)",
                    "ALTER TABLE orders_orderline DROP COLUMN discount_cents",
                ),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="orderline",
                    name="discount_cents",
                    field=models.PositiveIntegerField(default=0),
                ),
            ],
        ),
    ]
