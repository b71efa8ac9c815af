"""Turns the provider's settlement report into events and payment states."""

import logging

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

log = logging.getLogger(__name__)

EVENTS = "payments_event"
ADD_EVENT = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
    sql.Identifier(EVENTS),
    sql.SQL(", ").join(map(sql.Identifier, ["payment_id", "kind", "payload", "source"])),
    sql.SQL(", ").join(sql.Placeholder() * 4),
)


def settle(connection: Connection, payment: str, report: dict) -> None:
    """Mark a payment as captured and keep the line of the report."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_EVENT, (payment, "settled", Jsonb(report), "report"))
        cursor.execute(
            f"UPDATE payments_payment SET state = 'captured', captured_at = %s, failure_reason = NULL WHERE id = %s",
            (report["at"], payment),
        )
        if not cursor.rowcount:
            log.warning("UPDATE payments_payment SET state = 'captured' changed no row for %s", payment)


def fail(connection: Connection, payment: str, why: str) -> None:
    """Mark a payment as failed."""
    query = "UPDATE payments_payment SET state = %(state)s, faliure_reason = %(why)s WHERE id = %(id)s"
    connection.execute(query, {"state": "failed", "why": why, "id": payment})
