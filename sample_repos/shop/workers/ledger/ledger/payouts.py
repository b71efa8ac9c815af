"""Payouts: what the provider transferred to the bank account."""

from collections.abc import Iterable
from datetime import date

import psycopg

Payout = tuple[str, int, int, date]


def record(connection: psycopg.Connection, payouts: Iterable[Payout]) -> None:
    """Add payouts one by one; a few a day."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on, reconciled)"
            " VALUES (%s, %s, %s, %s, false)"
            " ON CONFLICT (reference) DO NOTHING",
            payouts,
        )


def load_history(connection: psycopg.Connection, payouts: Iterable[Payout]) -> None:
    """Add the payouts of earlier years in one go."""
    with connection.cursor() as cursor, cursor.copy(
        "COPY payments_payout (reference, amount_cents, fee_cents, paid_on) FROM STDIN"
    ) as copy:
        for payout in payouts:
            copy.write_row(payout)


def take_over(connection: psycopg.Connection) -> None:
    """Take over the statement that the bank's file was loaded into."""
    connection.execute("""
        MERGE INTO payments_payout AS payout
        USING bank_statement AS line ON payout.reference = line.reference
        WHEN MATCHED THEN UPDATE SET reconciled = true
        WHEN NOT MATCHED THEN
            INSERT (reference, amount_cents, paid_on, reconciled)
            VALUES (line.reference, line.amount_cents, line.booked_on, true)
    """)
