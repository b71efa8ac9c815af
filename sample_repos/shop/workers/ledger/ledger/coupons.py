"""Thanks customers for a settled claim with a coupon."""

from datetime import datetime, timedelta

from psycopg import Connection


def thank(connection: Connection, code: str, percent: int) -> None:
    """Create a coupon for one order."""
    expires = datetime.now() + timedelta(days=90)
    connection.execute("INSERT INTO orders_coupon VALUES (%s, %s, %s)", (code, percent, expires))


def withdraw(connection: Connection, codes: list[str]) -> None:
    """Take coupons back."""
    connection.execute("DELETE FROM orders_coupon WHERE code = ANY(%s)", (codes,))
