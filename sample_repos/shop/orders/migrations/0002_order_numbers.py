from django.db import migrations

ATTACH = """
CREATE SEQUENCE orders_order_number START WITH 10001 OWNED BY orders_order.number;
ALTER TABLE orders_order ALTER COLUMN number SET DEFAULT nextval('orders_order_number');
"""
DETACH = """
ALTER TABLE orders_order ALTER COLUMN number DROP DEFAULT;
DROP SEQUENCE orders_order_number;
"""


class Migration(migrations.Migration):
    """Orders are numbered by Postgres, so that the checkout service needs no lock for it."""

    dependencies = [("orders", "0001_initial")]

    operations = [migrations.RunSQL(ATTACH, DETACH)]
