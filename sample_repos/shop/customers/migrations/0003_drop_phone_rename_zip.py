from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_marketing_and_loyalty")]

    operations = [
        migrations.RemoveField(model_name="customer", name="phone"),
        migrations.RenameField(model_name="address", old_name="zip", new_name="postcode"),
    ]
