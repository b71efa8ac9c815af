from django.db import migrations, models


def name_the_phone_orders(apps, schema_editor):
    """Orders that staff typed in came by telephone."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_order SET channel = %s WHERE note LIKE %s", ["phone", "tel:%"]
        )


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_order_numbers")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="channel",
            field=models.CharField(default="web", max_length=12),
        ),
        migrations.RunPython(name_the_phone_orders, migrations.RunPython.noop),
        migrations.AlterModelTable(name="shipment", table="shipment"),
        migrations.AddField(
            model_name="shipment",
            name="label",
            field=models.JSONField(default=dict),
        ),
    ]
