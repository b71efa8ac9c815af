"""Money: what customers paid, and what the payment provider told us about it."""

import uuid

from django.db import models
from django.db.models.functions import Now

from common.models import Identified
from orders.models import Order


class Payment(Identified):
    """One attempt to pay an order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.BigIntegerField()
    provider = models.CharField(max_length=20)
    state = models.CharField(max_length=12, db_default="pending")
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    failure_reason = models.TextField(null=True, default="")
    captured_at = models.DateTimeField(null=True)


class Event(models.Model):
    """A notification of the payment provider, as it came in."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    received_at = models.DateTimeField(db_default=Now())
    source = models.CharField(max_length=12, db_default="webhook")

    class Meta:
        db_table = "payments_event"
        indexes = [models.Index(fields=["kind", "received_at"], name="payments_event_kind")]


class Payout(models.Model):
    """What the provider transferred to our bank account in one go."""

    reference = models.CharField(max_length=40, unique=True)
    amount_cents = models.BigIntegerField()
    fee_cents = models.BigIntegerField()
    paid_on = models.DateField()
    reconciled = models.BooleanField(default=False)
