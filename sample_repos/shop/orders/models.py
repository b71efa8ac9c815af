"""Orders, from the basket to the parcel."""

from django.conf import settings
from django.db import models
from django.db.models import F

from catalogue.models import Product
from common.models import Identified, Timestamped


class Coupon(models.Model):
    """A code that makes an order cheaper."""

    code = models.CharField(max_length=20, primary_key=True)
    percent_off = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField(null=True, blank=True)


class Order(Identified, Timestamped):
    """What a customer wants to have; a draft is a basket."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PLACED = "placed"
        SHIPPED = "shipped"

    # Numbered by the sequence that migration 0002 attaches.
    number = models.BigIntegerField(unique=True)
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    total_cents = models.BigIntegerField()
    placed_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=12, default="web")
    gift = models.BooleanField(default=False)
    note = models.TextField(blank=True, db_default="")
    coupons = models.ManyToManyField(Coupon, blank=True)


class OrderLine(models.Model):
    """So many pieces of one product."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, to_field="sku", db_column="sku")
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.PositiveIntegerField()
    line_total_cents = models.GeneratedField(
        expression=F("quantity") * F("unit_price_cents"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    discount_cents = models.PositiveIntegerField(default=0)


class Shipment(Timestamped):
    """A parcel on its way."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, db_column="order_ref")
    carrier = models.CharField(max_length=20)
    tracking_code = models.CharField(max_length=40, blank=True)
    dispatched_at = models.DateTimeField(null=True)
    label = models.JSONField(default=dict)

    class Meta:
        db_table = "shipment"
